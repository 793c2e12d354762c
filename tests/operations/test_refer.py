"""Where a case may be referred down to: each place once, and none that was passed over."""

from __future__ import annotations

import pytest

from app.operations.refer import refer_targets
from tests.domain.make import application

UNIT = {"kind": "UNIT", "org_id": "u", "name": "某单位", "state": "done"}
DEPT = {"kind": "DEPT", "org_id": "d", "name": "某局", "state": "done"}
SKIPPED = DEPT | {"state": "skipped"}
HERE = {"kind": "SERIES_TITLE", "org_id": "s", "name": "职改办", "state": "now"}


@pytest.mark.parametrize(
    ("route", "targets"),
    [
        ([UNIT, DEPT, HERE], [("APPLICANT", ""), ("UNIT", "某单位"), ("LOWER", "某局")]),
        ([UNIT, HERE], [("APPLICANT", ""), ("UNIT", "某单位")]),
        ([UNIT, SKIPPED, HERE], [("APPLICANT", ""), ("UNIT", "某单位")]),
        ([DEPT, HERE], [("APPLICANT", ""), ("LOWER", "某局")]),
        ([HERE], [("APPLICANT", "")]),
    ],
)
def test_targets(route: list[dict[str, str]], targets: list[tuple[str, str]]) -> None:
    case = application(route=route, stage_index=len(route) - 1)
    assert [(one.return_to, one.name) for one in refer_targets(case)] == targets

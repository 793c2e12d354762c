"""How values read: choices by their label, masks, lists."""

from __future__ import annotations

import pytest

from app.domain.enums import Provenance
from app.domain.profile import Choice, FieldSpec, Text
from app.ui.pages.review.changes import marked_runs
from app.ui.pages.review.values import provenance_text, value_text

pytestmark = pytest.mark.usefixtures("qapp")
LABEL = Text(zh_CN="字段", en="Field")


def spec(**more: object) -> FieldSpec:
    return FieldSpec.model_validate({"code": "f", "label": LABEL, **more})


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (spec(), None, ""),
        (spec(), "2016-03", "2016-03"),
        (spec(type="bool"), True, "是"),
        (spec(type="bool"), False, "否"),
        (spec(type="months"), ["2026-01", "2026-02"], "2026-01、2026-02"),
        (spec(mask="id_number"), "999999198806070011", "999***********0011"),
        (spec(mask="phone"), "19900001234", "199****1234"),
    ],
)
def test_values(field: FieldSpec, value: object, text: str) -> None:
    assert value_text(field, value) == text


def test_a_choice_reads_as_its_label_and_an_unknown_one_as_itself() -> None:
    choice = Choice(value="SOE", label=Text(zh_CN="国有企业", en="State-owned"))
    field = spec(type="enum", choices=[choice])
    assert value_text(field, "SOE") == "国有企业"
    assert value_text(field, "NEW") == "NEW"


def test_a_mask_is_lifted_on_demand() -> None:
    assert value_text(spec(mask="phone"), "19900001234", masked=False) == "19900001234"


def test_where_a_value_came_from() -> None:
    assert provenance_text(Provenance.SYSTEM_VERIFIED) == "系统核验"
    assert provenance_text(Provenance.MANUAL) == "手工"
    assert provenance_text(None) == ""


def test_only_what_differs_is_marked() -> None:
    old, new = marked_runs("2014-03", "2024-04")
    assert "".join(text for text, _ in old) == "2014-03"
    assert "".join(text for text, _ in new) == "2024-04"
    assert ("1", True) in old
    assert ("2", True) in new
    assert marked_runs("同", "同") == ([("同", False)], [("同", False)])

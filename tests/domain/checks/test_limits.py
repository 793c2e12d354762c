"""The files of a module are judged one by one."""

from __future__ import annotations

from app.domain.checks.limits import limit_hits
from tests.domain.checks.examples import GX
from tests.domain.clean import clean, with_version


def test_a_file_in_an_unknown_slot_does_not_hide_the_next() -> None:
    subject = clean(GX)
    files = [att.model_dump(mode="json") for att in subject.version.attachments]
    of_papers = [att for att in files if att["module_code"] == "papers"]
    strange, large = of_papers[0] | {"slot": "nowhere"}, of_papers[1] | {"bytes": 10**10}
    made = with_version(subject, attachments=[strange, large])
    assert [hit.variant for hit in limit_hits(made, "papers")] == ["UNKNOWN_SLOT", "SIZE"]

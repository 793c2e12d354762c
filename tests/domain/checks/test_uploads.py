"""Which files are meant, and which of them were looked through."""

from __future__ import annotations

from dataclasses import replace

from app.domain.checks.uploads import looked_through, not_looked_at, slot_of
from tests.domain.checks.examples import GX
from tests.domain.clean import clean


def test_the_slot_of_a_file_is_that_of_its_module() -> None:
    subject = clean(GX)
    for att in subject.version.attachments:
        slot = slot_of(subject, att)
        assert slot is not None
        assert slot.code == att.slot
    strange = subject.version.attachments[0].model_copy(update={"module_code": "nowhere"})
    assert slot_of(subject, strange) is None


def test_a_file_without_pages_has_been_looked_through() -> None:
    subject = clean(GX)
    att = subject.version.attachments[0]
    facts = replace(subject.files[att.sha256], decodes=True, pages=None, looks=())
    known = replace(subject, files={att.sha256: facts})
    assert looked_through(known, att) == facts
    one_page = replace(subject, files={att.sha256: replace(facts, pages=1)})
    assert looked_through(one_page, att) is None


def test_the_question_stands_at_the_first_file_that_nobody_has_seen() -> None:
    subject = replace(clean(GX), files={})
    files = subject.version.attachments
    first = files[0]
    last = next(att for att in files if att.module_code != first.module_code)
    (hit,) = not_looked_at(subject, [first, last])
    assert (hit.module_code, hit.params["count"]) == (first.module_code, "2")

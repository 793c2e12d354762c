from __future__ import annotations

from app.domain.file_facts import PROBE_VERSION, FileFacts
from app.media.facts import DocumentKind
from app.media.facts import FileFacts as Looked
from app.media.problems import MediaProblem, ProblemCode
from app.operations.probing import checked_facts


def test_what_the_checks_need_of_a_file() -> None:
    looked = Looked(
        bytes=1234, mime="application/pdf", kind=DocumentKind.PDF, extension_matches=True,
        pages=3, encrypted=False, decodes=True,
    )  # fmt: skip
    facts = checked_facts(looked)
    assert facts == FileFacts(
        "application/pdf", 1234, pages=3, encrypted=False, decodes=True, looks=(),
        probe=PROBE_VERSION,
    )  # fmt: skip


def test_an_unknown_type_has_no_magic_and_a_crash_gives_nothing() -> None:
    strange = Looked(bytes=9, mime=None, kind=None, extension_matches=False)
    facts = checked_facts(strange)
    assert facts is not None
    assert facts.magic == ""
    assert checked_facts(MediaProblem(next(iter(ProblemCode)))) is None

from __future__ import annotations

import queue
from pathlib import Path

from app.domain.file_facts import PROBE_VERSION, FileFacts
from app.media.facts import DocumentKind
from app.media.facts import FileFacts as Looked
from app.media.problems import MediaProblem, ProblemCode
from app.media.source import DocumentSource
from app.operations.probing import FileProber, checked_facts
from tests.media import samples


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


def test_a_prober_starts_with_its_first_file_and_ends_when_told(tmp_path: Path) -> None:
    answers: queue.Queue[FileFacts | None] = queue.Queue()
    prober = FileProber()
    try:
        scan = samples.scan_pdf(tmp_path / "scan.pdf", pages=2)
        prober(DocumentSource.of_file(scan), answers.put)
        facts = answers.get(timeout=60)
        assert facts is not None
        assert (facts.pages, facts.probe) == (2, PROBE_VERSION)
        prober(DocumentSource.of_file(tmp_path / "gone.pdf"), answers.put)
        assert answers.get(timeout=60) is None
    finally:
        prober.close()
    assert prober(DocumentSource.of_file(scan), answers.put) is None
    assert answers.empty()


def test_a_prober_that_was_never_asked_has_nothing_to_end() -> None:
    FileProber().close()

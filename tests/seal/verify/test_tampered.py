"""Every row of the tamper table holds, ours and pdfsig's, and the page in the docs shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.locate import resource_root
from app.protocol.messages import message
from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from tests.seal.independent import pdfsig
from tests.seal.verify import sealed as desk
from tests.seal.verify.tampered import TAMPERED, in_short, printed

DOCS = resource_root().parent / "docs" / "seals.md"


@pytest.mark.parametrize("done", TAMPERED)
def test_what_was_done_to_a_sealed_form_is_told(done: str) -> None:
    row = TAMPERED[done]
    found = verify(row.make(), desk.trust())
    assert [(one.verdict, one.reason) for one in found.seals] == list(row.seals)
    assert found.good == (done == "nothing")
    for one in found.seals:
        for language in ("zh_CN", "en"):
            assert one.text(language)
            assert "{" not in one.text(language)


@pytest.mark.parametrize("done", TAMPERED)
def test_what_pdfsig_says_of_it(done: str, tmp_path: Path) -> None:
    row = TAMPERED[done]
    assert in_short(pdfsig(row.make(), tmp_path)) == row.pdfsig


def test_the_table_in_the_docs_is_this_one() -> None:
    assert printed() in DOCS.read_text("utf-8"), "python -m tests.seal.verify.tampered prints it"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_verdict_has_words(language: str) -> None:
    for verdict in Verdict:
        code = f"verify.verdict.{verdict.value}"
        assert message(code, language) != code

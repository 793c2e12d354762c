"""The keywords of a form's PDF."""

from __future__ import annotations

import pytest

from app.protocol.form_binding import FormBinding, keywords_of, parse_keywords

ONE = FormBinding("A2026-000187@x", 2, "4f" * 32, 5)


def test_what_was_written_is_read_back() -> None:
    assert FormBinding.parse(ONE.words()) == ONE
    many = (ONE, FormBinding("A1", 1, "", 0))
    for between in (", ", ",", " , "):
        assert parse_keywords(between.join(keywords_of("roster", many))) == ("roster", many)


@pytest.mark.parametrize(
    "other", ["", "case/A1", "case/@1:;dossier/1", "case/A1@x:ab;dossier/1", "form/roster"]
)
def test_other_keywords_name_no_case(other: str) -> None:
    assert FormBinding.parse(other) is None


def test_the_first_code_counts_and_strange_words_are_passed_over() -> None:
    assert parse_keywords("holiday, form/roster, form/other") == ("roster", ())
    assert parse_keywords("") == ("", ())

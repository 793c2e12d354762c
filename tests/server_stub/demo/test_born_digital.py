"""Born-digital PDFs: small, searchable, the same every time."""

from __future__ import annotations

import pypdfium2
import pytest

from server_stub.demo.recipes import Recipe, render
from server_stub.demo.samples import sample_facts


def test_a_letter_has_a_text_layer_with_its_values() -> None:
    facts = sample_facts(1, 5)  # a name from outside the common characters
    data = render(Recipe("letter", facts["letter"], 1, form="typst"))
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "覃㛃" in text
    assert "特此说明" in text
    assert len(data) < 120_000


def test_it_does_not_know_the_time() -> None:
    recipe = Recipe("letter", sample_facts(1, 5)["letter"], 1, form="typst")
    first, second = render(recipe), render(recipe)
    assert first == second


def test_other_documents_are_not_born_digital() -> None:
    with pytest.raises(TypeError, match="AwardFacts"):
        render(
            Recipe("award_certificate", sample_facts(1, 1)["award_certificate"], 1, form="typst")
        )

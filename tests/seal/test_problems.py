"""Every code has words in both languages, with its parameters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app.seal.problems
from app.protocol.messages import has_message, message
from app.seal.certificate import STAND_IN, USAGE_CODES
from app.seal.problems import SealCode, SealError, SealProblem


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_code_and_usage_has_words(language: str) -> None:
    for code in SealCode:
        assert has_message(f"seal.{code.value}", language), code
    for usage in USAGE_CODES:
        assert has_message(f"seal.usage.{usage}", language), usage
    assert STAND_IN in message("seal.STAND_IN", language)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_parameters_named_beside_a_code_are_those_of_its_words(language: str) -> None:
    source = Path(app.seal.problems.__file__).read_text("utf-8")
    named = {
        code: {part.strip() for part in re.sub(r"noqa: S105 – a code;?", "", note).split(",")}
        - {""}
        for code, note in re.findall(r'    (\w+) = "\w+"(?:  # ([^\n]*))?\n', source)
    }
    assert len(named) == len(SealCode)
    for code, params in named.items():
        holes = set(re.findall(r"{(\w+)}", message(f"seal.{code}", language)))
        assert holes == params, code


def test_an_error_carries_its_problem_and_tells_it_in_words() -> None:
    error = SealError(SealCode.PIN_WRONG, left=4)
    assert error.code is SealCode.PIN_WRONG
    assert SealError.of(error.problem).problem == error.problem
    assert error.problem.text() == "口令不正确，还可以试 4 次。"
    assert error.problem.text("en") == "Wrong PIN; tries left: 4."
    assert "{" not in SealProblem(SealCode.PIN_LOCKED).text()

"""The guide on rule packs and its example agree with each other and with the program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from app.domain.checks import read_profile
from app.domain.enums import ApplicationType, Status
from app.domain.profile import Profile
from app.domain.profile.routing import OfficeOf, RouteFact
from server_stub.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "profiles.md").read_text("utf-8")
EXAMPLE = DOCS / "examples" / "small-pack.json"
SNIPPETS = re.findall(r"```json\n(.*?)```", GUIDE, flags=re.DOTALL)


def parts(value: Any) -> Iterator[Any]:
    """A JSON value and everything in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in inner:
        yield from parts(member)


def test_the_example_is_a_pack_that_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "check", str(EXAMPLE)]) == 0
    assert json.loads(capsys.readouterr().out)["profile"] == "EXAMPLE_CITY@1"


def test_the_example_names_its_schema() -> None:
    pack = read_profile(EXAMPLE.read_bytes(), strict=True)
    assert (EXAMPLE.parent / pack.schema_file).resolve().is_file()


def test_the_example_words_every_state_in_its_own_way() -> None:
    pack = read_profile(EXAMPLE.read_bytes(), strict=True).for_type(ApplicationType.EVALUATION)
    spec = pack.types[ApplicationType.EVALUATION]
    words = [
        pack.status_label(Status.SUBMITTED, position, stage.kind).zh_CN
        for position, stage in enumerate(spec.routing.chain())
    ]
    assert words == ["待单位审核", "待市职改办审核", "待评委会受理"]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_piece_of_the_guide_stands_in_the_example(snippet: str) -> None:
    assert json.loads(snippet) in list(parts(json.loads(EXAMPLE.read_bytes())))


def test_the_guide_has_pieces() -> None:
    assert len(SNIPPETS) > 4


def test_the_guide_names_every_key_and_every_way() -> None:
    keys = [field.alias or name for name, field in Profile.model_fields.items()]
    names = [*keys, *get_args(RouteFact), *get_args(OfficeOf)]
    names += [kind.value for kind in ApplicationType if kind.known]
    assert [name for name in names if f"`{name}`" not in GUIDE] == []

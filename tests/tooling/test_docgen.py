"""The pages written from the code say what the code says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.domain.checks.engine import registered
from app.domain.enums import Status
from app.domain.workflow import TRANSITIONS
from app.locate import resource
from tools.docgen import pages, rules

WRITTEN = sorted(set(pages.PAGES) - {"docs/protocol.md"})  # that one: tests/server_stub


@pytest.mark.parametrize("path", WRITTEN)
def test_a_page_is_up_to_date(path: str) -> None:
    assert not pages.stale(path), "run: python3 dev.py docs"


def test_the_domain_has_134_rules_and_the_program_no_others() -> None:
    assert len(set(rules.ids())) == len(rules.ids()) == 134
    assert set(rules.ids()) >= set(registered())


def test_every_rule_has_its_line() -> None:
    page = rules.page()
    lines = re.findall(r"^\| (R[0-9]{3}) \|", page, flags=re.MULTILINE)
    assert set(lines) == set(registered())
    assert len(lines) == len(registered())
    assert f"**{len(registered())} of 134 rules" in page


def test_every_transition_has_its_line_and_every_region_its_diagram() -> None:
    page = pages.PAGES["docs/workflow.md"]()
    assert len(re.findall(r"^\| T[0-9]{2}", page, flags=re.MULTILINE)) == len(TRANSITIONS)
    for file in Path(resource("profiles")).glob("*.json"):
        for kind in json.loads(file.read_bytes())["types"]:
            assert re.search(rf"^### {file.stem}: .*`{kind}`", page, flags=re.MULTILINE)
    arrows = re.findall(r"^    (\S+) --> (\S+): T", page, flags=re.MULTILINE)
    assert {name for pair in arrows for name in pair} - {"[*]"} <= {s.value for s in Status}


def test_the_schema_knows_the_packs_of_the_program() -> None:
    schema = json.loads(pages.PAGES["resources/profiles/schema/profile.schema.json"]())
    assert "UNKNOWN" not in json.dumps(schema)
    for file in Path(resource("profiles")).glob("*.json"):
        pack = json.loads(file.read_bytes())
        assert pack.keys() <= schema["properties"].keys()
        assert set(schema["required"]) <= pack.keys()

from __future__ import annotations

import re

import pytest

from app.protocol.messages import has_message
from tools import route_table


def test_the_page_shows_the_routes_that_are_served() -> None:
    text = route_table.PAGE.read_text("utf-8")
    fresh = route_table.page(text, route_table.table(route_table.openapi()))
    assert text == fresh, "run: python -m tools.route_table"


def test_openapi_is_3_1_and_documents_problems() -> None:
    document = route_table.openapi()
    assert document["openapi"].startswith("3.1")
    for verbs in document["paths"].values():
        for route in verbs.values():
            assert "application/problem+json" in route["responses"]["default"]["content"]
            assert route["description"]


def test_every_code_on_the_page_has_words() -> None:
    text = route_table.PAGE.read_text("utf-8")
    codes = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", text)) - {"SENT_BACK"}
    assert len(codes) > 20
    assert [code for code in sorted(codes) if not has_message(code)] == []


def test_a_page_without_its_marks_is_noticed() -> None:
    with pytest.raises(ValueError, match="no place for the routes"):
        route_table.page("nothing here", "")

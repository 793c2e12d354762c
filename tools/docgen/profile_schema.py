"""The JSON Schema of a rule pack, for editors that complete and check while one types."""

from __future__ import annotations

import json
from typing import Any

from app.domain.profile import Profile


def text() -> str:
    """The schema as its file holds it."""
    schema = Profile.model_json_schema()
    _known_only(schema)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "TitleDesk rule pack (规则包)",
    }
    return json.dumps(head | schema | head, ensure_ascii=False, indent=2) + "\n"


def _known_only(part: Any) -> None:
    """Take ``UNKNOWN`` out of enumerations: it stands for what a newer server sends."""
    if isinstance(part, dict):
        names = part.get("enum")
        if isinstance(names, list) and "UNKNOWN" in names:
            part["enum"] = [name for name in names if name != "UNKNOWN"]
        for member in part.values():
            _known_only(member)
    elif isinstance(part, list):
        for member in part:
            _known_only(member)

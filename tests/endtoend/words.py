"""Whether a code can be told to an officer."""

from __future__ import annotations

from collections.abc import Mapping

from app.protocol.messages import has_message, message


def told(code: str, params: Mapping[str, str] | None = None) -> bool:
    """Whether both languages have words for a code, with nothing left open in them."""
    for language in ("zh_CN", "en"):
        if not has_message(code, language):
            return False
        if "{" in message(code, language, **(params or {})):
            return False
    return True

"""The message catalogue: Qt-free code raises codes, the words stand in ``resources/i18n``.

Every file ``messages*.<language>.json`` there is part of the catalogue: a flat object from code to
a text with ``{placeholders}``.
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.locate import resource

DEFAULT_LANGUAGE = "zh_CN"


class _Lenient(string.Formatter):
    """Leaves a placeholder in place when its value is missing, rather than losing the message."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        del args
        return kwargs.get(str(key), f"{{{key}}}")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language, from all catalogue files.

    :raises ValueError: when a code stands in two files.
    """
    texts: dict[str, str] = {}
    for path in sorted(Path(resource("i18n")).glob(f"messages*.{language}.json")):
        for code, text in json.loads(path.read_text("utf-8")).items():
            if code in texts:
                raise ValueError(f"{path.name}: {code} stands in two catalogue files")
            texts[code] = text
    return texts


def message(code: str, language: str = DEFAULT_LANGUAGE, /, **params: object) -> str:
    """The words for a code in ``language``; the code itself where there are none."""
    text = catalogue(language).get(code) or catalogue(DEFAULT_LANGUAGE).get(code)
    return _Lenient().vformat(text, (), params) if text is not None else code


def has_message(code: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the catalogue has words for ``code``."""
    return code in catalogue(language)

"""The languages of the window. No Qt here."""

from __future__ import annotations

from typing import Final, Literal

Lang = Literal["zh_CN", "en"]
DEFAULT_LANG: Final[Lang] = "zh_CN"
LANGS: Final[tuple[Lang, ...]] = ("zh_CN", "en")

"""Chinese is the language of the source; English comes from `resources/i18n/ui.en.json`."""

from __future__ import annotations

from app.ui.i18n.counting import Count
from app.ui.i18n.current import language, set_language
from app.ui.i18n.lang import DEFAULT_LANG, LANGS, Lang
from app.ui.i18n.mark import mark

__all__ = ["DEFAULT_LANG", "LANGS", "Count", "Lang", "language", "mark", "set_language"]

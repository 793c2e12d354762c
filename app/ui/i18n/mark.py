"""Marking words in tables that are translated where they are shown."""

from __future__ import annotations


def mark(context: str, text: str) -> str:
    """Return ``text``; tells ``tools/i18n_extract.py`` that ``context`` will ask for it.

    As ``QT_TRANSLATE_NOOP``, which has no types in PySide.
    """
    del context
    return text

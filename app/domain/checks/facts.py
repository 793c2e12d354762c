"""The facts about files, as the rules take them (see :mod:`app.domain.file_facts`)."""

from __future__ import annotations

from app.domain.file_facts import MARKS, FileFacts, PageFacts, format_of

__all__ = ["MARKS", "FileFacts", "PageFacts", "format_of"]

"""Official forms on screen: with the places of their seals, printed, saved."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".dialog": "FormDialog",
    ".ink": "seal_pixmap",
    ".names": "form_name",
    ".places": "SealMark seal_label seal_marks",
    ".preview": "FormPreview",
}
__all__, __getattr__ = lazily(__name__, _HOMES)

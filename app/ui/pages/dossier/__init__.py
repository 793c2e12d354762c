"""单位意见: a unit's dossier, its working days, its gates, and the way on."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".page": "DossierPage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)

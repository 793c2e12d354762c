"""复核: what waits for a second person, with the evidence, and the answer."""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".page": "ApprovePage",
}
__all__, __getattr__ = lazily(__name__, _HOMES)

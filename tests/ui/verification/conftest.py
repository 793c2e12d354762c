from __future__ import annotations

from tests.ui.forms.conftest import client, filled, listener, place

__all__ = ["client", "filled", "listener", "place"]

from __future__ import annotations

from tests.ui.pages.conftest import desk, filled, listener, office, world
from tests.viewers.conftest import client

__all__ = ["client", "desk", "filled", "listener", "office", "world"]

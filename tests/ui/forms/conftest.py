from __future__ import annotations

import pytest

from tests.ui.forms.sealed import sealed_place
from tests.ui.pages.conftest import filled, listener, office, world
from tests.viewers.conftest import client

__all__ = ["client", "filled", "listener", "office", "world"]

place = pytest.fixture(scope="package")(sealed_place)

"""The second half of the long walk (see :mod:`tests.model.test_against_model`)."""

from __future__ import annotations

import pytest

from tests.model.test_against_model import MANY, Server, machine, walk

__all__ = ["machine"]


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_they_do_not_disagree_on_another_way_either(machine: type[Server]) -> None:
    walk(machine, MANY, whole=True)

from __future__ import annotations

import json

import pytest

from app.viewers.page_area import Spot
from app.viewers.state import ViewState
from app.viewers.zoom import Zoom, ZoomMode


def test_a_state_survives_json() -> None:
    state = ViewState(3, Spot(0.5, 0.25), Zoom(ZoomMode.FREE, 1.5), {2: 90})
    assert ViewState.from_json(json.loads(json.dumps(state.to_json()))) == state


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"page": 1},
        {"page": "x", "spot": [0, 0], "mode": "width", "scale": 1, "turns": {}},
        {"page": 1, "spot": [0], "mode": "width", "scale": 1, "turns": {}},
        {"page": 1, "spot": [0, 0], "mode": "sideways", "scale": 1, "turns": {}},
        {"page": 1, "spot": [0, 0], "mode": "width", "scale": "NaN", "turns": {}},
        {"page": 1, "spot": [0, 0], "mode": "width", "scale": 1, "turns": 4},
    ],
)
def test_a_broken_state_is_that_of_a_new_document(said: object) -> None:
    assert ViewState.from_json(said) == ViewState()


def test_only_quarter_turns_and_sane_scales_come_back() -> None:
    said = {"page": -2, "spot": [0, 0], "mode": "free", "scale": 99, "turns": {"1": 45, "2": 450}}
    state = ViewState.from_json(said)
    assert state.page == 0
    assert state.zoom.scale == 8.0
    assert state.turns == {2: 90}

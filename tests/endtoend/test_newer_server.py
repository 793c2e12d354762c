"""A newer server within the same version of the wire: what is unknown is read, not guessed."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.enums import Verb
from app.operations import decide
from app.operations.errors import OperationRefused
from app.store.readmodels import LocalState, QueueFilter
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.front import Front, edited
from tests.endtoend.town import CASE, OTHER
from tests.endtoend.words import told
from tests.sync.hostile import Heard, Reply

BROKEN = "A2026-000003"


def newer(page: dict[str, Any]) -> None:
    """A state, a level, fields, a kind of document and a form of ready comments of next year."""
    for change in page["changes"]:
        document = change.get("doc")
        if change["id"] == CASE:
            document["status"] = "ON_HOLD_2031"
            document["held_by"] = {"office": "somebody"}
            document["version"]["declaration"]["level"] = "GRAND_MASTER"
        if change["id"] == BROKEN:
            del document["version"]["person"]
    page["changes"].insert(0, {"kind": "holiday", "id": "h-1", "rev": 1, "doc": {"day": 1}})
    page["changes"].insert(0, {"kind": "reason", "id": "r-1", "rev": 1, "doc": {"says": ["x"]}})
    page["changes"].append({"kind": "holiday", "id": "h-2", "rev": 1, "tombstone": True})
    page["weather"] = "fine"


@pytest.mark.expect_log("app.store")
def test_unknown_values_are_shown_and_can_only_be_read(front: Front, open_desk: OpenDesk) -> None:
    def change(heard: Heard, true: Reply) -> Reply:
        return edited(newer, true) if heard.path == "/v1/changes" else true

    front.change = change
    desk = open_desk()
    desk.sign_in()
    desk.sync()
    assert desk.status.trouble is None

    case = desk.ws.queries.case(CASE)
    assert case.local is LocalState.READONLY
    assert case.version.person.name
    assert not case.application.status.known
    offers = desk.ws.verbs(case)
    assert offers
    for offer in offers:
        assert not offer.allowed
        assert told(offer.why[0].code, offer.why[0].params)
    with pytest.raises(OperationRefused) as refused:
        decide.propose(desk.ws, app_id=CASE, verb=Verb.PASS)
    assert told(refused.value.code, refused.value.params)
    desk.fetch(CASE)
    here, wanted = desk.files(CASE)
    assert here == wanted, "its files are read as ever"

    shown = desk.ws.queries.queue_ids(QueueFilter(), desk.ws.clock.now())
    assert {CASE, OTHER} <= set(shown)
    assert BROKEN not in shown, "what cannot be read at all keeps nothing else away"
    assert desk.ws.queries.case(OTHER).reasons

    front.change = None
    desk.close()
    desk.ws.home.cache_path.unlink()  # as after an update of the program: pulled again
    desk.unlock()
    desk.go_online()
    desk.sync()
    assert desk.ws.queries.case(CASE).local is not LocalState.READONLY
    assert desk.ws.queries.case(BROKEN).version.person.name

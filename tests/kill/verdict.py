"""What must hold after any number of kills."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.protocol.operations import OperationKind
from app.store.readmodels import OpState
from tests.kill.day import MODULE

_ACTIONS = {
    OperationKind.PROPOSE: "propose",
    OperationKind.RECALL: "recall",
    OperationKind.APPROVE: "approve",
    OperationKind.SEND_BACK: "send_back",
}


def no_draft_lost(home: dict[str, Any], diary: list[dict[str, Any]]) -> int:
    """Each case's draft is at least as new as the last one that was promised."""
    newest = {line["app_id"]: line["n"] for line in diary if line["what"] == "typed"}
    for app_id, promised in newest.items():
        saved = home["drafts"][app_id]
        assert saved is not None, f"{app_id}: the draft is gone"
        kept = int(saved.draft.composers[MODULE].text.split()[1])
        assert kept >= promised, f"{app_id}: {promised} was promised, {kept} is there"
    return len(newest)


def no_look_lost(home: dict[str, Any], diary: list[dict[str, Any]]) -> int:
    """Each case's newest place on a scan is the last one promised, or one after it."""
    looks: dict[str, list[int]] = {}
    for line in diary:
        if line["what"] == "looked":
            looks.setdefault(line["app_id"], []).append(line["n"])
    for app_id, pages in looks.items():
        saved = home["drafts"][app_id]
        drawn = list(saved.draft.anchors) if saved is not None else []
        for op in home["ops"]:
            if op.app_id == app_id and op.kind == OperationKind.PROPOSE:
                drawn += op.operation().decision().anchors
        assert drawn, f"{app_id}: every place is gone"
        newest = max(drawn, key=lambda anchor: anchor.anchor_id)  # they order themselves
        assert newest.page not in pages[:-1], f"{app_id}: page {pages[-1]} was promised"
    return len(looks)


def no_decision_lost(home: dict[str, Any], diary: list[dict[str, Any]]) -> int:
    """Every promised decision is in the journal, and at the server unless it was undone."""
    states = {op.op_id: op.state for op in home["ops"]}
    undone = {line["op_id"] for line in diary if line["what"] in {"undoing", "undone"}}
    decided = [line["op_id"] for line in diary if line["what"] == "decided"]
    for op_id in decided:
        assert op_id in states, f"{op_id} is not in the journal"
        if op_id not in undone:
            assert states[op_id] is OpState.ACKED, f"{op_id} is {states[op_id]}"
    assert set(states.values()) <= {OpState.ACKED, OpState.CANCELLED}, states
    return len(decided)


def each_once_in_order_by_its_author(
    homes: list[dict[str, Any]], documents: dict[str, dict[str, Any]]
) -> int:
    """The server has each decision once, in the order of its case, by the right actor."""
    settled = {op.op_id: (home["user"], op) for home in homes for op in home["ops"]
               if op.state is OpState.ACKED}  # fmt: skip
    told: set[str] = set()
    for app_id, document in documents.items():
        applied = document["applied_ops"]
        assert max(Counter(applied).values(), default=0) <= 1, f"{app_id}: doubled"
        told.update(applied)
        for home in homes:
            own = [op for op in applied if op in settled and settled[op][0] == home["user"]]
            order = [settled[op][1].seq for op in own]
            assert order == sorted(order), f"{app_id}: out of order"
        acts = [line for line in document["timeline"] if line["action"] in _ACTIONS.values()]
        assert len(acts) == len(applied), f"{app_id}: {acts} from {applied}"
        for op_id, line in zip(applied, acts, strict=True):
            assert op_id in settled, f"{app_id}: {op_id} is of nobody"
            author, op = settled[op_id]
            assert line["actor_id"] == author
            assert line["action"] == _ACTIONS[OperationKind(op.kind)]
    assert told == settled.keys()
    return len(told)

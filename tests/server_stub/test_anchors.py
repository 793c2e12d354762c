"""Anchors on the wire: who may say what, who sees what (domain §4.2)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from uuid_utils import uuid7

from app.domain.anchors import MAX_PER_DECISION
from tests.server_stub.acting import COMMENT, changes, operation, result
from tests.server_stub.world import PDF, World, sha

FILE = sha(PDF)
PLACE = {"att_sha256": FILE, "page": 1, "rect": [0.1, 0.62, 0.88, 0.7]}


def anchor(world: World, app_id: str, **other: Any) -> dict[str, Any]:
    """An anchor on the title of the paper, as a client sends it."""
    return {
        **PLACE, "anchor_id": str(uuid7()), "field_path": f"papers/{app_id}-p1/title",
        "verdict": "MATCH", "visibility": "CHAIN", "at": world.clock().isoformat(), **other,
    }  # fmt: skip


def proposed(
    world: World, app_id: str, anchors: list[dict[str, Any]], login: str = "gxchen", **more: Any
) -> dict[str, Any]:
    """The answer to a return with these anchors."""
    payload = {"verb": "RETURN", "module_comments": [COMMENT], "anchors": anchors, **more}
    with world.client(login) as client:
        return result(client, operation(world, app_id, login, payload=payload))


def seen_by(world: World, login: str, app_id: str) -> dict[str, Any]:
    """The application as the feed tells it."""
    with world.client(login) as client:
        told = [one["doc"] for one in changes(client)["changes"] if one["id"] == app_id]
        assert client.get(f"/v1/applications/{app_id}").json() == told[0]
    document: dict[str, Any] = told[0]
    return document


def test_the_server_says_who_drew_it_and_when(world: World) -> None:
    app_id = world.submit()
    later = (world.clock() + timedelta(days=400)).isoformat()
    drawn = anchor(world, app_id, by="u-gxlu", by_name="别人", org_id="org-unit-1", at=later, x="y")
    assert proposed(world, app_id, [drawn])["status"] == "applied"
    (kept,) = seen_by(world, "gxlu", app_id)["anchors"]
    assert (kept["by"], kept["by_name"], kept["org_id"]) == ("u-gxchen", "陈市场", "org-unit-gx")
    assert kept["at"] < later
    assert kept["rect"] == PLACE["rect"]
    assert "x" not in kept


def test_what_is_for_the_own_office_is_told_to_it_alone(world: World) -> None:
    app_id = world.submit()
    drawn = [
        anchor(world, app_id, visibility="ORG"),
        anchor(world, app_id, field_path=f"papers/{app_id}-p1/kind"),
    ]
    assert proposed(world, app_id, drawn)["status"] == "applied"
    own = seen_by(world, "gxlu", app_id)
    assert [one["visibility"] for one in own["office_anchors"]] == ["ORG"]
    assert [one["visibility"] for one in own["anchors"]] == ["CHAIN"]
    stored = json.dumps(world.get(app_id))
    assert drawn[0]["anchor_id"] not in stored
    with world.client("gxchen") as handler:  # a conflict tells the case again
        again = result(handler, operation(world, app_id, "gxchen"))
    assert again["current"]["office_anchors"] == own["office_anchors"]


def test_the_applicant_sees_the_places_of_comments_and_nothing_else(world: World) -> None:
    app_id = world.submit()
    commented = [{**COMMENT, "anchors": [PLACE]}]
    drawn = [anchor(world, app_id), anchor(world, app_id, visibility="ORG",
                                           field_path=f"papers/{app_id}-p1/kind")]  # fmt: skip
    assert proposed(world, app_id, drawn, module_comments=commented)["status"] == "applied"
    with world.client("gxlu") as approver:
        assert result(approver, operation(world, app_id, "gxlu", "approve"))["status"] == "applied"
    with world.client("a0001") as applicant:
        view = applicant.get(f"/v1/applicant/applications/{app_id}").json()
    (comment,) = view["proposal"]["decision"]["module_comments"]
    assert comment["anchors"] == [PLACE]
    assert not {"anchors", "office_anchors"} & view.keys()
    text = json.dumps(view)
    assert not any(one["anchor_id"] in text for one in drawn)
    assert "MISMATCH" not in text


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"att_sha256": "a" * 64}, "ANCHOR_FOREIGN"),
        ({"field_path": "papers/another/title"}, "ANCHOR_FOREIGN"),
        ({"field_path": "nothing//title"}, "ANCHOR_FOREIGN"),
        ({"field_path": "papers/{app}-p1/nothing"}, "ANCHOR_FOREIGN"),
        ({"field_path": "papers"}, "OP_UNREADABLE"),
        ({"rect": [0.1, 0.1, 0.1, 0.2]}, "OP_UNREADABLE"),
        ({"rect": [0.1, 0.1, 1.1, 0.2]}, "OP_UNREADABLE"),
        ({"rect": [0.1, 0.1, 0.2]}, "OP_UNREADABLE"),
        ({"page": 0}, "OP_UNREADABLE"),
        ({"page": 10**9}, "OP_UNREADABLE"),
        ({"att_sha256": "../x"}, "OP_UNREADABLE"),
        ({"verdict": "FINE"}, "OP_UNREADABLE"),
        ({"visibility": "ALL"}, "OP_UNREADABLE"),
        ({"anchor_id": ""}, "OP_UNREADABLE"),
        ({"field_path": "papers/" + "x" * 400 + "/title"}, "OP_UNREADABLE"),
    ],
)
def test_what_does_not_belong_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    app_id = world.submit()
    wrong = {
        key: value.format(app=app_id) if isinstance(value, str) else value
        for key, value in wrong.items()
    }
    answer = proposed(world, app_id, [anchor(world, app_id, **wrong)])
    assert (answer["status"], answer["code"]) == ("rejected", code)
    assert world.get(app_id)["status"] == "SUBMITTED"


def test_a_comment_points_at_files_of_the_version(world: World) -> None:
    app_id = world.submit()
    elsewhere = {**COMMENT, "anchors": [{**PLACE, "att_sha256": "b" * 64}]}
    answer = proposed(world, app_id, [], module_comments=[elsewhere])
    assert answer["code"] == "ANCHOR_FOREIGN"
    many = {**COMMENT, "anchors": [PLACE] * 21}
    assert proposed(world, app_id, [], module_comments=[many])["code"] == "OP_UNREADABLE"


def test_there_is_an_end_to_them(world: World) -> None:
    app_id = world.submit()
    twice = anchor(world, app_id)
    assert proposed(world, app_id, [twice, twice])["code"] == "ANCHOR_TWICE"
    many = [anchor(world, app_id) for _ in range(MAX_PER_DECISION + 1)]
    assert proposed(world, app_id, many)["code"] == "OP_UNREADABLE"


def test_an_office_has_one_for_a_field_and_a_file(world: World) -> None:
    app_id = world.submit()
    first = anchor(world, app_id, visibility="ORG")
    assert proposed(world, app_id, [first])["status"] == "applied"
    _sent_back(world, app_id)
    second = anchor(world, app_id, verdict="MISMATCH")
    assert proposed(world, app_id, [second])["status"] == "applied"
    told = seen_by(world, "gxchen", app_id)
    assert [one["anchor_id"] for one in told["anchors"]] == [second["anchor_id"]]
    assert told.get("office_anchors", []) == []
    _sent_back(world, app_id)
    answer = proposed(world, app_id, [], anchors_removed=[second["anchor_id"]])
    assert answer["status"] == "applied"
    assert seen_by(world, "gxchen", app_id)["anchors"] == []


def _sent_back(world: World, app_id: str) -> None:
    with world.client("gxlu") as approver:
        back = operation(world, app_id, "gxlu", "send_back")
        assert result(approver, back)["status"] == "applied"

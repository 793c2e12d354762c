"""Operations as a client writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import httpx
from uuid_utils import uuid7

from app.protocol.operations import Base, Operation, OperationKind
from tests.server_stub.world import World

COMMENT = {
    "comment_id": "c1",
    "module": "papers",
    "text": "该论文发表时间早于现职称授予时间，请更换。",
}


def operation(
    world: World,
    app_id: str,
    login: str,
    kind: str = "propose",
    *,
    document: dict[str, Any] | None = None,
    **changes: Any,
) -> Operation:
    """An operation on the case as it is now, or as a document says that was read before."""
    document = document or world.get(app_id)
    payload: dict[str, Any]
    if kind == "propose":
        payload = {"verb": "RETURN", "module_comments": [COMMENT]}
    else:
        proposal = document["proposal"]
        payload = {"proposal_op_id": proposal["op_id"] if proposal else "", "text": "请核实"}
    values: dict[str, Any] = {
        "op_id": str(uuid7()),
        "kind": OperationKind(kind),
        "app_id": app_id,
        "stage_index": document["stage_index"],
        "seq": 1,
        "actor": f"u-{login}",
        "device_id": f"device-{login}",
        "base": Base(
            version_no=document["version"]["version_no"],
            content_sha256=document["version"]["content_sha256"],
            etag=document["etag"],
            profile=document["profile"],
        ),
        "at_local": world.clock(),
        "server_time_est": world.clock(),
        "payload": payload,
        **changes,
    }
    return Operation.model_validate(values)


def send(client: httpx.Client, *operations: Operation | str, **batch: Any) -> dict[str, Any]:
    """The answer of ``POST /v1/ops``."""
    texts = [op if isinstance(op, str) else op.to_bytes().decode() for op in operations]
    body = {"device_id": "device", "ops": texts, **batch}
    answer = client.post("/v1/ops", json=body)
    answer.raise_for_status()
    content: dict[str, Any] = answer.json()
    return content


def result(client: httpx.Client, op: Operation | str) -> dict[str, Any]:
    """The result of one operation."""
    found: dict[str, Any] = send(client, op)["results"][0]
    return found


def claim(client: httpx.Client, *app_ids: str) -> list[dict[str, Any]]:
    """The results of ``POST /v1/claims``."""
    body = {"app_ids": list(app_ids), "device_id": "device"}
    answer = client.post("/v1/claims", json=body)
    answer.raise_for_status()
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def changes(client: httpx.Client, cursor: str = "", limit: int = 200) -> dict[str, Any]:
    """A page of the feed."""
    answer = client.get("/v1/changes", params={"cursor": cursor, "limit": limit})
    answer.raise_for_status()
    page: dict[str, Any] = answer.json()
    return page


def application_ids(page: dict[str, Any], *, gone: bool = False) -> list[str]:
    """The applications of a page: those with a document, or the tombstones."""
    return [
        change["id"]
        for change in page["changes"]
        if change["kind"] == "application" and change["tombstone"] is gone
    ]


def at(text: str) -> datetime:
    """A moment from the wire."""
    return datetime.fromisoformat(text)

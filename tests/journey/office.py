"""What an outsider sees through the server's API, and what the applicant does."""

from __future__ import annotations

import hashlib
from typing import Any, cast

import httpx

from tests.journey.record import Step
from tests.journey.rescan import rescanned

PASSWORD = "demo-2026"
HANDLER = "chenyao"
APPROVER = "lujs"
SEALER = "sealer1"
ADMIN = "admin1"


def signed_in(url: str, login: str) -> httpx.Client:
    """A client with the login's token."""
    body = {"login": login, "password": PASSWORD, "device_id": f"journey-{login}"}
    answer = httpx.post(f"{url}/v1/auth/token", json=body).raise_for_status().json()
    return httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {answer['access_token']}"}, timeout=30
    )


def verify(step: Step, url: str, told: dict[str, object]) -> None:
    """Each decision of the journey stands once, proposed and approved by the right people."""
    decided = cast(dict[str, str], told["decided"])
    with signed_in(url, HANDLER) as client:
        me = client.get("/v1/me").raise_for_status().json()["account"]
        applications = {
            app_id: client.get(f"/v1/applications/{app_id}").raise_for_status().json()
            for app_id in decided
        }
    with signed_in(url, APPROVER) as client:
        approver = client.get("/v1/me").raise_for_status().json()["account"]
    wanted = {"RETURN": "RETURNED", "PASS": "APPROVED_AT"}
    for app_id, verb in decided.items():
        document = applications[app_id]
        taken = [*document["history"], *filter(None, [document["proposal"]])]
        rounds = [one for one in taken if one["decision"]["verb"] == verb]
        step.check(f"{app_id}: {verb} stands once", len(rounds) == 1, len(rounds))
        round_ = rounds[0]
        step.check(f"{app_id}: state", document["status"] == wanted[verb], document["status"])
        step.check("proposed by the handler", round_["handler_id"] == me["user_id"], round_)
        step.check("approved by another", round_["approver_id"] == approver["user_id"], round_)
        ops = [round_["op_id"], round_["approve_op_id"]]
        found = [document["applied_ops"].count(op) for op in ops]
        step.check("each operation was applied once", found == [1, 1], found)


def verify_forwarded(step: Step, url: str, told: dict[str, object]) -> None:
    """The case of the unit lies at the next office, sealed on paper, with its dossier."""
    app_id = str(told["unit_case"])
    with signed_in(url, "dept") as client:
        document = client.get(f"/v1/applications/{app_id}").raise_for_status().json()
    step.check("it was handed on", document["status"] == "SUBMITTED", document["status"])
    node = document["route"][document["stage_index"]]
    step.check("it lies at the office chosen", node["org_id"] == told["next_office"], node)
    step.check("one paper seal", [one["method"] for one in document["stamps"]] == ["PAPER"])
    step.check("the dossier was saved once", document["dossier"]["rev"] == 1)


def resubmit(step: Step, url: str, told: dict[str, object]) -> None:
    """The applicant corrects the date that was commented on, scans a page anew, and resubmits."""
    app_id, entry_id = str(told["returned"]), str(told["entry"])
    login = str(told["applicant"])
    with signed_in(url, login) as client:
        document: dict[str, Any] = (
            client.get(f"/v1/applicant/applications/{app_id}").raise_for_status().json()
        )
        papers = document["version"]["modules"]["papers"]
        for entry in papers["entries"]:
            if entry["entry_id"] == entry_id:
                entry["fields"]["publish_date"] = str(told["corrected"])
        path = f"/v1/applicant/applications/{app_id}"
        client.put(f"{path}/modules/papers", json=papers).raise_for_status()
        _scan_anew(client, path, document["version"]["attachments"], entry_id)
        client.post(f"{path}/commitment", json={"text_version": "1"}).raise_for_status()
        answer = client.post(f"{path}/resubmit").raise_for_status().json()
    step.check("a second version stands", answer["current_version"] == 2, answer["current_version"])


def _scan_anew(client: httpx.Client, path: str, files: list[dict[str, Any]], entry_id: str) -> None:
    """Replace the first scan of the entry by another scan of the same paper."""
    old = next(one for one in files if one["entry_id"] == entry_id
               and one["mime"] == "application/pdf")  # fmt: skip
    data = client.get(f"/v1/blobs/{old['sha256']}").raise_for_status().content
    new = rescanned(data)
    sha256 = hashlib.sha256(new).hexdigest()
    client.put(f"/v1/blobs/{sha256}", content=new).raise_for_status()
    client.delete(f"{path}/attachments/{old['att_id']}").raise_for_status()
    kept = ("slot", "module_code", "entry_id", "mime", "filename")
    body = {key: old[key] for key in kept} | {
        "att_id": f"{old['att_id']}-2", "sha256": sha256, "bytes": len(new),
    }  # fmt: skip
    client.post(f"{path}/attachments", json=body).raise_for_status()

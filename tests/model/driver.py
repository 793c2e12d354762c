"""Carries an attempt of the model out on a real server, over HTTP, and says whether it was let."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import httpx

from app.domain.enums import ApplicationType
from app.domain.model import ApplicationVersion
from app.domain.partial_date import CHINA
from tests.domain.clean_forms import LOSS
from tests.model.beginning import account, begin
from tests.model.case import APPLICANT, STRANGER, Case, Person
from tests.model.regions import World as Region
from tests.server_stub.acceptance.offices import APPLICATIONS, attach, put_module
from tests.server_stub.acting import operation
from tests.server_stub.unit_work import complete_dossier
from tests.server_stub.world import PDF, World, sha
from tests.stories.town import STAFF

OFFICE_IDS = {**STAFF, "unit": "org-unit"}
COMMENTED = {"EVALUATION": "experience", "CERT_VERIFICATION": "certificate"}
PROVEN_ON = date(2026, 9, 18)
FEE = 10000
REASON = "复核后确认需要"


class Driver:
    """One case on the server, and everybody's clients."""

    def __init__(self, town: World, clients: dict[str, httpx.Client], region: Region, number: int):
        self.town, self.region, self._clients, self._number = town, region, clients, number
        self._edits = 0
        self.said = ""
        town.server.clock.travel_to(region.start)
        self.login = account(town, number)
        self.app_id = begin(town, region, number)

    # --- looking ----------------------------------------------------------------------------------

    def client(self, person: Person) -> httpx.Client:
        """The client of a person, signed in."""
        login = {APPLICANT: self.login, STRANGER: "jia"}.get(person, person.login)
        if login not in self._clients:
            self._clients[login] = self.town.client(login)
        return self._clients[login]

    def look(self) -> dict[str, Any] | None:
        """What the applicant is shown; None once it is deleted."""
        answer = self.client(APPLICANT).get(f"{APPLICATIONS}/{self.app_id}")
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        shown: dict[str, Any] = answer.json()
        return shown

    @property
    def document(self) -> dict[str, Any]:
        return self.town.get(self.app_id)

    # --- doing ------------------------------------------------------------------------------------

    def attempt(self, person: Person, on: str, case: Case) -> bool:
        """Whether the server carried it out. ``case`` is the model before the attempt."""
        self.said = "nothing was sent"
        what, _, variant = on.partition(":")
        steps = {
            "edit": self._edit, "delete": self._delete, "publish_loss": self._item_1,
            "save_item_2": self._item_2, "submit": self._hand_in, "resubmit": self._hand_in,
            "claim": self._claim, "release": self._release, "renew": self._renew,
            "release_fee": self._release_fee, "pay": self._pay,
        }  # fmt: skip
        client = self.client(person)
        if what in steps:
            return steps[what](client, what, variant)
        if what in ("object", "settle", "uphold"):
            return self._loss(client, what, variant)
        if what == "withdraw":
            return self._ask(client, "withdraw")
        if what == "verify_payment" and person in (APPLICANT, STRANGER):
            return self._ask(client, "verify-payment")
        document = self.document
        payload = self._payload(what, variant, case, document)
        return self._operate(client, person, what, payload, document)

    def _ask(self, client: httpx.Client, what: str, **body: Any) -> bool:
        path = f"{APPLICATIONS}/{self.app_id}/{what}"
        return self._let(client.post(path, json=body or None))

    def _edit(self, client: httpx.Client, what: str, variant: str) -> bool:
        """Another value in a place that is not publicised."""
        self._edits += 1
        certificate = self.region.kind == "CERT_VERIFICATION"
        module = "certificate" if certificate else "personal"
        row = client.get(f"{APPLICATIONS}/{self.app_id}")
        if row.status_code == 200:
            seen = row.json()
            shown = seen["draft"] or seen["version"]
        else:
            shown = self.document["version"]
        (entry,) = shown["modules"][module]["entries"]
        field = "phone" if certificate else "household"
        entry["fields"] |= {field: f"1990000{self._edits:04d}"}
        path = f"{APPLICATIONS}/{self.app_id}/modules/{module}"
        return self._let(client.put(path, json={"entries": [entry]}))

    def _delete(self, client: httpx.Client, what: str, variant: str) -> bool:
        return self._let(client.delete(f"{APPLICATIONS}/{self.app_id}"))

    def _item_1(self, client: httpx.Client, what: str, variant: str) -> bool:
        ((_, fields, _),) = LOSS["original_certificate"]
        lost = {**fields, "cert_no": f"GJ{self._number}"}
        return self._let(put_module(client, self.app_id, "original_certificate", **lost))

    def _item_2(self, client: httpx.Client, what: str, variant: str) -> bool:
        ((_, fields, _),) = LOSS["reissue_material"]
        if not self._let(put_module(client, self.app_id, "reissue_material", **fields)):
            return False
        shown = client.get(f"{APPLICATIONS}/{self.app_id}").json()
        files = (shown["draft"] or shown["version"])["attachments"]
        if any(file["slot"] == "material" for file in files):
            return True
        answer = attach(
            client, self.app_id, "reissue_material", "material", entry_id="e-reissue_material"
        )
        return self._let(answer)

    def _hand_in(self, client: httpx.Client, what: str, variant: str) -> bool:
        """Every version differs from the one before. Others than the applicant only ask."""
        if client is self.client(APPLICANT):
            self._edit(client, what, variant)
            pack = self.town.server.packs.find(self.region.profile)
            assert pack is not None
            text = pack.profile.commitment
            body = {"text_version": text.text_version if text else "1"}
            client.post(f"{APPLICATIONS}/{self.app_id}/commitment", json=body)
        return self._ask(client, what)

    def _claim(self, client: httpx.Client, what: str, variant: str) -> bool:
        answer = client.post("/v1/claims", json={"app_ids": [self.app_id], "device_id": "device"})
        return self._let(answer) and answer.json()["results"][0].get("claim") is not None

    def _release(self, client: httpx.Client, what: str, variant: str) -> bool:
        held = (self.look() or {}).get("claim")
        return held is not None and self._let(client.delete(f"/v1/claims/{held['claim_id']}"))

    def _renew(self, client: httpx.Client, what: str, variant: str) -> bool:
        held = (self.look() or {}).get("claim")
        return held is not None and self._let(client.post(f"/v1/claims/{held['claim_id']}/renew"))

    def _pay(self, client: httpx.Client, what: str, variant: str) -> bool:
        return self._ask(client, "pay", amount=FEE - 1 if variant else FEE)

    def _release_fee(self, client: httpx.Client, what: str, variant: str) -> bool:
        return self._let(client.post(f"/v1/fees/{self.app_id}/release", json={"reason": REASON}))

    def _loss(self, client: httpx.Client, what: str, variant: str) -> bool:
        path = {"object": "objection"}.get(what, what)
        body: dict[str, Any] = {"text": "原件仍在使用"}
        if what == "uphold":
            body["final"] = variant == "final"
        return self._let(client.post(f"/v1/loss-publicities/{self.app_id}/{path}", json=body))

    def _operate(
        self,
        client: httpx.Client,
        person: Person,
        kind: str,
        payload: dict[str, Any],
        document: dict[str, Any],
    ) -> bool:
        login = {APPLICANT: self.login, STRANGER: "jia"}.get(person, person.login)
        now = self.town.server.clock.now()
        op = operation(
            self.town, self.app_id, login, kind,
            document=document, payload=payload, at_local=now, server_time_est=now,
        )  # fmt: skip
        body = {"device_id": "device", "ops": [op.to_bytes().decode()]}
        answer = client.post("/v1/ops", json=body)
        if not self._let(answer):
            return False
        (result,) = answer.json()["results"]
        assert result["code"] != "SERVER_PROBLEM", result
        return bool(result["status"] == "applied")

    def _let(self, answer: httpx.Response) -> bool:
        assert answer.status_code < 500, answer.text
        self.said = f"{answer.status_code} {answer.text[:600]}"
        return answer.status_code < 400

    # --- what an operation carries ----------------------------------------------------------------

    def _payload(
        self, kind: str, variant: str, case: Case, document: dict[str, Any]
    ) -> dict[str, Any]:
        made = {
            "propose": self._decision,
            "save_dossier": lambda _, doc: self._dossier(doc),
            "stamp": self._stamp,
        }  # fmt: skip
        if kind in made:
            return made[kind](variant, document)
        if kind in ("approve", "send_back", "recall"):
            proposal = document["proposal"]
            return {"proposal_op_id": proposal["op_id"] if proposal else "", "text": "请核实"}
        if kind in ("forward", "override_route"):
            return self._onward(kind, variant, case)
        if kind == "record_result":
            return {"passed": variant == "passed", "note": "评审结果"}
        if kind == "result_publicity":
            today = self.town.server.clock.now().astimezone(CHINA).date()
            days = 2 if variant else 20
            end = today + timedelta(days=days)
            return {"start_date": str(today), "end_date": str(end), "place": "官网"}
        if kind == "issue":
            return {"cert_no": f"ISSUED-{self._number}"}
        if kind in ("reopen", "recuse"):
            return {"reason": "" if variant else REASON}
        return {}

    def _decision(self, variant: str, document: dict[str, Any]) -> dict[str, Any]:
        verb, _, rest = variant.partition(" ")
        decision: dict[str, Any] = {"verb": verb}
        module = next(iter(document["version"]["modules"]))
        comment = {
            "comment_id": "c1", "module": module,
            "text": "所填内容与证明材料不一致，请核对后更正。",
        }  # fmt: skip
        if verb != "PASS":
            decision["overall_text"] = "所填内容与证明材料不一致，请更正。"
        if verb in ("RETURN", "REFER_DOWN") and rest != "without a comment":
            decision["module_comments"] = [comment]
        if verb == "NOT_PASSED" and not rest:
            decision["reason_category"] = "NOT_ELIGIBLE"
        if verb == "RETURN" and self.region.kind == "CERT_VERIFICATION":
            decision["comparison"] = [
                {"field": "mgmt_no", "registry": "1", "applicant": "2", "verdict": "KEEP_REGISTRY"}
            ]
        if verb == "REFER_DOWN":
            decision |= {"return_to": rest}
        return decision

    def _dossier(self, document: dict[str, Any]) -> dict[str, Any]:
        pack = self.town.server.packs.find(self.region.profile)
        assert pack is not None
        profile = pack.profile.for_type(ApplicationType(self.region.kind))
        version = ApplicationVersion.model_validate(document["version"])
        known = document["dossier"]
        made = complete_dossier(version, profile, PROVEN_ON)
        return {"dossier": made.model_dump(mode="json"), "base_rev": known["rev"] if known else 0}

    def _stamp(self, variant: str, document: dict[str, Any]) -> dict[str, Any]:
        known = document["dossier"]
        digest = "0" * 64 if variant else document["version"]["content_sha256"]
        return {
            "form": "unit_opinion", "content_sha256": digest or "0" * 64,
            "dossier_rev": known["rev"] if known else 0,
        }  # fmt: skip

    def _onward(self, kind: str, variant: str, case: Case) -> dict[str, Any]:
        if kind == "forward" and not variant:
            return {}
        there = case.stage + 2
        route = self.region.route
        target = OFFICE_IDS[route[there]] if there < len(route) else "org-nowhere"
        return {"target_org": target, "reason": "" if variant.startswith("without") else REASON}


def upload_what_units_show(client: httpx.Client) -> None:
    """The scans that every dossier of the unit names."""
    client.put(f"/v1/blobs/{sha(PDF)}", content=PDF).raise_for_status()

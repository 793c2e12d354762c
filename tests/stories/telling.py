"""The words in which the stories are told: what an applicant, a unit and an office do over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx

from app.domain.dossier import Defence, Dossier
from app.domain.enums import ApplicationType
from app.domain.model import ApplicationVersion
from app.domain.publicised import publicised_sha256
from tests.domain import clean_dossier
from tests.domain.clean_forms import Rows
from tests.server_stub.acceptance.offices import APPLICATIONS, act, decide, travel
from tests.server_stub.acting import claim
from tests.server_stub.world import PDF, World, sha
from tests.stories.town import APPLICANT

MAGIC = {"pdf": ("application/pdf", b"%PDF-1.7\n"), "jpg": ("image/jpeg", b"\xff\xd8\xff\xe0")}
FORM = PDF + b"% the signed form"
PROOF = PDF + b"% the photographed notice"


class Story:
    """One application and everybody who has to do with it.

    Attributes:
        town: the server and its time.
        app_id: of the application, once it was begun.
    """

    def __init__(self, town: World, applicant: httpx.Client) -> None:
        self.town = town
        self.applicant = applicant
        self.app_id = ""
        self.profile_id = ""
        self.type = ApplicationType.EVALUATION

    # --- time and looks ---------------------------------------------------------------------------

    def it_is(self, text: str) -> None:
        """Let it be this moment in China, ``2026-09-24 09:00``."""
        travel(self.town, text)

    @property
    def document(self) -> dict[str, Any]:
        """The application as the server keeps it."""
        return self.town.get(self.app_id)

    @property
    def status(self) -> str:
        """Its canonical status."""
        return str(self.document["status"])

    @property
    def lies_at(self) -> str:
        """The office that has the case."""
        return str(self.document["node_org"])

    def seen_by_applicant(self) -> dict[str, Any]:
        """The application as its applicant is shown it."""
        shown: dict[str, Any] = self.applicant.get(f"{APPLICATIONS}/{self.app_id}").json()
        return shown

    def seen_by(self, login: str) -> int:
        """The HTTP status with which an officer is answered who opens the case."""
        with self.town.client(login) as officer:
            return officer.get(f"/v1/applications/{self.app_id}").status_code

    # --- the applicant ----------------------------------------------------------------------------

    def begins(
        self, profile_id: str, kind: ApplicationType, declaration: Mapping[str, Any]
    ) -> None:
        """Begin a draft."""
        self.profile_id, self.type = profile_id, kind
        body = {"profile": profile_id, "type": kind.value, "declaration": dict(declaration)}
        answer = self.applicant.post(APPLICATIONS, json=body)
        assert answer.status_code == 201, answer.text
        self.app_id = answer.json()["app_id"]

    def fills_in(self, rows: Rows) -> None:
        """Save every module with its rows, then every file in its slot."""
        for code, entries in rows.items():
            self.saves(code, *((entry_id, fields) for entry_id, fields, _ in entries))
        for code, entries in rows.items():
            for entry_id, _, slots in entries:
                for slot in slots:
                    self.attaches(code, entry_id, slot)
        for entry_id, fields, _ in rows.get("continuing_education", ()):
            if fields.get("public_subject_passed"):
                self.looks_up("public-subject", entry_id)

    def looks_up(self, register: str, entry_id: str) -> None:
        """查询: let a register confirm an entry; what was typed in counts for nothing (S2 二.4)."""
        path = f"{APPLICATIONS}/{self.app_id}/lookups/{register}"
        answer = self.applicant.post(path, json={"entry_id": entry_id})
        assert answer.status_code == 200, answer.text

    def saves(self, module: str, *entries: tuple[str, Mapping[str, Any]]) -> httpx.Response:
        """Save one module."""
        answer = self.tries_to_save(module, *entries)
        assert answer.status_code == 200, answer.text
        return answer

    def tries_to_save(self, module: str, *entries: tuple[str, Mapping[str, Any]]) -> httpx.Response:
        """Save one module; the answer may be a refusal."""
        body = {
            "entries": [
                {"entry_id": entry_id, "order_no": order, "fields": dict(fields)}
                for order, (entry_id, fields) in enumerate(entries, start=1)
            ]
        }
        return self.applicant.put(f"{APPLICATIONS}/{self.app_id}/modules/{module}", json=body)

    def attaches(self, module: str, entry_id: str, slot: str) -> None:
        """Upload a file of its own and put it into a slot."""
        pack = self.town.server.packs.find(self.profile_id)
        assert pack is not None
        spec = pack.profile.for_type(self.type).module(module)
        shape = spec.slot(slot) if spec else None
        assert shape is not None, f"{self.profile_id} has no {module}.{slot}"
        mime, magic = MAGIC[shape.formats[0]]
        data = magic + f"{module} {entry_id} {slot}".encode() * 20
        self.applicant.put(f"/v1/blobs/{sha(data)}", content=data).raise_for_status()
        meta = {
            "sha256": sha(data), "bytes": len(data), "mime": mime, "slot": slot,
            "module_code": module, "entry_id": entry_id,
            "filename": f"{slot}.{shape.formats[0]}",
        }  # fmt: skip
        answer = self.applicant.post(f"{APPLICATIONS}/{self.app_id}/attachments", json=meta)
        assert answer.status_code == 201, answer.text

    def hands_in(self, how: str = "submit") -> None:
        """Commit, and submit or resubmit."""
        answer = self.tries_to_hand_in(how)
        assert answer.status_code == 200, answer.text

    def tries_to_hand_in(self, how: str = "submit") -> httpx.Response:
        """Commit, and submit or resubmit; the answer may be a refusal."""
        pack = self.town.server.packs.find(self.profile_id)
        assert pack is not None
        text = pack.profile.commitment
        body = {"text_version": text.text_version if text else "1"}
        path = f"{APPLICATIONS}/{self.app_id}"
        self.applicant.post(f"{path}/commitment", json=body).raise_for_status()
        return self.applicant.post(f"{path}/{how}")

    def tries(self, what: str, **body: Any) -> httpx.Response:
        """``withdraw``, ``pay``, ``verify-payment`` and whatever else an applicant may ask for."""
        return self.applicant.post(f"{APPLICATIONS}/{self.app_id}/{what}", json=body or None)

    # --- officers ---------------------------------------------------------------------------------

    def claims(self, login: str) -> None:
        """签收."""
        with self.town.client(login) as officer:
            (answer,) = claim(officer, self.app_id)
        assert answer.get("claim"), answer

    def tries_to(self, login: str, kind: str, **payload: Any) -> dict[str, Any]:
        """Send an operation; returns its result, which may be a refusal."""
        return act(self.town, login, self.app_id, kind, **payload)

    def does(self, login: str, kind: str, **payload: Any) -> None:
        """Send an operation that has to be carried out."""
        answer = self.tries_to(login, kind, **payload)
        assert answer["status"] == "applied", answer

    def passes(self, office: str) -> None:
        """Claim, propose PASS, approve."""
        decide(self.town, self.app_id, office, "PASS")

    def returns(self, office: str, overall: str, *comments: Mapping[str, Any], **more: Any) -> None:
        """Claim, propose RETURN with these comments, approve."""
        rows = [{"comment_id": f"c{n}", **row} for n, row in enumerate(comments, start=1)]
        decide(
            self.town, self.app_id, office, "RETURN",
            overall_text=overall, module_comments=rows, **more,
        )  # fmt: skip

    def forwards(self, login: str, **payload: Any) -> None:
        """上报 to the next office."""
        self.does(login, "forward", **payload)

    def stamps(self, login: str, form: str = "unit_opinion") -> None:
        """Record a seal set on paper, on this version and this dossier."""
        document = self.document
        self.does(
            login, "stamp", form=form, content_sha256=document["version"]["content_sha256"],
            dossier_rev=document["dossier"]["rev"] if document["dossier"] else 0,
        )  # fmt: skip

    # --- the unit's dossier -----------------------------------------------------------------------

    def dossier(
        self, start: str, end: str, held_on: str, defence: Defence | None = None
    ) -> Dossier:
        """A complete dossier for the version as it is, with publicity and meeting on these days."""
        document = self.document
        version = ApplicationVersion.model_validate(document["version"])
        pack = self.town.server.packs.find(self.profile_id)
        assert pack is not None
        profile = pack.profile.for_type(self.type)
        made = clean_dossier.dossier(version, profile, document["route"][1]["org_id"])
        assert made.publicity is not None
        assert made.deliberation is not None
        return made.model_copy(
            update={
                "publicity": made.publicity.model_copy(
                    update={
                        "start_date": date.fromisoformat(start),
                        "end_date": date.fromisoformat(end),
                        "publicised_sha256": publicised_sha256(version, profile),
                        "proof_files": [sha(PROOF)],
                    }
                ),
                "deliberation": made.deliberation.model_copy(
                    update={"held_on": date.fromisoformat(held_on), "form_scan": sha(FORM)}
                ),
                "defence": defence,
            }
        )

    def keeps(self, login: str, dossier: Dossier) -> None:
        """Save the dossier with its files, upon the one saved before."""
        with self.town.client(login) as officer:
            for data in (FORM, PROOF):
                officer.put(f"/v1/blobs/{sha(data)}", content=data).raise_for_status()
        known = self.document["dossier"]
        self.does(
            login, "save_dossier",
            dossier=dossier.model_dump(mode="json"), base_rev=known["rev"] if known else 0,
        )  # fmt: skip

    # --- the committee ----------------------------------------------------------------------------

    def is_evaluated(self, clerk: str, *, passed: bool = True) -> None:
        """受理, 评审, and the result."""
        self.does(clerk, "accept")
        self.does(clerk, "start_evaluation")
        self.does(clerk, "record_result", passed=passed)

    def shows_result(self, clerk: str, start: str, end: str) -> None:
        """评审结果公示."""
        self.does(clerk, "result_publicity", start_date=start, end_date=end, place="官网")


def story(town: World) -> Story:
    """A story told with the applicant of the town."""
    return Story(town, town.client(APPLICANT))

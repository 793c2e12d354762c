"""Situations for the guards: a case at its unit, or further on, with one thing altered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.enums import Role
from app.domain.profile import Profile
from app.domain.sealing import Seal, Stamp
from app.domain.workflow import Actor, Situation
from tests.domain.make import NOW, application, liuzhou, packaged

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LZ, GX, SX, CV = liuzhou(), packaged("GXRC"), packaged("SX_2024"), packaged("LZ_CERT_2019")
ROUTE = [
    {"kind": "UNIT", "org_id": "org-unit-1", "name": "示例市政", "state": "now"},
    {"kind": "REGION_TITLE", "org_id": "org-office", "name": "示例职改办", "state": "ahead"},
    {"kind": "COMMITTEE", "org_id": "org-committee", "name": "示例评委会", "state": "ahead"},
]
SHA = "a" * 64


def altered(profile: Profile, **parts: dict[str, Any]) -> Profile:
    """A rule pack with other fields in some of its parts."""
    update = {
        name: getattr(profile, name).model_copy(update=fields) for name, fields in parts.items()
    }
    return profile.model_copy(update=update)


def situation(
    state: dict[str, Any] | None = None,
    *,
    profile: Profile = LZ,
    actor: dict[str, Any] | None = None,
    **rest: Any,
) -> Situation:
    """u1 of the unit, before a case that was altered by `state`."""
    who: dict[str, Any] = {
        "user_id": "u1", "org_id": "org-unit-1", "person_id": "p-1",
        "roles": frozenset({Role.HANDLER}),
    } | (actor or {})  # fmt: skip
    made = application(**({"route": ROUTE} | (state or {})))
    return Situation(application=made, actor=Actor(**who), profile=profile, **({"now": NOW} | rest))


def claimed(
    user: str = "u1", *, name: str = "", until: timedelta = HOUR, granted: timedelta = -HOUR
) -> dict[str, Any]:
    """A case held by somebody; times from now."""
    claim = {
        "claim_id": "c1", "app_id": "A2026-000001", "user_id": user, "user_name": name,
        "granted_at": NOW + granted, "lease_until": NOW + until,
    }  # fmt: skip
    return {"status": "CLAIMED", "claim": claim, "claimed_this_round": True}


def proposed(handler: str = "u1") -> dict[str, Any]:
    """A case with a proposal."""
    proposal = {
        "op_id": "op1", "decision": {"verb": "PASS"}, "version_no": 1, "content_sha256": "",
        "handler_id": handler, "proposed_at": NOW,
    }  # fmt: skip
    return {"status": "PROPOSED", "proposal": proposal}


def version(sha: str = SHA) -> dict[str, Any]:
    """A version with this hash."""
    made = application().version.model_copy(update={"content_sha256": sha})
    return made.model_dump(mode="json")


def stamp(form: str = "unit_opinion", **fields: Any) -> Stamp:
    """A stamp on the present version and on the first dossier."""
    document = {
        "stamp_id": "st-1", "seal_id": "s-1", "form": form, "method": "PAPER", "version_no": 1,
        "content_sha256": SHA, "dossier_rev": 1, "at": NOW,
    }  # fmt: skip
    return Stamp.model_validate(document | fields)


def seal(**fields: Any) -> Seal:
    """A seal of the unit that is valid at this very moment alone."""
    document = {
        "seal_id": "s-1", "name": "示例公章", "owner_org": "org-unit-1", "valid_from": NOW,
        "valid_to": NOW,
    }  # fmt: skip
    return Seal.model_validate(document | fields)


def later(by: timedelta) -> datetime:
    """A moment from now."""
    return NOW + by

"""An office looks after itself (S0 单位用户、单位信息、单位秘钥): its data, people and keys."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind
from app.domain.identifiers import is_phone, parse_uscc
from app.domain.model import Organisation, Person
from server_stub import audit, cases, neighbours, routing, unit_bindings, unit_keys
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.identity import OrgAdmin, OrgReader, Principal
from server_stub.problems import ApiError
from server_stub.tables import BlobRow, OrganisationRow, UploadRow, UserRow
from server_stub.tables_units import BindingRow
from server_stub.unit_keys import NewUnitKey, UnitKey

router = APIRouter(prefix="/v1/unit", tags=["unit"])
_OFFICE_ONLY = ("collects_fee_online", "mailing_enabled")
_MASKED = 8


class OrganisationEdit(BaseModel):
    """Body of ``PATCH /v1/unit``: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, min_length=1, max_length=200)
    uscc: str | None = None
    business_licence_no: str | None = Field(default=None, max_length=50)
    licence_file: str | None = None
    location: str | None = Field(default=None, max_length=200)
    org_level: str | None = Field(default=None, max_length=50)
    org_category: str | None = Field(default=None, max_length=50)
    contact_name: str | None = Field(default=None, max_length=50)
    contact_phone: str | None = None
    supervising_dept_id: str | None = None
    collects_fee_online: bool | None = None
    mailing_enabled: bool | None = None


class UnitUser(BaseModel):
    """Somebody of the unit: an officer with roles, or an applicant with masked registration."""

    user_id: str
    login: str
    name: str
    roles: list[str]
    disabled: bool
    person_id: str = ""
    id_number: str = ""
    phone: str = ""
    bound: bool = False
    bound_by_key: str = ""


class KeyWish(BaseModel):
    """Body of ``POST /v1/unit/keys``; without ``days`` the key does not run out."""

    model_config = ConfigDict(extra="forbid")

    days: int | None = Field(default=None, ge=1, le=3650)


@router.get("")
def own_unit(caller: OrgReader, server: ServerDep) -> Organisation:
    """The caller's office as it is registered."""
    with server.db.read() as session:
        return _office(session, caller.org_id)


@router.patch("")
def edit(body: OrganisationEdit, caller: OrgAdmin, server: ServerDep) -> Organisation:
    """Change the office's data; routes that change by it are made anew (ROUTE_CHANGED).

    422 INVALID names the fields, with R210 for a wrong credit code; BLOB_UNKNOWN for a licence
    that nobody of the office handed in.
    """
    wanted = body.model_dump(exclude_none=True)
    with server.db.write() as session:
        before = _office(session, caller.org_id)
        _check(session, caller, before, wanted)
        changed = before.model_copy(update=wanted)
        routing.change_organisation(session, server, changed, server.clock.now())
        cases.refresh(session, neighbours.of_unit(session, caller.org_id))
        _note(session, server, caller, "edit_unit", caller.org_id, sorted(wanted))
        return changed


@router.get("/users")
def users(caller: OrgAdmin, server: ServerDep) -> list[UnitUser]:
    """Who belongs to the office (单位用户), officers first; identity numbers are masked."""
    with server.db.read() as session:
        rows = session.scalars(
            select(UserRow).where(UserRow.org_id == caller.org_id).order_by(UserRow.login)
        ).all()
        found = [_user(session, row) for row in rows]
    return sorted(found, key=lambda user: bool(user.person_id))


@router.get("/keys")
def keys(caller: OrgAdmin, server: ServerDep) -> list[UnitKey]:
    """The office's keys, the newest first, and how many people each has bound."""
    with server.db.read() as session:
        return unit_keys.listed(session, caller.org_id, server.clock.now())


@router.post("/keys", status_code=201)
def new_key(body: KeyWish, caller: OrgAdmin, server: ServerDep) -> NewUnitKey:
    """Make a key. Its secret is in this answer and nowhere else."""
    with server.db.write() as session:
        made = unit_keys.generate(session, server, caller.org_id, caller.user_id, body.days)
        _note(session, server, caller, "new_unit_key", made.key_id)
        return made


@router.post("/keys/{key_id}/rotate", status_code=201)
def rotate(key_id: str, body: KeyWish, caller: OrgAdmin, server: ServerDep) -> NewUnitKey:
    """Put a new key in the place of one, which binds nobody from now on."""
    with server.db.write() as session:
        unit_keys.end(unit_keys.own_key(session, caller.org_id, key_id), server.clock.now())
        made = unit_keys.generate(session, server, caller.org_id, caller.user_id, body.days)
        _note(session, server, caller, "rotate_unit_key", key_id, [made.key_id])
        return made


@router.post("/keys/{key_id}/expire")
def expire(key_id: str, caller: OrgAdmin, server: ServerDep) -> UnitKey:
    """Let a key bind nobody from now on; whom it has bound stays bound."""
    now = server.clock.now()
    with server.db.write() as session:
        row = unit_keys.own_key(session, caller.org_id, key_id)
        unit_keys.end(row, now)
        _note(session, server, caller, "expire_unit_key", key_id)
        return unit_keys.view(session, row, now)


@router.delete("/keys/{key_id}", status_code=204)
def revoke(key_id: str, caller: OrgAdmin, server: ServerDep) -> Response:
    """Take a key back, for it fell into wrong hands: whom it bound is bound no longer (R212)."""
    with server.db.write() as session:
        row = unit_keys.own_key(session, caller.org_id, key_id)
        freed = unit_keys.revoke(session, row, server.clock.now())
        cases.refresh(session, neighbours.of_persons(session, freed))
        _note(session, server, caller, "revoke_unit_key", key_id)
    return Response(status_code=204)


def _check(
    session: Session, caller: Principal, before: Organisation, wanted: dict[str, object]
) -> None:
    errors, rules = [], []
    if wanted.get("uscc"):
        try:
            parse_uscc(str(wanted["uscc"]))
        except ValueError as problem:
            errors.append({"where": "uscc", "message": str(problem)})
            rules.append("R210")
    if wanted.get("contact_phone") and not is_phone(str(wanted["contact_phone"])):
        errors.append({"where": "contact_phone", "message": "no phone number"})
    dept = wanted.get("supervising_dept_id")
    if dept and session.get(OrganisationRow, str(dept)) is None:
        errors.append({"where": "supervising_dept_id", "message": "unknown office"})
    if before.kind is OrgKind.UNIT:
        errors += [
            {"where": name, "message": "of title offices and committees only"}
            for name in _OFFICE_ONLY
            if name in wanted
        ]
    if errors:
        raise ApiError(422, "INVALID", errors=errors, rule_ids=rules)
    licence = str(wanted.get("licence_file") or "")
    if licence and licence != before.licence_file and not _handed_in(session, caller, licence):
        raise ApiError(422, "BLOB_UNKNOWN")


def _handed_in(session: Session, caller: Principal, sha256: str) -> bool:
    uploaded = (
        select(UploadRow.sha256)
        .join(UserRow, UserRow.user_id == UploadRow.user_id)
        .join(BlobRow, BlobRow.sha256 == UploadRow.sha256)
        .where(UploadRow.sha256 == sha256, UserRow.org_id == caller.org_id)
    )
    return session.scalars(uploaded).first() is not None


def _user(session: Session, row: UserRow) -> UnitUser:
    made = UnitUser(
        user_id=row.user_id,
        login=row.login,
        name=row.name,
        roles=json.loads(row.roles),
        disabled=row.disabled,
    )
    if not row.person_id:
        return made
    person = Person.model_validate_json(row.person)
    binding = session.get(BindingRow, row.person_id)
    return made.model_copy(
        update={
            "person_id": row.person_id,
            "id_number": masked(person.id_number),
            "phone": person.phone,
            "bound": unit_bindings.is_bound(session, row.person_id, row.org_id),
            "bound_by_key": binding.key_id if binding else "",
        }
    )


def masked(id_number: str) -> str:
    """An identity number with the birth date and more left out."""
    hidden = id_number[6:-4]
    return f"{id_number[:6]}{'*' * len(hidden)}{id_number[-4:]}" if hidden else "*" * len(id_number)


def _office(session: Session, org_id: str) -> Organisation:
    return Organisation.model_validate_json(session.get_one(OrganisationRow, org_id).doc)


def _note(
    session: Session,
    server: Server,
    caller: Principal,
    action: str,
    subject: str,
    payload: Sequence[str] = (),
) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=caller.user_id,
        device=caller.device_id,
        action=action,
        subject=subject,
        payload="\n".join(payload).encode(),
    )

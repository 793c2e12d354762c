"""The life of a seal (domain §4.10): registered, frozen, active again, renewed, revoked for good.

Every step stands in the seal's own history and in the audit log: who, when, why. Cases that wait
for a seal at the office, or have one there, hear of it at once; the others with their next step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Status
from app.domain.sealing import Seal, SealChange, SealStatus
from app.protocol.canonical import canonical
from server_stub import audit, cases, seals
from server_stub.clock import stamp
from server_stub.tables import ApplicationRow, OrganisationRow, UserRow

_ACTIONS: Final[Mapping[SealStatus, str]] = {
    SealStatus.ACTIVE: "seal.activate",
    SealStatus.FROZEN: "seal.freeze",
    SealStatus.REVOKED: "seal.revoke",
}
_SEALABLE: Final = (Status.APPROVED_AT.value, Status.SEALED.value)


class SealRefusedError(Exception):
    """What was asked for cannot be done: a ``SEAL_…`` code of the catalogue with parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Hand:
    """Who does something to a seal, why and when."""

    by: str
    reason: str
    at: datetime
    device: str = ""


def register(session: Session, seal: Seal, hand: Hand) -> Seal:
    """Take in a new seal, or a registered one with another key or picture.

    What it had before stays with it: documents sealed by that remain to be verified.

    :raises SealRefusedError: its office or a holder is unknown, its certificate belongs to another
        seal, or it was revoked.
    """
    _look_over(session, seal)
    known = seals.find(session, seal.seal_id)
    if known is None:
        first = _step(SealStatus.ACTIVE, seal.valid_to, hand)
        made = seal.model_copy(
            update={"status": SealStatus.ACTIVE, "status_since": hand.at, "history": [first]}
        )
        return _write(session, made, first, hand, "seal.register")
    if known.owner_org != seal.owner_org:
        raise SealRefusedError("SEAL_OTHER_OFFICE", name=known.name)
    _refuse_revoked(known)
    status = SealStatus.FROZEN if known.status is SealStatus.FROZEN else SealStatus.ACTIVE
    step = _step(status, seal.valid_to, hand)
    masks = dict.fromkeys([*known.former_masks, known.mask_sha256])
    certificates = dict.fromkeys([*known.certificates, *seal.certificates])
    update = {
        "status": status,
        "status_since": hand.at,
        "valid_from": known.valid_from,
        "certificates": list(certificates),
        "former_masks": [mask for mask in masks if mask and mask != seal.mask_sha256],
        "history": [*_history(known, hand.at), step],
    }
    return _write(session, seal.model_copy(update=update), step, hand, "seal.register")


def change(session: Session, seal_id: str, status: SealStatus, hand: Hand) -> Seal:
    """Freeze a seal, let it be used again, or revoke it, which is final.

    :raises SealRefusedError: there is no such seal, no reason is given, it is so already, it was
        revoked, or its term is over and has to be renewed first.
    """
    known = _known(session, seal_id)
    if status not in _ACTIONS:
        raise SealRefusedError("SEAL_STATUS_NOT_OFFERED")
    _refuse_revoked(known)
    now = known.as_of(hand.at).status
    if now is status:
        raise SealRefusedError("SEAL_STATUS_SAME", name=known.name)
    if status is not SealStatus.REVOKED and hand.at > known.valid_to:
        raise SealRefusedError("SEAL_RENEW_FIRST", name=known.name)
    _refuse_unreasoned(hand)
    step = _step(status, known.valid_to, hand)
    made = known.model_copy(
        update={
            "status": status,
            "status_since": hand.at,
            "history": [*_history(known, hand.at), step],
        }
    )
    return _write(session, made, step, hand, _ACTIONS[status])


def renew(session: Session, seal_id: str, valid_to: datetime, hand: Hand) -> Seal:
    """Give a seal a longer term. One that ran out is active again; a frozen one stays frozen.

    :raises SealRefusedError: there is no such seal, no reason is given, it was revoked, or the new
        end is not behind the present one and in the future.
    """
    known = _known(session, seal_id)
    _refuse_revoked(known)
    _refuse_unreasoned(hand)
    if valid_to <= max(known.valid_to, hand.at):
        raise SealRefusedError("SEAL_TERM_WRONG", name=known.name)
    status = SealStatus.FROZEN if known.status is SealStatus.FROZEN else SealStatus.ACTIVE
    over = known.as_of(hand.at).status is SealStatus.EXPIRED
    step = _step(status, valid_to, hand)
    made = known.model_copy(
        update={
            "status": status,
            "status_since": hand.at if over else known.status_since,
            "valid_to": valid_to,
            "history": [*_history(known, hand.at), step],
        }
    )
    return _write(session, made, step, hand, "seal.renew")


def amend(
    session: Session,
    seal_id: str,
    hand: Hand,
    *,
    holders: list[str] | None = None,
    allowed_forms: list[str] | None = None,
) -> Seal:
    """Say anew who holds a seal, or what it may be put on; None leaves that as it is.

    :raises SealRefusedError: there is no such seal, no reason is given, it was revoked, or a holder
        is nobody of its office.
    """
    known = _known(session, seal_id)
    _refuse_revoked(known)
    _refuse_unreasoned(hand)
    wanted = {"holders": holders, "allowed_forms": allowed_forms}
    made = known.model_copy(
        update={name: value for name, value in wanted.items() if value is not None}
    )
    _look_over(session, made)
    step = _step(known.status, known.valid_to, hand)
    made = made.model_copy(update={"history": [*_history(known, hand.at), step]})
    return _write(session, made, step, hand, "seal.amend")


def _look_over(session: Session, seal: Seal) -> None:
    if session.get(OrganisationRow, seal.owner_org) is None:
        raise SealRefusedError("SEAL_OFFICE_UNKNOWN", org=seal.owner_org)
    if seal.valid_to <= seal.valid_from:
        raise SealRefusedError("SEAL_TERM_WRONG", name=seal.name)
    for user_id in seal.holders:
        user = session.get(UserRow, user_id)
        if user is None or user.org_id != seal.owner_org:
            raise SealRefusedError("SEAL_HOLDER_UNKNOWN", user=user_id)
    for other in seals.every(session):
        if other.seal_id != seal.seal_id and set(other.certificates) & set(seal.certificates):
            raise SealRefusedError("SEAL_CERT_TAKEN", name=other.name)


def _known(session: Session, seal_id: str) -> Seal:
    found = seals.find(session, seal_id)
    if found is None:
        raise SealRefusedError("SEAL_UNKNOWN", seal=seal_id)
    return found


def _refuse_revoked(known: Seal) -> None:
    if known.status is SealStatus.REVOKED:
        raise SealRefusedError("SEAL_REVOKED_FINAL", name=known.name)


def _refuse_unreasoned(hand: Hand) -> None:
    if not hand.reason.strip():
        raise SealRefusedError("SEAL_REASON_MISSING")


def _history(known: Seal, now: datetime) -> list[SealChange]:
    """What it went through; of a seal from before histories were kept, what is still known."""
    if known.history:
        return known.history
    begun = SealChange(at=known.valid_from, status=SealStatus.ACTIVE, valid_to=known.valid_to)
    if known.status is SealStatus.ACTIVE:
        return [begun]
    since = known.status_since or now
    return [begun, begun.model_copy(update={"at": since, "status": known.status})]


def _step(status: SealStatus, valid_to: datetime, hand: Hand) -> SealChange:
    return SealChange(
        at=hand.at, status=status, valid_to=valid_to, by=hand.by, reason=hand.reason.strip()
    )


def _write(session: Session, seal: Seal, step: SealChange, hand: Hand, action: str) -> Seal:
    seals.save_seal(session, seal)
    audit.record(
        session,
        at=stamp(hand.at),
        actor=hand.by,
        device=hand.device,
        action=action,
        subject=seal.seal_id,
        payload=canonical(step.model_dump(mode="json")),
    )
    here = select(ApplicationRow.app_id).where(
        ApplicationRow.node_org == seal.owner_org, ApplicationRow.status.in_(_SEALABLE)
    )
    cases.refresh_seals(session, session.scalars(here).all())
    return seal

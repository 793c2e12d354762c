"""Who sits where: the roles that each kind of node gives to each part of the work (domain §4.5).

A unit's handler is no office's clerk: whoever claims at a unit needs another role than whoever
claims at an office or a committee. ORG_ADMIN, AUDITOR and IT have no seat in a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.enums import OrgKind, Role
from app.domain.model import Application


class Seat(StrEnum):
    """A part of the work on a case."""

    APPLICANT = "applicant"
    HANDLER = "handler"
    APPROVER = "approver"
    SEALER = "sealer"
    ADMIN = "admin"
    OFFICE = "office"
    READER = "reader"
    CLOCK = "clock"


CLOCK = "CLOCK"
"""The role of the server's clock; no account has it."""

_AT_UNIT: Mapping[Seat, frozenset[Role]] = {
    Seat.HANDLER: frozenset({Role.HANDLER}),
    Seat.APPROVER: frozenset({Role.APPROVER}),
}
_AT_OFFICE: Mapping[Seat, frozenset[Role]] = {
    Seat.HANDLER: frozenset({Role.OFFICE_CLERK}),
    Seat.APPROVER: frozenset({Role.OFFICE_LEAD}),
}
_AT_COMMITTEE: Mapping[Seat, frozenset[Role]] = {
    Seat.HANDLER: frozenset({Role.COMMITTEE_CLERK}),
    Seat.APPROVER: frozenset({Role.OFFICE_LEAD}),
}
_ANYWHERE: Mapping[Seat, frozenset[Role]] = {
    Seat.APPLICANT: frozenset({Role.APPLICANT}),
    Seat.SEALER: frozenset({Role.SEALER}),
    Seat.ADMIN: frozenset({Role.ORG_ADMIN}),
    Seat.OFFICE: frozenset({Role.OFFICE_CLERK, Role.OFFICE_LEAD, Role.COMMITTEE_CLERK}),
    Seat.READER: frozenset(
        {
            Role.HANDLER,
            Role.APPROVER,
            Role.SEALER,
            Role.OFFICE_CLERK,
            Role.OFFICE_LEAD,
            Role.COMMITTEE_CLERK,
        }
    ),
}


def node_kind(application: Application) -> OrgKind:
    """The kind of the node that the case lies at; a unit where it has no route yet."""
    index = application.stage_index
    return application.route[index].kind if index < len(application.route) else OrgKind.UNIT


def roles_of(seat: Seat, kind: OrgKind) -> frozenset[str]:
    """The roles that fill a seat at a node of that kind."""
    if seat is Seat.CLOCK:
        return frozenset({CLOCK})
    if seat in _ANYWHERE:
        return _ANYWHERE[seat]
    if kind is OrgKind.UNIT:
        return _AT_UNIT[seat]
    return (_AT_COMMITTEE if kind is OrgKind.COMMITTEE else _AT_OFFICE)[seat]


def may_sit(seats: frozenset[Seat], roles: frozenset[str], kind: OrgKind) -> bool:
    """Whether somebody with these roles may take one of the seats at a node of that kind."""
    return any(roles & roles_of(seat, kind) for seat in seats)

"""Who is calling: the bearer token becomes a principal, or a 401 that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.domain.enums import Role
from app.domain.workflow import Actor
from server_stub.context import Server, ServerDep
from server_stub.problems import ApiError, no_scope
from server_stub.tables import UserRow

READERS = frozenset(
    {
        Role.HANDLER,
        Role.APPROVER,
        Role.SEALER,
        Role.OFFICE_CLERK,
        Role.OFFICE_LEAD,
        Role.COMMITTEE_CLERK,
        Role.AUDITOR,
    }
)
"""Roles that read cases. ORG_ADMIN and IT have none of them by default (domain §4.5)."""

OFFICERS = READERS | {Role.ORG_ADMIN, Role.IT}
CLAIMANTS = frozenset({Role.HANDLER, Role.OFFICE_CLERK, Role.COMMITTEE_CLERK})
DECIDERS = CLAIMANTS | {Role.APPROVER, Role.OFFICE_LEAD, Role.SEALER}
APPLICANTS = frozenset({Role.APPLICANT})
UPLOADERS = APPLICANTS | CLAIMANTS | {Role.ORG_ADMIN, Role.SEALER}
"""Who hands in files: of an application, of a dossier, a licence of an office."""


@dataclass(frozen=True)
class Principal:
    """The token's subject with the office and roles they have now."""

    user_id: str
    login: str
    name: str
    org_id: str
    roles: frozenset[str]
    person_id: str
    id_number_mac: str
    device_id: str

    def has(self, roles: frozenset[Role]) -> bool:
        """Whether one of ``roles`` is theirs."""
        return bool(self.roles & roles)

    def actor(self, *, is_applicant_themselves: bool = False, recused: bool = False) -> Actor:
        """The same person as the guards of the workflow see them."""
        return Actor(
            user_id=self.user_id,
            roles=self.roles,
            org_id=self.org_id,
            device_id=self.device_id,
            person_id=self.person_id,
            is_applicant_themselves=is_applicant_themselves,
            recused=recused,
        )


_bearer = HTTPBearer(auto_error=False, description="The access token of /v1/auth/token")


def identify(server: Server, token: str | None) -> Principal:
    """Whose access token this is.

    :raises ApiError: 401 TOKEN_MISSING, TOKEN_EXPIRED or TOKEN_REVOKED.
    """
    if not token:
        raise _unauthorised("TOKEN_MISSING")
    now = server.clock.wall()
    claim = server.families.read_access(token, now)
    if claim is None:
        raise _unauthorised("TOKEN_REVOKED")
    with server.db.read() as session:
        family = server.families.is_alive(session, claim.family_id, now)
        user = session.get(UserRow, claim.user_id)
        if family is None or user is None or user.disabled:
            raise _unauthorised("TOKEN_REVOKED")
        if claim.expired:
            raise _unauthorised("TOKEN_EXPIRED")
        return Principal(
            user_id=user.user_id,
            login=user.login,
            name=user.name,
            org_id=user.org_id,
            roles=frozenset(json.loads(user.roles)),
            person_id=user.person_id,
            id_number_mac=user.id_number_mac,
            device_id=family.device_id,
        )


def _unauthorised(code: str) -> ApiError:
    return ApiError(401, code, headers={"WWW-Authenticate": "Bearer"})


def _caller(
    server: ServerDep,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    return identify(server, given.credentials if given else None)


Caller = Annotated[Principal, Depends(_caller)]


def _needs(roles: frozenset[Role]) -> Callable[[Principal], Awaitable[Principal]]:
    async def check(caller: Caller) -> Principal:
        if not caller.has(roles):
            raise no_scope()
        return caller

    return check


Officer = Annotated[Principal, Depends(_needs(OFFICERS))]
Reader = Annotated[Principal, Depends(_needs(READERS))]
Claimant = Annotated[Principal, Depends(_needs(CLAIMANTS))]
Decider = Annotated[Principal, Depends(_needs(DECIDERS))]
Applicant = Annotated[Principal, Depends(_needs(APPLICANTS))]
Uploader = Annotated[Principal, Depends(_needs(UPLOADERS))]
OrgAdmin = Annotated[Principal, Depends(_needs(frozenset({Role.ORG_ADMIN})))]
Announcer = Annotated[
    Principal, Depends(_needs(frozenset({Role.ORG_ADMIN, Role.OFFICE_LEAD, Role.COMMITTEE_CLERK})))
]
OrgReader = Annotated[Principal, Depends(_needs(READERS | {Role.ORG_ADMIN}))]
TitleOffice = Annotated[
    Principal, Depends(_needs(frozenset({Role.OFFICE_CLERK, Role.OFFICE_LEAD})))
]
SealKeeper = Annotated[
    Principal,
    Depends(
        _needs(frozenset({Role.ORG_ADMIN, Role.APPROVER, Role.OFFICE_LEAD, Role.SEALER})),
    ),
]
OfficeLead = Annotated[Principal, Depends(_needs(frozenset({Role.OFFICE_LEAD})))]

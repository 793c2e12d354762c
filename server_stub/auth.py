"""Signing in, refreshing, signing out; and who one is."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Role
from app.domain.model import Account, Organisation
from app.protocol.feed import Me, TokenPair
from app.protocol.operations import WIRE_VERSION
from server_stub import audit, scope, throttle
from server_stub.clock import stamp
from server_stub.context import Server, ServerDep
from server_stub.db import get_meta
from server_stub.families import Tokens
from server_stub.identity import Caller, Principal
from server_stub.problems import ApiError
from server_stub.tables import OrganisationRow, UserRow

router = APIRouter(tags=["auth"])


class Credentials(BaseModel):
    """Body of ``POST /v1/auth/token``."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(max_length=1024)
    device_id: str = Field(min_length=1, max_length=200)


class RefreshRequest(BaseModel):
    """Body of ``POST /v1/auth/refresh``."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: str = Field(max_length=4096)
    device_id: str = Field(min_length=1, max_length=200)


class RevokeRequest(BaseModel):
    """Body of ``POST /v1/auth/revoke``."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: str = Field(max_length=4096)


@router.post("/v1/auth/token")
def sign_in(body: Credentials, request: Request, server: ServerDep) -> TokenPair:
    """Password against tokens. 401 BAD_CREDENTIALS with tries_left, LOCKED_OUT with minutes."""
    now = server.clock.wall()
    policy = server.settings.throttle
    account = throttle.account_key(body.login)
    address = throttle.address_key(request.client.host if request.client else "")
    limits = {account: policy.account_tries, address: policy.address_tries}
    with server.db.read() as session:
        minutes = throttle.minutes_left(session, policy, limits, now)
        user = session.scalars(select(UserRow).where(UserRow.login == body.login)).first()
    if minutes:
        raise ApiError(401, "LOCKED_OUT", params={"minutes": minutes})
    stored = user.password_hash if user is not None and not user.disabled else None
    fits = server.passwords.verify(stored, body.password)
    refusal: ApiError | None = None
    with server.db.write() as session:
        # Again, for many guesses at once would all have come past the first look.
        minutes = throttle.minutes_left(session, policy, limits, now)
        if minutes:
            raise ApiError(401, "LOCKED_OUT", params={"minutes": minutes})
        if fits and user is not None:
            throttle.forget(session, account)
            tokens = server.families.start(session, user.user_id, body.device_id, now)
            _note(session, server, user.user_id, body.device_id, "sign_in")
            return _pair(server, user.user_id, tokens)
        failures = throttle.count_failure(session, policy, account, now)
        throttle.count_failure(session, policy, address, now)
        minutes = throttle.minutes_left(session, policy, limits, now)
        if minutes:
            refusal = ApiError(401, "LOCKED_OUT", params={"minutes": minutes})
        else:
            left = policy.account_tries - failures
            refusal = ApiError(401, "BAD_CREDENTIALS", params={"tries_left": left})
    raise refusal


@router.post("/v1/auth/refresh")
def refresh(body: RefreshRequest, server: ServerDep) -> TokenPair:
    """The next pair of tokens; the same pair again for a repeated call within the grace."""
    with server.db.write() as session:
        rotated = server.families.rotate(
            session, body.refresh_token, body.device_id, server.clock.wall()
        )
        user = session.get(UserRow, rotated[0]) if rotated else None
    if rotated is None or user is None or user.disabled:
        raise ApiError(401, "TOKEN_REVOKED", headers={"WWW-Authenticate": "Bearer"})
    return _pair(server, rotated[0], rotated[1])


@router.post("/v1/auth/revoke", status_code=204)
def revoke(body: RevokeRequest, server: ServerDep) -> Response:
    """Sign a device out. As RFC 7009 has it, a token of nobody gets the same answer."""
    with server.db.write() as session:
        family = server.families.revoke(session, body.refresh_token, server.clock.wall())
        if family is not None:
            _note(session, server, family.user_id, family.device_id, "sign_out")
    return Response(status_code=204)


@router.get("/v1/me")
def me(caller: Caller, server: ServerDep) -> Me:
    """Who the caller is, their office, roles and scopes, and the rule packs in force."""
    with server.db.read() as session:
        organisation = session.get_one(OrganisationRow, caller.org_id)
        return Me(
            account=_account(caller, organisation),
            profiles=server.packs.hashes(),
            approvers=_approvers(session, caller),
            server_time=server.clock.now(),
            epoch=get_meta(session, "epoch"),
            wire=WIRE_VERSION,
        )


def _account(caller: Principal, organisation: OrganisationRow) -> Account:
    return Account(
        user_id=caller.user_id,
        login=caller.login,
        name=caller.name,
        org=Organisation.model_validate_json(organisation.doc),
        roles=sorted(caller.roles),
        scopes=scope.audiences(caller),
    )


def _approvers(session: Session, caller: Principal) -> list[str]:
    rows = session.scalars(
        select(UserRow)
        .where(UserRow.org_id == caller.org_id, UserRow.disabled.is_(False))
        .order_by(UserRow.name)
    )
    leads = {Role.APPROVER, Role.OFFICE_LEAD}
    return [
        row.name
        for row in rows
        if leads & set(json.loads(row.roles)) and row.user_id != caller.user_id
    ]


def _pair(server: Server, user_id: str, tokens: Tokens) -> TokenPair:
    return TokenPair(
        access_token=tokens.access,
        refresh_token=tokens.refresh,
        expires_in=tokens.expires_in,
        user_id=user_id,
        server_time=server.clock.now(),
    )


def _note(session: Session, server: Server, user_id: str, device: str, action: str) -> None:
    audit.record(
        session,
        at=stamp(server.clock.now()),
        actor=user_id,
        device=device,
        action=action,
        subject=user_id,
    )

"""Entities of the domain as bodies of requests.

On a client an entity is built when it is first used. Here that would be within the first request,
where FastAPI no longer keeps what pydantic says about its own way of building from reaching the
log; so these are built with the route.
"""

from __future__ import annotations

from pydantic import ConfigDict

from app.domain import fees, model
from app.protocol import feed, operations

_AT_ONCE = ConfigDict(defer_build=False)


class Declaration(model.Declaration):
    """What is applied for, where and how."""

    model_config = _AT_ONCE


class ModuleData(model.ModuleData):
    """All entries of one module."""

    model_config = _AT_ONCE


class Mailing(fees.Mailing):
    """Where a certificate is sent, if the office mails it."""

    model_config = _AT_ONCE


class OperationBatch(operations.OperationBatch):
    """Operations, each the exact text that was stored."""

    model_config = _AT_ONCE


class ClaimRequest(feed.ClaimRequest):
    """The cases that somebody takes."""

    model_config = _AT_ONCE

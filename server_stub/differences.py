"""``GET …/diff``: what an applicant made of a return (domain §0.1 item 7, P4)."""

from __future__ import annotations

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.domain.answered import ModuleAnswers, round_diff
from app.domain.enums import Verb
from app.domain.model import Application, ApplicationVersion, ModuleComment
from server_stub import cases
from server_stub.context import ServerDep
from server_stub.identity import Reader
from server_stub.problems import not_found
from server_stub.tables import VersionRow

router = APIRouter(tags=["reading"])


class CommentAnswer(BaseModel):
    """A comment of the return, and whether anything changed at its place."""

    comment_id: str
    changed: bool


class ChangedSpot(BaseModel):
    """A field, slot or row that changed though nobody had asked."""

    entry_id: str | None
    code: str | None


class ModuleDifference(BaseModel):
    """One module: how it stands, the comments on it, and what changed unasked."""

    code: str
    standing: str
    publicised: bool
    answers: list[CommentAnswer]
    unasked: list[ChangedSpot]


class Difference(BaseModel):
    """Answer of ``GET …/diff``; modules that are the same and were not flagged are left out."""

    old: int
    new: int
    modules: list[ModuleDifference]


@router.get("/v1/applications/{app_id}/diff")
def difference(
    app_id: str,
    caller: Reader,
    server: ServerDep,
    old: int = Query(ge=1),
    new: int = Query(ge=1),
) -> Difference:
    """Two submitted versions compared, joined with the comments by which the older came back."""
    with server.db.read() as session:
        application = cases.load_for_officer(session, caller, app_id).application
        pack = server.packs.profile(application.profile)
        joined = round_diff(
            _version(session, app_id, old),
            _version(session, app_id, new),
            _comments(application, old),
            pack.for_type(application.type),
        )
    told = [_told(module) for module in joined.modules if module.standing != "SAME"]
    return Difference(old=old, new=new, modules=told)


def _version(session: Session, app_id: str, number: int) -> ApplicationVersion:
    row = session.get(VersionRow, (app_id, number))
    if row is None:
        raise not_found()
    return ApplicationVersion.model_validate_json(row.body)


def _comments(application: Application, number: int) -> list[ModuleComment]:
    """What the return of a version asked for."""
    decided = [*application.history, *([application.proposal] if application.proposal else [])]
    returns = [
        proposal.decision
        for proposal in decided
        if proposal.version_no == number
        and proposal.outcome == "APPROVED"
        and proposal.decision.verb in (Verb.RETURN, Verb.REFER_DOWN)
    ]
    return returns[-1].module_comments if returns else []


def _told(module: ModuleAnswers) -> ModuleDifference:
    return ModuleDifference(
        code=module.code,
        standing=module.standing.value,
        publicised=module.publicised,
        answers=[
            CommentAnswer(comment_id=answer.comment.comment_id, changed=answer.changed)
            for answer in module.answers
        ],
        unasked=[ChangedSpot(entry_id=spot.entry_id, code=spot.code) for spot in module.unasked],
    )

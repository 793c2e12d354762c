"""When a rule pack has a newer version: open cases are judged by it, and nobody by surprise.

A case takes the newest version of its pack when somebody takes it up. Who decided on it by an
older one hears PROFILE_OUTDATED and which rules are new, checks again and decides again.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.domain.workflow import TERMINAL
from server_stub import cases
from server_stub.cases import Case
from server_stub.packs import Packs


def bring_up(session: Session, packs: Packs, case: Case) -> None:
    """Let an open case be judged by the newest version of its pack."""
    application = case.application
    if application.current_version == 0 or application.status in TERMINAL:
        return
    newest = packs.find(application.profile.partition("@")[0])
    if newest is None or newest.profile.key == application.profile:
        return
    if newest.profile.type_spec(application.type) is not None:
        cases.store(session, case, application.model_copy(update={"profile": newest.profile.key}))


def new_rules(packs: Packs, old: str, new: str) -> list[str]:
    """The rules that one version of a pack has and an older one has not, or not so.

    Of a version that the server does not have any more nothing is known: all rules are new then.
    """
    before, after = packs.find(old), packs.find(new)
    known = {use.rule: use.params for use in before.profile.rules} if before else {}
    uses = after.profile.rules if after else []
    return [use.rule for use in uses if use.rule not in known or known[use.rule] != use.params]

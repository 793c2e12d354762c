"""What is exceptional: a refusal taken up again, an officer who is biased (T31, T33)."""

from __future__ import annotations

from app.domain.surroundings import Surroundings
from app.domain.workflow import Event
from server_stub import deciding, effects, effects_onward, recusal
from server_stub.act import Act, Reason, read
from server_stub.judge import Verdict


def reopen(act: Act) -> Verdict | None:
    """T31: by the approver of the node, with a reason; the handler has it again."""
    content = read(act, Reason)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(Event.REOPEN, reason=content.reason)
    if verdict is not None:
        return verdict
    granted = deciding.lease_for_handler(act, "")
    act.store(effects_onward.reopen(act.application, granted, content.reason, **act.who))
    return None


def recuse(act: Act) -> Verdict | None:
    """T33: an officer declares themselves biased; from here on the case is hidden from them."""
    content = read(act, Reason)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(Event.RECUSE, reason=content.reason)
    if verdict is not None:
        return verdict
    application = act.application
    held = application.claim
    if held is not None and held.user_id == act.caller.user_id:
        act.end_claim("recused")
        application = effects.release(
            application, act.now, "release", act.caller.user_id, act.caller.name
        )
    around = application.surroundings or Surroundings()
    recused = [*dict.fromkeys([*around.recused, act.caller.user_id])]
    around = around.model_copy(update={"recused": recused})
    act.store(effects_onward.act(application, "recuse", surroundings=around, **act.who))
    recusal.declare(act.session, act.caller.user_id, act.case.row.app_id, content.reason, act.now)
    return None

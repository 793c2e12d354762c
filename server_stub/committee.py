"""What the committee's office does (domain §4.7 T26–T30)."""

from __future__ import annotations

import uuid
from datetime import date

from pydantic import Field

from app.domain.enums import Status
from app.domain.publicity import Publicity, PublicityScope
from app.domain.workflow import Event
from app.protocol.operations import ResultStatus
from server_stub import certificate_registry, effects_onward
from server_stub.act import Act, Payload, read
from server_stub.judge import Verdict


class Result(Payload):
    """Payload of ``record_result``."""

    passed: bool
    note: str = ""


class ResultShown(Payload):
    """Payload of ``result_publicity``: when and where the result is shown, and what came of it."""

    start_date: date
    end_date: date
    place: str = ""
    method: str = ""
    objection: bool | None = None
    objection_text: str = ""
    handling_result: str = ""


class Issued(Payload):
    """Payload of ``issue``."""

    cert_no: str = Field(min_length=1)


def accept(act: Act) -> Verdict | None:
    """T26: 受理; printing is unlocked."""
    verdict = act.refused(Event.ACCEPT, gate="accept")
    if verdict is not None:
        return verdict
    act.end_claim("accepted")
    act.store(
        effects_onward.act(act.application, "accept", status=Status.ACCEPTED, claim=None, **act.who)
    )
    return None


def start_evaluation(act: Act) -> Verdict | None:
    """T27."""
    verdict = act.refused(Event.START_EVALUATION)
    if verdict is not None:
        return verdict
    act.store(
        effects_onward.act(
            act.application, "start_evaluation", status=Status.IN_EVALUATION, **act.who
        )
    )
    return None


def record_result(act: Act) -> Verdict | None:
    """T28: a result that passes has to be publicised before it is final."""
    content = read(act, Result)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(Event.RECORD_RESULT)
    if verdict is not None:
        return verdict
    status = Status.RESULT_PUBLICITY if content.passed else Status.FAILED_FINAL
    action = "result_passed" if content.passed else "result_failed"
    act.store(
        effects_onward.act(
            act.application, action, status=status, params={"note": content.note}, **act.who
        )
    )
    return None


def publicise_result(act: Act) -> Verdict | None:
    """T28b: say when and where the result is shown; said again it replaces what was said."""
    content = read(act, ResultShown)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(Event.RESULT_PUBLICITY)
    if verdict is not None:
        return verdict
    before = act.application.result_publicity
    shown = Publicity(
        **content.model_dump(),
        pub_id=before.pub_id if before else uuid.uuid4().hex,
        scope=PublicityScope.RESULT,
        app_ids=[act.application.app_id],
        version_no=act.application.current_version,
        content_sha256=act.application.version.content_sha256,
        calendar_version=act.server.calendars.work.key(content.start_date, content.end_date),
    )
    act.store(effects_onward.publicise_result(act.application, shown, **act.who))
    return None


def finalise(act: Act) -> Verdict | None:
    """T29: the publicity is over, long enough, and clean (P16)."""
    verdict = act.refused(Event.FINALISE)
    if verdict is not None:
        return verdict
    shown = act.application.result_publicity
    assert shown is not None
    assert shown.start_date is not None
    assert shown.end_date is not None
    policy = act.profile.calendar
    days = act.server.calendars.work.count(shown.start_date, shown.end_date, policy)
    if not days.in_force.enough:
        params = {"days": str(days.in_force.total), "needed": str(policy.min_days)}
        return Verdict(ResultStatus.REJECTED, "RESULT_PUBLICITY_SHORT", params)
    act.store(
        effects_onward.act(act.application, "finalise", status=Status.PASSED_FINAL, **act.who)
    )
    return None


def issue(act: Act) -> Verdict | None:
    """T30: the certificate is made out."""
    content = read(act, Issued)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(Event.ISSUE)
    if verdict is not None:
        return verdict
    if certificate_registry.with_number(act.session, content.cert_no):
        return Verdict(ResultStatus.REJECTED, "CERT_NUMBER_TAKEN", {"cert_no": content.cert_no})
    act.store(
        effects_onward.act(
            act.application,
            "issue",
            status=Status.CERT_ISSUED,
            params={"cert_no": content.cert_no},
            **act.who,
        )
    )
    return None

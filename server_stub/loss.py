"""The publicity of a lost certificate (S1 3.4; domain §4.7 T05–T07, P11). Pure.

Saving item 1 opens it for the working days that the region's calendar asks for. The clock closes
it at the end of its last day, unless somebody objected or a year's holidays are not known: then
an officer says.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any

from app.domain.calendar import WorkCalendar, has_ended
from app.domain.enums import Status
from app.domain.model import Application, ApplicationVersion, ModuleData
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.publicity import Publicity, PublicityScope
from app.domain.refusal import Refusal
from app.protocol.canonical import canonical, sha256_hex
from server_stub import effects_onward

Who = tuple[str, str]
"""User id and name of who acts."""
CLOCK: Who = ("", "")


def first_modules(profile: Profile, application: Application) -> list[str]:
    """The codes of item 1; none for a kind of application without publicity beforehand."""
    spec = profile.type_spec(application.type)
    return spec.first_modules if spec is not None and spec.publicity_before_submit else []


def item_sha256(draft: ApplicationVersion, codes: list[str]) -> str:
    """What is publicised, by its hash: the content of item 1."""
    parts = {code: draft.modules.get(code, ModuleData()).model_dump(mode="json") for code in codes}
    return sha256_hex(canonical(parts))


def publicity_of(
    draft: ApplicationVersion, profile: Profile, codes: list[str], calendar: WorkCalendar,
    now: datetime,
) -> Publicity:  # fmt: skip
    """The publicity that opens now and ends when its working days are full."""
    start = now.astimezone(CHINA).date()
    end = calendar.nth_day(start, profile.calendar)
    return Publicity(
        pub_id=uuid.uuid4().hex,
        scope=PublicityScope.LOSS,
        app_ids=[draft.app_id],
        version_no=draft.version_no,
        publicised_sha256=item_sha256(draft, codes),
        start_date=start,
        end_date=end,
        method="平台公示",
        calendar_version=calendar.key(start, end),
    )


def opened(application: Application, publicity: Publicity, now: datetime, who: Who) -> Application:
    """T05: DRAFT → LOSS_PUBLICITY."""
    return _acted(
        application, "loss_publicity", now, who, status=Status.LOSS_PUBLICITY,
        params={"start": str(publicity.start_date), "end": str(publicity.end_date)},
        loss_publicity=publicity,
    )  # fmt: skip


def due_at(application: Application) -> datetime | None:
    """When the clock looks at a running publicity again: the day after its last one, in China."""
    publicity = application.loss_publicity
    if application.status is not Status.LOSS_PUBLICITY or publicity is None:
        return None
    if publicity.end_date is None or is_held(publicity):
        return None
    after = publicity.end_date + timedelta(days=1)
    return datetime.combine(after, time(), tzinfo=CHINA).astimezone(UTC)


def is_held(publicity: Publicity) -> bool:
    """Whether the clock alone must not close it: an objection is open, or a year not known."""
    unknown = publicity.calendar_version.endswith("@0") or "@0+" in publicity.calendar_version
    return is_disputed(publicity) or (unknown and not publicity.result_text)


def is_disputed(publicity: Publicity) -> bool:
    """Whether an objection waits to be dealt with."""
    return bool(publicity.objection) and not publicity.handling_result.strip()


def closed_by_clock(application: Application, now: datetime) -> Application | None:
    """T06: LOSS_PUBLICITY → DRAFT with item 2 open; None while that is not due."""
    publicity = application.loss_publicity
    due = due_at(application)
    return closed(application, now, CLOCK) if publicity and due and now >= due else None


def closed(application: Application, now: datetime, who: Who, result_text: str = "") -> Application:
    """The publicity is over; that nobody objected is noted."""
    assert application.loss_publicity is not None
    known = application.loss_publicity
    publicity = known.model_copy(
        update={
            "objection": bool(known.objection),
            "result_text": result_text or known.result_text or "公示期满",
        }
    )
    return _acted(
        application, "loss_publicity_end", now, who, status=Status.DRAFT, loss_publicity=publicity
    )


def close_refusal(application: Application, now: datetime) -> Refusal | None:
    """Why an officer cannot close it: not running, not over, or objected to."""
    publicity = application.loss_publicity
    if application.status is not Status.LOSS_PUBLICITY or publicity is None:
        return Refusal("WRONG_STATE", {"status": application.status.value})
    if publicity.end_date is None or not has_ended(publicity.end_date, now):
        return Refusal("LOSS_PUBLICITY_RUNNING", {"end": str(publicity.end_date)})
    return Refusal("LOSS_OBJECTED") if is_disputed(publicity) else None


def objected(application: Application, text: str, now: datetime, who: Who) -> Application:
    """Somebody objects: the clock waits."""
    assert application.loss_publicity is not None
    publicity = application.loss_publicity.model_copy(
        update={"objection": True, "objection_text": text, "handling_result": ""}
    )
    return _acted(
        application, "loss_objection", now, who, params={"text": text}, loss_publicity=publicity
    )


def settled(application: Application, result: str, now: datetime, who: Who) -> Application:
    """The objection is not upheld; the publicity runs on to its end."""
    assert application.loss_publicity is not None
    publicity = application.loss_publicity.model_copy(update={"handling_result": result})
    return _acted(
        application, "loss_objection_settled", now, who, params={"text": result},
        loss_publicity=publicity,
    )  # fmt: skip


def upheld(
    application: Application, reason: str, now: datetime, who: Who, *, final: bool
) -> Application:
    """T07: → NOT_PASSED where that ends it, else → DRAFT to begin again with item 1."""
    assert application.loss_publicity is not None
    publicity = application.loss_publicity.model_copy(update={"handling_result": reason})
    return _acted(
        application, "loss_objection_upheld", now, who,
        status=Status.NOT_PASSED if final else Status.DRAFT, params={"text": reason},
        loss_publicity=publicity if final else None,
    )  # fmt: skip


def _acted(
    application: Application, action: str, now: datetime, who: Who, **update: Any
) -> Application:
    return effects_onward.act(
        application, action, op_id="", actor_id=who[0], actor_name=who[1], now=now, **update
    )

"""The reissue of a lost certificate under ``GXRC``: item 1 is saved and publicised (S1 3.4)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.domain.calendar_data import packaged_calendar
from app.domain.enums import Level
from app.domain.partial_date import CHINA
from app.domain.profile import CalendarPolicy
from app.domain.publicity import Publicity
from server_stub.demo.cases.career import STEPS, Career
from server_stub.demo.cases.contents import Portrait
from server_stub.demo.cases.draft import Draft, DraftFile, declaration
from server_stub.demo.cases.liuzhou import person_fields

GRANTING = "示例市职称改革办公室"
"""The office of the city, which granted the lower levels."""
_DAY = 4


def draft(
    career: Career, app_id: str, *, seed: int, activity: str, submitted_at: datetime
) -> Draft:
    """The working copy with item 1; item 2 is shut until the publicity is over."""
    title = career.title
    assert title is not None
    made = Draft(
        app_id=app_id,
        seed=seed,
        submitted_at=submitted_at,
        declaration=declaration(
            Level.MIDDLE,
            year=career.commitment.year,
            target=STEPS[Level.MIDDLE].target,
            trade=career.trade,
            activity=activity,
            committee_code="示例区非公经济组织职称评审委员会",
            target_office_code=GRANTING,
        ),
        person=person_fields(career),
    )
    entry = made.add("personal", employer=career.unit.body.name, archive_org=career.who.archive_org)
    photo = Portrait(career.who.portrait, career.who.sex)
    made.files.append(DraftFile("personal", "photo", entry, "照片.jpg", photo))
    made.add(
        "original_certificate",
        cert_no=title.certificate_number,
        title_name=STEPS[Level.MIDDLE].target,
        level=Level.MIDDLE.value,
        series=title.series,
        specialty=title.specialty,
        obtain_date=title.obtain_date.isoformat(),
        approving_org=title.approving_org,
        issuing_org=GRANTING,
        lost_on=(submitted_at.date() - timedelta(days=20)).isoformat(),
        lost_statement="搬迁办公室时遗失，多方查找未果。",
        irrevocable=True,
    )
    return made


def publicity(app_id: str, today: date) -> Publicity:
    """The publicity of which ``today`` is the fourth working day."""
    calendar, policy = packaged_calendar(), CalendarPolicy()
    start = today
    while calendar.count(start, today, policy).in_force.total < _DAY:
        start -= timedelta(days=1)
    end = calendar.nth_day(start, policy)
    return Publicity(
        pub_id=f"pub-{app_id}",
        start_date=start,
        end_date=end,
        method="平台公示",
        calendar_version=calendar.key(start, end),
    )


def opened_at(shown: Publicity) -> datetime:
    """When item 1 was saved: in the morning of the first day."""
    assert shown.start_date is not None
    return datetime.combine(shown.start_date, time(0, 5), CHINA)

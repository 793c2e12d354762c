"""What a unit must have done before it can pass a case on: a dossier that every rule accepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32

from app.domain.dossier import Assessment, AssessmentResult, Dossier
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile
from server_stub.demo.cases.opinions import opinion
from tests.domain import clean_dossier
from tests.server_stub.world import PDF, sha


def done_before(now: datetime, profile: Profile) -> Callable[[ApplicationVersion], Dossier]:
    """Makes complete dossiers, all steps of which were over a week before ``now``.

    Publicity takes sixteen days, which have five working days at any time of the year.
    """
    today = now.date()

    def make(version: ApplicationVersion) -> Dossier:
        return complete_dossier(version, profile, today)

    return make


def complete_dossier(version: ApplicationVersion, profile: Profile, today: date) -> Dossier:
    """The complete dossier of one version; the texts of two versions are not alike."""
    made = clean_dossier.dossier(version, profile, "")
    shown = clean_dossier.publicity(version, profile).model_copy(
        update={
            "start_date": today - timedelta(days=26),
            "end_date": today - timedelta(days=10),
            "proof_files": [sha(PDF)],
        }
    )
    held = today - timedelta(days=8)
    assert made.deliberation is not None
    declared = version.declaration
    text = opinion(
        crc32(version.app_id.encode()) % 343,
        name=version.person.name,
        trade=declared.specialty or "本专业",
        title=declared.target_title,
        project=version.app_id,
    )
    return made.model_copy(
        update={
            "rev": 1,
            "publicity": shown,
            "deliberation": made.deliberation.model_copy(
                update={"held_on": held, "form_scan": sha(PDF)}
            ),
            "saved_at": datetime.combine(held, time(8), UTC),
            "assessments": [
                Assessment(year=year, result=AssessmentResult.COMPETENT)
                for year in range(declared.year - 5, declared.year)
            ],
            "recommendation": made.recommendation.model_copy(update={"text": text}),
            "next_target": None,
        }
    )

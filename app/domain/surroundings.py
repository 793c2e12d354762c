"""What stands around an application: facts that rules need and its own papers do not hold.

The server gathers them when it publishes a case, so that client and server judge by the same.
A part that is None was not gathered: a rule that needs it says that it cannot decide.
Personal data of others never stands here, only that something agrees, and with which case.
"""

from __future__ import annotations

from pydantic import Field

from app.domain.certificates import CertificateRecord
from app.domain.entity import Entity
from app.domain.enums import ApplicationType, Status
from app.domain.sealing import Seal


class OtherCase(Entity):
    """Another application of the same person (R004)."""

    app_id: str
    type: ApplicationType
    year: int
    series_code: str
    status: Status


class FileUse(Entity):
    """Another place where the same file, or a paper of the same title, was handed in."""

    app_id: str
    module_code: str
    entry_id: str | None = None
    same_person: bool = False


class OtherRecommendation(Entity):
    """A recommendation of the same unit and year (R134)."""

    app_id: str
    text: str


class Surroundings(Entity):
    """Facts about everything but the application.

    Attributes:
        other_cases: of the same person, whatever their state but deleted.
        identity_clashes: which of ``id_number``, ``phone``, ``email`` another account uses.
        file_uses: by sha256, where the version's files stand in other applications.
        paper_twins: by normalised title (:func:`app.domain.normal.title_key`).
        unit_bound: whether the applicant was bound by a live unit key (R212).
        dept_names: the names of the departments registered for the unit (R007).
        activity_committees: committees with a published activity in the year (R005).
        certificates: registry records that name the certificate number stated.
        cert_claimed_by_other: certificate or management numbers another person has claimed.
        recommendations: of other cases of the unit in the same year.
        seals: of the offices on the route.
        recused: user ids who declared recusal for this case.
        apply_start: when the activity's window opens (ISO 8601, UTC); empty where unknown.
        apply_end: when it closes.
        route_expected: org ids of the route by today's organisation data (ROUTE_CHANGED).
        collects_fee_online: whether the committee takes fees through the system.
    """

    other_cases: list[OtherCase] | None = None
    identity_clashes: list[str] | None = None
    file_uses: dict[str, list[FileUse]] | None = None
    paper_twins: dict[str, list[FileUse]] | None = None
    unit_bound: bool | None = None
    dept_names: list[str] | None = None
    activity_committees: list[str] | None = None
    apply_start: str = ""
    apply_end: str = ""
    certificates: list[CertificateRecord] | None = None
    cert_claimed_by_other: list[str] | None = None
    recommendations: list[OtherRecommendation] | None = None
    seals: list[Seal] | None = None
    recused: list[str] = Field(default_factory=list)
    route_expected: list[str] | None = None
    collects_fee_online: bool | None = None

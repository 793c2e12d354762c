"""What stands around a case (domain §4.13): gathered when it is handed in, kept up after.

Rules must say the same on a client that knows one case and on a server that knows all. So the
server tells with each case what it has in common with others: that something agrees, and with
which case; never a word about the other person.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Select, case, func, or_, select, text
from sqlalchemy.orm import Session

from app.domain.certificates import CertificateRecord
from app.domain.enums import Status
from app.domain.model import Activity, Application, ApplicationVersion, Organisation
from app.domain.sealing import Seal
from app.domain.surroundings import FileUse, OtherCase, OtherRecommendation, Surroundings
from server_stub import certificate_registry, seals, traces, unit_bindings
from server_stub.tables import ActivityRow, ApplicationRow, OrganisationRow, RecusalRow
from server_stub.traces import FILE, GRAMS, IDENTIFIERS, TITLE, Found, Kept

COMMITTEES = "committees"
"""Under this key a session remembers the committees of each year."""
MOST_OTHERS = 8
"""So many other cases of a person are told of."""
_ALIKE = 3
"""So many runs of a recommendation's sketch must agree before its text is sent along."""
_TOLD = 3
"""So many recommendations, and so many uses of a file, are told."""
_SOMEBODY = "某某"
_PERSONAL = ("name", "id_number", "sex", "phone", "org")


def gather(
    session: Session,
    row: ApplicationRow,
    application: Application,
    found: list[Found] | None = None,
) -> Surroundings:
    """All of it, by indexes alone. ``application`` may be newer than what ``row`` holds.

    :param found: the traces of others, where they were looked for already.
    """
    version, person_id = application.version, row.person_id
    if found is None:
        found = traces.others(session, traces.of_case(application), person_id)
    activity = session.get(ActivityRow, version.declaration.activity_id)
    window = Activity.model_validate_json(activity.doc) if activity else None
    route = [node.org_id for node in application.route if node.org_id]
    return Surroundings(
        other_cases=other_cases(session, row),
        identity_clashes=[kind for kind in IDENTIFIERS if any(f.trace.kind == kind for f in found)],
        file_uses=_uses(found, FILE),
        paper_twins=_uses(found, TITLE),
        unit_bound=unit_bindings.is_bound(session, person_id, application.unit_org_id),
        dept_names=_departments(session, application.unit_org_id),
        activity_committees=_committees(session, version.declaration.year),
        apply_start=window.apply_start.isoformat() if window else "",
        apply_end=window.apply_end.isoformat() if window else "",
        certificates=_certificates(session, version),
        cert_claimed_by_other=certificate_registry.claimed_by_others(session, version),
        recommendations=_recommendations(session, found),
        seals=seals_of(session, application),
        recused=recused(session, application),
        route_expected=route,
        collects_fee_online=_collects_fee(session, route),
    )


def other_cases(session: Session, row: ApplicationRow) -> list[OtherCase]:
    """The person's other applications, whatever their state but deleted (R004); the first few."""
    declared = func.coalesce(
        case(
            (
                ApplicationRow.current_version == 0,
                func.json_extract(ApplicationRow.draft, "$.declaration"),
            )
        ),
        func.json_extract(ApplicationRow.doc, "$.version.declaration"),
    )
    found = session.execute(
        _of_same_person(
            row,
            ApplicationRow.app_id,
            func.json_extract(ApplicationRow.doc, "$.type").label("type"),
            func.json_extract(declared, "$.year").label("year"),
            func.json_extract(declared, "$.series_code").label("series_code"),
            ApplicationRow.status,
        ).limit(MOST_OTHERS)
    )
    return [OtherCase.model_validate(dict(other._mapping)) for other in found]


def same_person(session: Session, row: ApplicationRow) -> list[str]:
    """The person's other applications by id, which tell of this one; none where they are more than
    are told of, for what they tell is the first few."""
    found = session.scalars(_of_same_person(row, ApplicationRow.app_id).limit(MOST_OTHERS + 1))
    others = list(found)
    return others if len(others) <= MOST_OTHERS else []


def recused(session: Session, application: Application) -> list[str]:
    """Who declared recusal for a case, with those whom it names already."""
    found = select(RecusalRow.user_id).where(RecusalRow.app_id == application.app_id)
    named = application.surroundings.recused if application.surroundings else []
    return sorted({*session.scalars(found), *named})


def seals_of(session: Session, application: Application) -> list[Seal]:
    """The registered seals of the offices on the route."""
    return seals.of_offices(session, (node.org_id for node in application.route if node.org_id))


def leave_traces(session: Session, row: ApplicationRow, application: Application) -> Kept:
    """Bring the traces of a case up to date: none is left by what was deleted."""
    wanted = set() if application.status is Status.DELETED else traces.of_case(application)
    return traces.keep(session, row.app_id, row.person_id, wanted)


def _of_same_person(row: ApplicationRow, *columns: Any) -> Select[Any]:
    same = ApplicationRow.person_id == row.person_id
    either = or_(same, ApplicationRow.id_number_mac == row.id_number_mac)
    return (
        select(*columns)
        .where(either if row.id_number_mac else same)
        .where(ApplicationRow.app_id != row.app_id)
        .where(ApplicationRow.status != Status.DELETED.value)
        .order_by(text("application.rowid"))
    )


def _uses(found: list[Found], kind: str) -> dict[str, list[FileUse]]:
    uses: dict[str, list[FileUse]] = {}
    for trace, app_id in found:
        if trace.kind != kind:
            continue
        known = uses.setdefault(trace.value, [])
        if len(known) < _TOLD:
            place = {"module_code": trace.module_code, "entry_id": trace.entry_id or None}
            known.append(FileUse(app_id=app_id, **place))
    return uses


def _recommendations(session: Session, found: list[Found]) -> list[OtherRecommendation]:
    """The texts of the unit that are most alike; the name of whom they are about is left out."""
    shared = Counter(app_id for trace, app_id in found if trace.kind == GRAMS)
    alike = [app_id for app_id, count in shared.most_common(_TOLD) if count >= _ALIKE]
    made = []
    for app_id in sorted(alike):
        row = session.get_one(ApplicationRow, app_id)
        other = Application.model_validate_json(row.doc)
        if other.dossier is not None:
            name = other.version.person.name
            text = other.dossier.recommendation.text.replace(name, _SOMEBODY)
            made.append(OtherRecommendation(app_id=app_id, text=text))
    return made


def _certificates(session: Session, version: ApplicationVersion) -> list[CertificateRecord]:
    """What the registry has under the numbers stated; of others' records not whose they are."""
    own = version.person.id_number
    return [
        record
        if own and record.id_number == own
        else record.model_copy(update=dict.fromkeys(_PERSONAL, ""))
        for record in certificate_registry.named_by(session, version)
    ]


def _departments(session: Session, unit_org_id: str) -> list[str] | None:
    unit = _office(session, unit_org_id)
    if unit is None:
        return None
    dept = _office(session, unit.supervising_dept_id or "")
    return [dept.name] if dept else []


def _committees(session: Session, year: int) -> list[str] | None:
    """The committees of the year's activities; None where no activity says its committees."""
    known: dict[int, set[str]] | None = session.info.get(COMMITTEES)
    if known is None:
        known = {}
        for doc in session.scalars(select(ActivityRow.doc)):
            one = Activity.model_validate_json(doc)
            known.setdefault(one.year, set()).update(one.committees)
        session.info[COMMITTEES] = known
    return sorted(known.get(year, ())) or None


def _collects_fee(session: Session, route: list[str]) -> bool | None:
    last = _office(session, route[-1]) if route else None
    return last.collects_fee_online if last else None


def _office(session: Session, org_id: str) -> Organisation | None:
    row = session.get(OrganisationRow, org_id)
    return Organisation.model_validate_json(row.doc) if row else None

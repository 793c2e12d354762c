"""What a batch would seal, and what it leaves out and why, before anything is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from app.domain.checks.engine import FORWARD, UNIT_PASS, at_unit, run
from app.domain.enums import Severity, Status
from app.domain.refusal import Refusal
from app.domain.sealing import Seal
from app.forms.form import Typeset
from app.forms.problems import FormError
from app.forms.typesetting import typeset
from app.operations.envelope import find_case
from app.operations.errors import OperationRefused
from app.operations.onward import forms_to_seal
from app.operations.sealing.forms import form_of
from app.operations.sealing.stamps import electronic_stamp, stamp_refusals
from app.protocol.canonical import sha256_hex
from app.protocol.operations import OperationKind
from app.protocol.seal_use import UseResult
from app.seal.place import CrossPage, FieldPlace, Place
from app.seal.stamp import check_before
from app.store.moments import local_day
from app.store.projection import TROUBLED
from app.store.readmodels import CaseView
from app.store.seal_pages import LeftOut

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

FIELD: Final = "seal"
"""The field of every form that the office's seal goes into."""
_OF_SEALS: Final = frozenset({"R135", "R136"})
"""Rules that ask for the very seal that is being put on."""
_OPINION_SEALED: Final = "R135"
_SEAL_WORDS: Final = {
    "NOT_YET": "sealing.status.NOT_YET",
    "NOT_HOLDER": "sealing.not_holder",
    **{status: f"sealing.status.{status}" for status in ("REVOKED", "FROZEN", "EXPIRED")},
}
"""Why a seal is of no use, each with words of its own."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A form that will be sealed. ``doc_sha256`` is of the form as it would be sealed."""

    app_id: str
    name: str
    title: str
    form: str
    pages: int
    content_sha256: str
    doc_sha256: str
    cross_page: bool


@dataclass(frozen=True, slots=True)
class SealPlan:
    """A batch before its PIN. ``made_on`` is the day that stands on the forms."""

    seal: Seal
    made_on: date
    included: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def pages(self) -> int:
        """Pages of all forms together."""
        return sum(one.pages for one in self.included)

    @property
    def cross_pages(self) -> int:
        """Forms that get a cross-page seal too."""
        return sum(one.cross_page for one in self.included)


def places_of(made: Typeset) -> tuple[Place, ...]:
    """Where the seal goes: into its field, and across the pages where there are several."""
    field = FieldPlace(FIELD)
    return (field, CrossPage()) if made.pages > 1 else (field,)


def plan_batch(
    ws: Workspace,
    app_ids: Iterable[str],
    seal: Seal,
    *,
    size_mm: tuple[float, float],
    progress: Callable[[int], bool] = lambda _done: True,
) -> SealPlan:
    """Typeset every form that the cases need and look for what stands in the way.

    :param progress: told how many cases are done; False ends it there.
    """
    made_on = local_day(ws.clock.now())
    included: list[Planned] = []
    left_out: list[LeftOut] = []
    for done, app_id in enumerate(app_ids):
        if not progress(done):
            break
        try:
            case = find_case(ws, app_id)
        except OperationRefused as gone:
            left_out.append(LeftOut(app_id, app_id, "", gone.code, dict(gone.params)))
            continue
        forms = forms_to_seal(case)
        if not forms:
            left_out.append(_left_out(case, "", "sealing.nothing_to_seal"))
        sealed = sealed_here(ws, case)
        for form in forms:
            if form in sealed:
                left_out.append(_left_out(case, form, "sealing.sealed_already"))
                continue
            found = _judged(ws, case, form, seal, made_on, size_mm)
            if isinstance(found, Planned):
                included.append(found)
            else:
                left_out.append(found)
    return SealPlan(seal, made_on, tuple(included), tuple(left_out))


def sealed_here(ws: Workspace, case: CaseView) -> set[str]:
    """Forms of this version that are sealed here while the server has not said so yet."""
    stamp = OperationKind.STAMP.value
    if not any(op.kind == stamp and op.state not in TROUBLED for op in case.ops):
        return set()
    with ws.journal.seals() as pages:
        return {
            line.form
            for line in pages.lines_of(case.app_id)
            if line.result is UseResult.SEALED
            and line.content_sha256 == case.version.content_sha256
        }


def _judged(
    ws: Workspace,
    case: CaseView,
    form: str,
    seal: Seal,
    made_on: date,
    size_mm: tuple[float, float],
) -> Planned | LeftOut:
    if case.status is Status.PROPOSED:
        return _left_out(case, form, "sealing.not_approved", rules=(_OPINION_SEALED,))
    stamp = electronic_stamp(ws, case, form, seal.seal_id, "", "")
    refused = stamp_refusals(ws, case, seal, stamp)
    if refused:
        return _left_out(case, form, *_told(refused[0]))
    subject = case.judged(ws.clock.now())
    found = run(subject, FORWARD) + (run(subject, UNIT_PASS) if at_unit(subject) else [])
    blocking = [
        finding
        for finding in found
        if finding.severity is Severity.BLOCK and finding.rule_id not in _OF_SEALS
    ]
    if blocking:
        first = blocking[0]
        rules = tuple(dict.fromkeys(finding.rule_id for finding in blocking))
        params = {name: str(value) for name, value in first.params.items()}
        return _left_out(case, form, f"{first.message_code}.short", params, rules)
    try:
        made = typeset(form_of(case, form, made_on, ws.account.org.name))
    except FormError as problem:
        return _left_out(case, form, problem.code.value, dict(problem.params))
    places = places_of(made)
    for trouble in check_before(made.pdf, places, size_mm=size_mm):
        params = {name: str(value) for name, value in trouble.params.items()}
        return _left_out(case, form, f"seal.{trouble.code.value}", params)
    return Planned(
        app_id=case.app_id,
        name=case.version.person.name,
        title=case.version.declaration.target_title,
        form=form,
        pages=made.pages,
        content_sha256=case.version.content_sha256,
        doc_sha256=sha256_hex(made.pdf),
        cross_page=len(places) > 1,
    )


def _told(refused: Refusal) -> tuple[str, dict[str, str]]:
    """Code and parameters of a refusal; of a seal that is out of use, which way it is."""
    params = {name: str(value) for name, value in refused.params.items()}
    code = _SEAL_WORDS.get(params.get("why", "")) if refused.code == "SEAL_INVALID" else None
    return code or refused.code, params


def _left_out(
    case: CaseView,
    form: str,
    code: str,
    params: dict[str, str] | None = None,
    rules: tuple[str, ...] = (),
) -> LeftOut:
    return LeftOut(case.app_id, case.version.person.name, form, code, params or {}, rules)

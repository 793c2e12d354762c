"""待用章: what waits for a seal, with which seals it can be sealed, and what their keys say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.domain.enums import Verb
from app.domain.sealing import Seal
from app.operations.sealing.own_seals import (
    key_place,
    provider,
    registered_seals,
    seal_image,
    why_unusable,
)
from app.operations.sealing.plan import SealPlan, plan_batch
from app.seal.image import SealImage
from app.seal.keys import KeyInfo
from app.seal.problems import SealError, SealProblem
from app.store.readmodels import QueueFilter

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

NOTHING: Final = "sealing.nothing_to_seal"
DONE: Final = "sealing.sealed_already"


@dataclass(frozen=True, slots=True)
class SealChoice:
    """A seal of the office as the officer may use it here.

    ``why`` is a code of the catalogue where it cannot be used. ``place`` is ``PKCS12`` or
    ``PKCS11``, empty without a key. ``info`` is None while nobody has opened the key file yet;
    ``left`` are the tries with the PIN, None where the key cannot be reached, which ``problem``
    then says. ``next_usage_no`` is the number that its next use on this machine gets.
    """

    seal: Seal
    why: str
    place: str = ""
    info: KeyInfo | None = None
    left: int | None = None
    problem: SealProblem | None = None
    image: SealImage | None = None
    next_usage_no: int = 1

    @property
    def size_mm(self) -> tuple[float, float]:
        """How large the seal is on paper: as it was scanned, else as it is registered."""
        return self.image.size_mm if self.image else self.seal.size_mm


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of some cases came to; ``titles`` are the titles applied for, by case.

    ``sealed`` counts, by case, forms that are sealed here and wait to be sent.
    """

    plan: SealPlan
    titles: dict[str, str]
    sealed: dict[str, int]


def waiting_cases(ws: Workspace) -> list[str]:
    """The cases that were approved here and have not gone on, by number; then those to pass that
    still wait for the approver, which a plan leaves out (R135)."""
    approved = ws.queries.queue_ids(QueueFilter(view="onward"), ws.clock.now())
    proposed = [row.app_id for row in ws.queries.approvals() if row.verb is Verb.PASS]
    return [*sorted(approved), *sorted(proposed)]


def seal_choices(ws: Workspace) -> list[SealChoice]:
    """The seals of the office, those that can be used first."""
    found = (_choice(ws, one) for one in registered_seals(ws))
    return sorted(found, key=lambda one: bool(one.why))


def _choice(ws: Workspace, seal: Seal) -> SealChoice:
    choice = SealChoice(seal, why_unusable(ws, seal, ws.clock.now()))
    place = key_place(ws, seal.seal_id)
    if place is None:
        return choice
    with ws.journal.seals() as pages:
        number = pages.next_usage_no(seal.seal_id)
    image = seal_image(ws, seal.seal_id)
    choice = replace(choice, place=place.backend, image=image, next_usage_no=number)
    return look_at_key(ws, choice)


def look_at_key(ws: Workspace, choice: SealChoice) -> SealChoice:
    """The choice with the tries that are left and the certificate, as far as they can be read."""
    key = provider(ws, choice.seal.seal_id)
    try:
        left = key.guard().left
    except SealError as unreachable:
        return replace(choice, left=None, problem=unreachable.problem)
    try:
        return replace(choice, left=left, info=key.describe(), problem=None)
    except SealError:  # a key file shows its certificate to nobody without the PIN
        return replace(choice, left=left, info=None, problem=None)


def check_cases(ws: Workspace, app_ids: Sequence[str], choice: SealChoice) -> Checked:
    """Plan some cases; what has nothing to be sealed is left out without a word."""
    plan = plan_batch(ws, app_ids, choice.seal, size_mm=choice.size_mm)
    told = [one for one in plan.left_out if one.code not in (NOTHING, DONE)]
    sealed = Counter(one.app_id for one in plan.left_out if one.code == DONE)
    titles = {row.app_id: row.target_title for row in ws.queries.rows(list(app_ids))}
    return Checked(replace(plan, left_out=tuple(told)), titles, dict(sealed))

"""What an applicant made of a return: the comments, beside what changed (domain §0.1 item 7).

The last return that took effect is joined with the difference between the version it was about and
the present one: what was flagged and changed, flagged but left as it was, changed though nobody
had asked for it. What a unit's publicity shows is marked (domain §4.9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.diff import ModuleDiff, VersionDiff, diff_versions
from app.domain.enums import Verb
from app.domain.model import Application, ApplicationVersion, ModuleComment, Proposal
from app.domain.profile import ModuleSpec, Profile


class Standing(StrEnum):
    """How a module stands after a return."""

    FLAGGED_CHANGED = "FLAGGED_CHANGED"
    FLAGGED_UNCHANGED = "FLAGGED_UNCHANGED"
    CHANGED_UNFLAGGED = "CHANGED_UNFLAGGED"
    SAME = "SAME"


@dataclass(frozen=True)
class Spot:
    """A thing that changed: a field or slot (``code``) of a row, or the row itself."""

    entry_id: str | None
    code: str | None = None


@dataclass(frozen=True)
class Answer:
    """A comment, and whether anything changed at the place it is about."""

    comment: ModuleComment
    changed: bool


@dataclass(frozen=True)
class ModuleAnswers:
    """One module after a return.

    ``unasked`` are the spots that changed though no comment is about them. ``publicised``: a
    change here makes the unit publicise anew (R124).
    """

    code: str
    standing: Standing
    answers: tuple[Answer, ...] = ()
    unasked: tuple[Spot, ...] = ()
    publicised: bool = False

    @property
    def left(self) -> tuple[Answer, ...]:
        """The comments at whose place nothing changed."""
        return tuple(answer for answer in self.answers if not answer.changed)


@dataclass(frozen=True)
class RoundDiff:
    """Everything since the last return, by module: those of the form first, in its order."""

    diff: VersionDiff
    modules: tuple[ModuleAnswers, ...]

    def module(self, code: str) -> ModuleAnswers | None:
        """How one module stands."""
        return next((one for one in self.modules if one.code == code), None)

    def standing(self, *kinds: Standing) -> list[str]:
        """The codes of the modules that stand so."""
        return [one.code for one in self.modules if one.standing in kinds]

    @property
    def reopens_publicity(self) -> bool:
        """Whether something changed that the unit has publicised."""
        touched = {Standing.FLAGGED_CHANGED, Standing.CHANGED_UNFLAGGED}
        return any(one.publicised and one.standing in touched for one in self.modules)


def last_return(case: Application) -> Proposal | None:
    """The newest return that took effect before the present version came in."""
    found = [
        one
        for one in case.history
        if one.outcome == "APPROVED"
        and one.decision.verb in {Verb.RETURN, Verb.REFER_DOWN}
        and one.version_no < case.version.version_no
    ]
    return found[-1] if found else None


def round_diff(
    old: ApplicationVersion,
    new: ApplicationVersion,
    comments: Sequence[ModuleComment],
    profile: Profile,
) -> RoundDiff:
    """Join the difference of two versions with the comments on the older one."""
    return join(diff_versions(old, new), comments, profile)


def join(diff: VersionDiff, comments: Sequence[ModuleComment], profile: Profile) -> RoundDiff:
    """As :func:`round_diff`, of a difference that is at hand."""
    told = [comment.module for comment in comments]
    codes = dict.fromkeys([*(module.code for module in profile.modules), *diff.modules, *told])
    shown = profile.dossier.publicised if profile.dossier is not None else []
    return RoundDiff(
        diff,
        tuple(
            _module(
                code,
                diff.modules.get(code, ModuleDiff()),
                [comment for comment in comments if comment.module == code],
                profile.module(code),
                publicised=code in shown,
            )
            for code in codes
        ),
    )


def _module(
    code: str,
    diff: ModuleDiff,
    comments: Sequence[ModuleComment],
    spec: ModuleSpec | None,
    *,
    publicised: bool,
) -> ModuleAnswers:
    spots = list(dict.fromkeys(_spots(diff)))
    unasked = [spot for spot in spots if not any(_about(one, spot, spec) for one in comments)]
    answers = [Answer(one, _answered(one, spots, diff, spec)) for one in comments]
    if comments:
        standing = Standing.FLAGGED_CHANGED if diff.changed else Standing.FLAGGED_UNCHANGED
    else:
        standing = Standing.CHANGED_UNFLAGGED if diff.changed else Standing.SAME
    return ModuleAnswers(code, standing, tuple(answers), tuple(unasked), publicised)


def _spots(diff: ModuleDiff) -> Iterator[Spot]:
    yield from (Spot(change.entry_id, change.field) for change in diff.fields)
    yield from (Spot(entry_id) for entry_id in (*diff.entries_added, *diff.entries_removed))
    for att in (*diff.attachments_added, *diff.attachments_removed):
        yield Spot(att.entry_id, att.slot)
    yield from (Spot(pair.new.entry_id, pair.new.slot) for pair in diff.attachments_replaced)


def _answered(
    comment: ModuleComment, spots: Iterable[Spot], diff: ModuleDiff, spec: ModuleSpec | None
) -> bool:
    """Whether something changed where the comment points; a module at large: anything in it."""
    if comment.entry_id is None and comment.field is None:
        return diff.changed
    return any(_about(comment, spot, spec) for spot in spots)


def _about(comment: ModuleComment, spot: Spot, spec: ModuleSpec | None) -> bool:
    """Whether a spot belongs to what the comment is about.

    A comment on a field is also about the files of its row: a value is often right and its proof
    was not. A row that came or went answers what was said about the row, or about its module.
    """
    if comment.entry_id is not None and spot.entry_id not in (None, comment.entry_id):
        return False
    if comment.field is None or spot.code is None or spot.code == comment.field:
        return True
    return spec is not None and spec.slot(spot.code) is not None and _is_field(comment, spec)


def _is_field(comment: ModuleComment, spec: ModuleSpec) -> bool:
    return comment.field is not None and spec.field(comment.field) is not None

"""Anchors on a version: where they belong, which still hold, what is refused (domain §4.2).

An anchor stays with a case while its file does: a new version that keeps the file keeps the place.
That the field says what the officer saw there holds only while the value is the same too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.domain.anchors import (
    MAX_PAGE,
    MAX_PER_CASE,
    MAX_PER_DECISION,
    Anchor,
    FieldPath,
    ScanPlace,
    value_mark,
)
from app.domain.form import FormEntry, form_entries
from app.domain.model import Application, ApplicationVersion, Decision
from app.domain.profile import Profile


class Hold(StrEnum):
    """Whether an anchor still says something about a version."""

    HOLDS = "HOLDS"
    RELOOK = "RELOOK"
    """The file is the same, the value another."""
    GONE = "GONE"
    """The file or the entry is not there any more."""


def path_of(module: str, entry_id: str | None, code: str) -> str:
    """The written path of a field or slot."""
    return str(FieldPath(module, entry_id or "", code))


class Holding:
    """What a version has, read once for many anchors: its files, entries and values."""

    def __init__(self, version: ApplicationVersion) -> None:
        self._version = version
        self._pages: dict[str, int] = {}
        for att in version.attachments:
            most = MAX_PAGE if att.pages is None else att.pages
            self._pages[att.sha256] = max(most, self._pages.get(att.sha256, 0))
        self._rows: dict[str, dict[str, FormEntry]] = {}

    def belongs(self, place: ScanPlace) -> bool:
        """Whether the version has the file, and the file the page as far as its pages are known."""
        return place.page <= self._pages.get(place.att_sha256, 0)

    def mark(self, path: FieldPath) -> str:
        """The :func:`~app.domain.anchors.value_mark` of what a field says; empty for no value.

        :raises LookupError: the version has no such entry.
        """
        rows = self._rows.get(path.module)
        if rows is None:
            found = form_entries(self._version, path.module)
            rows = self._rows[path.module] = {row.entry_id or "": row for row in found}
        row = rows.get(path.entry_id)
        if row is None:
            if path.entry_id:
                raise LookupError(path.entry_id)
            return ""
        value = row.values.get(path.code)
        return value_mark(value) if value is not None else ""

    def hold(self, anchor: Anchor) -> Hold:
        """Whether an anchor still says something about the version."""
        if not self.belongs(anchor):
            return Hold.GONE
        try:
            mark = self.mark(anchor.path)
        except LookupError:
            return Hold.GONE
        return Hold.HOLDS if mark == anchor.value_mark else Hold.RELOOK


def mark_of(version: ApplicationVersion, path: FieldPath) -> str:
    """See :meth:`Holding.mark`."""
    return Holding(version).mark(path)


def hold(anchor: Anchor, version: ApplicationVersion) -> Hold:
    """See :meth:`Holding.hold`."""
    return Holding(version).hold(anchor)


def belongs(place: ScanPlace, version: ApplicationVersion) -> bool:
    """See :meth:`Holding.belongs`."""
    return Holding(version).belongs(place)


def carried(anchors: Iterable[Anchor], version: ApplicationVersion) -> list[Anchor]:
    """The anchors that go along to a version."""
    having = Holding(version)
    return [anchor for anchor in anchors if having.hold(anchor) is not Hold.GONE]


def merged(
    kept: Iterable[Anchor], fresh: Iterable[Anchor], removed: Iterable[str] = ()
) -> list[Anchor]:
    """Anchors with newer ones: an office has one for a field and a file, and may take it away."""
    newer = list(fresh)
    spots, gone = {one.spot for one in newer}, {one.anchor_id for one in newer} | set(removed)
    return [one for one in kept if one.spot not in spots and one.anchor_id not in gone] + newer


def anchors_of(application: Application) -> list[Anchor]:
    """All anchors of a case that its reader sees."""
    return [*application.anchors, *application.office_anchors]


def anchor_problem(
    decision: Decision, version: ApplicationVersion, profile: Profile, kept: Sequence[Anchor]
) -> str:
    """Why the anchors of a decision cannot be taken, as a code of the catalogue; empty if they can.

    ``ANCHORS_TOO_MANY``, ``ANCHOR_FOREIGN`` (a file that is not of the version, a page beyond its
    last, or a field that is not of the form), ``ANCHOR_TWICE`` (one id for two).
    """
    fresh = decision.anchors
    ids = [anchor.anchor_id for anchor in fresh]
    others = {anchor.anchor_id for anchor in kept} - set(decision.anchors_removed)
    if len(set(ids)) < len(ids):
        return "ANCHOR_TWICE"
    if len(fresh) > MAX_PER_DECISION or len(others | set(ids)) > MAX_PER_CASE:
        return "ANCHORS_TOO_MANY"
    places = [place for comment in decision.module_comments for place in comment.anchors]
    having = Holding(version)
    if not all(having.belongs(place) for place in (*fresh, *places)):
        return "ANCHOR_FOREIGN"
    if not all(_is_of_form(anchor.path, version, profile) for anchor in fresh):
        return "ANCHOR_FOREIGN"
    return ""


def _is_of_form(path: FieldPath, version: ApplicationVersion, profile: Profile) -> bool:
    module = profile.module(path.module)
    if module is None:
        return False
    rows = [row for row in form_entries(version, path.module)
            if (row.entry_id or "") == path.entry_id]  # fmt: skip
    if path.entry_id and not rows:
        return False
    if module.field(path.code) is not None or module.slot(path.code) is not None:
        return True
    return module.placeholder and any(path.code in row.values for row in rows)

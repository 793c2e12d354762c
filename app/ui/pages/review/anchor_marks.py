"""How places on scans read: beside a field, on a comment, on the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.anchored import Hold, Holding
from app.domain.anchors import Anchor, AnchorVerdict, FieldPath, ScanPlace
from app.domain.form import form_entries
from app.domain.model import Attachment, ModuleComment
from app.domain.partial_date import CHINA
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.place import Place
from app.ui.pages.review.values import value_text
from app.ui.widgets import formats
from app.ui.widgets.field_row import AnchorState
from app.viewers.highlights import Highlight

_VALUE = 24
"""Characters of a value in a label on the page."""
_TONES = {
    AnchorVerdict.MATCH: "green",
    AnchorVerdict.MISMATCH: "red",
    AnchorVerdict.UNREADABLE: "amber",
}


@dataclass(frozen=True)
class FieldMark:
    """What stands beside a field: 目录 p1, and whether it was found right."""

    text: str
    state: AnchorState


@dataclass(frozen=True)
class ScanMark:
    """A rectangle on the file on screen, and what it belongs to."""

    highlight: Highlight
    place: ScanPlace
    anchor: Anchor | None = None
    comment: ModuleComment | None = None


def verdict_words(verdict: AnchorVerdict) -> str:
    """一致, 不一致 or 看不清."""
    return {
        AnchorVerdict.MATCH: QCoreApplication.translate("review", "一致"),
        AnchorVerdict.MISMATCH: QCoreApplication.translate("review", "不一致"),
        AnchorVerdict.UNREADABLE: QCoreApplication.translate("review", "看不清"),
    }.get(verdict, QCoreApplication.translate("review", "未知结论"))


def file_of(case: CaseView, place: ScanPlace, entry: str = "") -> Attachment | None:
    """The attachment that a place is in; where a file was handed in twice, that of the entry."""
    found = [one for one in case.version.attachments if one.sha256 == place.att_sha256]
    return next((one for one in found if one.entry_id == entry), found[0] if found else None)


def place_words(case: CaseView, place: ScanPlace) -> str:
    """目录 p1: the slot and the page; empty where the version has no such file."""
    att = file_of(case, place)
    if att is None:
        return ""
    module = case.profile.module(att.module_code)
    slot = module.slot(att.slot) if module else None
    name = slot.label.in_(language()) if slot else att.filename
    return f"{name} p{place.page}"


def places_words(case: CaseView, places: Sequence[ScanPlace]) -> str:
    """The places of a comment, each once."""
    return "、".join(dict.fromkeys(filter(None, (place_words(case, one) for one in places))))


def path_words(case: CaseView, path: FieldPath) -> tuple[str, str]:
    """What a field or slot is called, and its value as it is shown; masked as everywhere."""
    module = case.profile.module(path.module)
    if module is None:
        return path.code, ""
    slot = module.slot(path.code)
    if slot is not None:
        return slot.label.in_(language()), ""
    spec = module.field(path.code)
    if spec is None:
        return path.code, ""
    rows = form_entries(case.version, path.module)
    row = next((one for one in rows if (one.entry_id or "") == path.entry_id), None)
    return spec.label.in_(language()), value_text(spec, row.values.get(path.code) if row else None)


def anchors_for(case: CaseView, path: FieldPath, office: str) -> list[Anchor]:
    """The anchors on a field: those of the own office first, and of those the newest first."""
    return own_first([one for one in case.anchors if one.field_path == str(path)], office)


def own_first(found: Sequence[Anchor], office: str) -> list[Anchor]:
    """Those of the own office first, and of those the newest first."""
    newest = sorted(found, key=lambda one: one.at, reverse=True)
    return sorted(newest, key=lambda one: one.org_id != office)


def field_marks(case: CaseView, place: Place, office: str) -> dict[str, FieldMark]:
    """The marks of the fields and slots of the entry on screen, by code.

    What another office saw, and what must be looked at again, is shown without a verdict.
    """
    found: dict[str, FieldMark] = {}
    by_path: dict[FieldPath, list[Anchor]] = {}
    for anchor in case.anchors:
        path = anchor.path
        if (path.module, path.entry_id) == (place.module, place.entry):
            by_path.setdefault(path, []).append(anchor)
    having = Holding(case.version)
    for path, anchors in by_path.items():
        first = own_first(anchors, office)[0]
        found[path.code] = FieldMark(place_words(case, first), _state(having, first, office))
    return found


def _state(having: Holding, anchor: Anchor, office: str) -> AnchorState:
    if anchor.org_id != office or having.hold(anchor) is not Hold.HOLDS:
        return ""
    if not anchor.verdict.known:
        return ""
    return "ok" if anchor.verdict is AnchorVerdict.MATCH else "bad"


def scan_marks(case: CaseView, att_id: str, office: str) -> list[ScanMark]:
    """What is marked on a file: fields first, then what comments point at."""
    view = case.attachments.get(att_id)
    if view is None:
        return []
    sha256 = view.attachment.sha256
    here = [one for one in case.anchors if one.att_sha256 == sha256]
    having = Holding(case.version)
    found = [_anchor_mark(case, having, one, office) for one in here]
    taken = {(mark.place.page, mark.place.rect) for mark in found}
    for comment, words, place in _comment_places(case):
        spot = (place.page, place.rect)
        if place.att_sha256 == sha256 and spot not in taken:
            taken.add(spot)
            mark = Highlight(place.page - 1, part_of(place), words, "accent")
            found.append(ScanMark(mark, place, comment=comment))
    return found


def part_of(place: ScanPlace) -> tuple[float, float, float, float]:
    """A place as viewers take it: left, top, width, height."""
    left, top, right, bottom = place.rect
    return left, top, right - left, bottom - top


def _anchor_mark(case: CaseView, having: Holding, anchor: Anchor, office: str) -> ScanMark:
    label, value = path_words(case, anchor.path)
    if len(value) > _VALUE:
        value = value[: _VALUE - 1] + "…"
    told = [f"{label} {value}".rstrip(), verdict_words(anchor.verdict)]
    tone = _TONES.get(anchor.verdict, "grey")
    if having.hold(anchor) is Hold.RELOOK:
        told.append(QCoreApplication.translate("review", "填报已改，须重看"))
        tone = "grey"
    if anchor.org_id != office:
        told.append(who_words(anchor))
    words = " · ".join(told)
    return ScanMark(Highlight(anchor.page - 1, part_of(anchor), words, tone), anchor.place, anchor)


def who_words(anchor: Anchor) -> str:
    """Another office, its officer and the day."""
    day = formats.date_text(anchor.at.astimezone(CHINA).date())
    return " ".join(part for part in (anchor.org_name, anchor.by_name, day) if part)


def _comment_places(case: CaseView) -> Iterator[tuple[ModuleComment, str, ScanPlace]]:
    mine = QCoreApplication.translate("review", "意见")
    for comment in case.draft.comments:
        for place in comment.anchors:
            yield comment, f"{mine} · {_short(comment.text)}", place
    for past in case.earlier:
        words = QCoreApplication.translate("review", "第 {n} 轮意见").format(n=past.round)
        for comment in past.comments:
            for place in comment.anchors:
                yield comment, f"{words} · {_short(comment.text)}", place


def _short(text: str) -> str:
    return text if len(text) <= _VALUE else f"{text[: _VALUE - 1]}…"

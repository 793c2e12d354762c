"""Findings and comments of the module on screen, as cards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.enums import CommentSeverity
from app.domain.finding import Finding
from app.domain.model import ModuleComment
from app.operations.notes import comment_notes
from app.protocol.messages import message
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.anchor_marks import places_words
from app.ui.pages.review.citation import certainty_marks, citation_text, source_text
from app.ui.pages.review.fields import finding_title
from app.ui.pages.review.place import Place, entry_ids, settled_findings
from app.ui.widgets import (
    BadgeSpec,
    CardAction,
    CommentCard,
    CommentSpec,
    FindingCard,
    FindingSpec,
    NoteSpec,
    severity_badge,
)
from app.ui.widgets.layout import clear_layout


def note_specs(notes: Iterable[Finding]) -> tuple[NoteSpec, ...]:
    """What rules say about a comment, in words with their source."""
    return tuple(
        NoteSpec(
            badges=(severity_badge(note.severity.value), *certainty_marks(note)),
            text=message(f"{note.message_code}.fact", language(), **note.params),
            source=source_text(note),
            rule=note.rule_id,
        )
        for note in notes
    )


def finding_state(how: str) -> str:
    """What became of a finding."""
    return {
        "comment": QCoreApplication.translate("review", "已转意见"),
        "verified": QCoreApplication.translate("review", "已核实"),
        "carried": QCoreApplication.translate("review", "沿用上一版核实"),
        "override": QCoreApplication.translate("review", "已申请放行"),
    }.get(how, "")


def comment_badge(severity: CommentSeverity) -> BadgeSpec:
    """须改 or 建议."""
    if severity is CommentSeverity.ADVICE:
        return BadgeSpec(QCoreApplication.translate("review", "建议"), "accent", "line")
    return BadgeSpec(QCoreApplication.translate("review", "须改"), "red", "line")


def comment_place(case: CaseView, comment: ModuleComment) -> str:
    """The entry and field a comment is about: 论文、著作 2 · 发表时间."""
    module = case.profile.module(comment.module)
    if module is None:
        return comment.module
    name = module.label.in_(language())
    entries = entry_ids(case, comment.module)
    if comment.entry_id in entries and len(entries) > 1:
        name = f"{name} {entries.index(comment.entry_id) + 1}"
    field = module.field(comment.field) if comment.field else None
    return f"{name} · {field.label.in_(language())}" if field else name


class FindingCards(QFrame):
    """The findings of a module; the current one is open.

    Attributes:
        chosen: the id of the finding that was clicked.
        acted: the id of the finding and ``comment``, ``verify`` or ``override``.
    """

    chosen = Signal(str)
    acted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._cards: dict[str, FindingCard] = {}
        self._key: tuple[object, ...] = ()

    def show_findings(self, case: CaseView, place: Place, *, may_act: str = "") -> None:
        """Show the module's findings; ``may_act`` says why nothing can be done, if so."""
        settled = settled_findings(case)
        findings = case.findings_of(place.module)
        key = (
            case.app_id,
            case.application.current_version,
            place.module,
            tuple((one.finding_id, settled.get(one.finding_id, "")) for one in findings),
            may_act,
            language(),
        )
        if key != self._key:
            self._key = key
            self._rebuild(case, findings, settled, may_act)
        for finding_id, card in self._cards.items():
            card.set_current(finding_id == place.finding)

    def card(self, finding_id: str) -> FindingCard | None:
        """The card of a finding."""
        return self._cards.get(finding_id)

    def _rebuild(
        self,
        case: CaseView,
        findings: tuple[Finding, ...],
        settled: dict[str, str],
        may_act: str,
    ) -> None:
        clear_layout(self._layout)
        self._cards = {}
        for finding in findings:
            how = settled.get(finding.finding_id, "")
            card = FindingCard(self._spec(case, finding, how, may_act))
            finding_id = finding.finding_id
            card.chosen.connect(lambda id_=finding_id: self.chosen.emit(id_))
            card.action.connect(lambda act, id_=finding_id: self.acted.emit(id_, act))
            self._cards[finding_id] = card
            self._layout.addWidget(card)

    def _spec(self, case: CaseView, finding: Finding, how: str, may_act: str) -> FindingSpec:
        actions = [
            CardAction(
                "comment", self.tr("转为意见"), "F9", "message-plus-outline", blocked=may_act
            ),
            CardAction("verify", self.tr("核实无误"), "Shift+F9", blocked=may_act),
        ]
        if finding.severity.value in ("BLOCK", "ERROR"):
            actions.append(CardAction("override", self.tr("申请放行"), kind="quiet",
                                      blocked=may_act))  # fmt: skip
        if how == "comment":
            actions = []
        elif how:
            actions = [CardAction("reopen", self.tr("撤回核实"), kind="quiet", blocked=may_act)]
        return FindingSpec(
            badge=severity_badge(finding.severity.value),
            title=finding_title(finding),
            evidence=message(f"{finding.message_code}.fact", language(), **finding.params),
            source=citation_text(finding, case.profile.key),
            state=finding_state(how),
            rule=finding.rule_id,
            marks=certainty_marks(finding),
            actions=actions,
        )


class CommentCards(QFrame):
    """The comments of a module in this draft, and those of earlier rounds.

    Attributes:
        editRequested, deleteRequested: the id of the comment.
        anchorRequested: the comment whose place on a scan was pressed.
    """

    editRequested = Signal(str)
    deleteRequested = Signal(str)
    anchorRequested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._key: tuple[object, ...] = ()

    def show_comments(self, case: CaseView, place: Place, author: str, now: datetime) -> None:
        """Show what is said about the module, newest round first."""
        own = case.comments_of(place.module)
        former = [
            (round_, comment)
            for round_ in case.earlier
            for comment in round_.comments
            if comment.module == place.module
        ]
        said = comment_notes(case, now)
        notes = {one.comment_id: note_specs(said.get(one.comment_id, ())) for one in own}
        key = (
            case.app_id, place.module, tuple(one.model_dump_json() for one in own), len(former),
            tuple(notes.values()), language(),
        )  # fmt: skip
        if key == self._key:
            return
        self._key = key
        clear_layout(self._layout)
        for comment in own:
            card = CommentCard(
                CommentSpec(
                    badge=comment_badge(comment.severity),
                    place=comment_place(case, comment),
                    text=comment.text,
                    remedy=comment.fix_hint,
                    anchor=places_words(case, comment.anchors),
                    byline=author,
                    notes=notes[comment.comment_id],
                )
            )
            comment_id = comment.comment_id
            card.editRequested.connect(lambda id_=comment_id: self.editRequested.emit(id_))
            card.deleteRequested.connect(lambda id_=comment_id: self.deleteRequested.emit(id_))
            card.anchorRequested.connect(lambda one=comment: self.anchorRequested.emit(one))
            self._layout.addWidget(card)
        for round_, comment in former:
            byline = self.tr("第 {n} 轮 {name}").format(
                n=round_.round, name=round_.proposal.handler_name
            )
            card = CommentCard(
                CommentSpec(
                    badge=comment_badge(comment.severity),
                    place=comment_place(case, comment),
                    text=comment.text,
                    remedy=comment.fix_hint,
                    anchor=places_words(case, comment.anchors),
                    byline=byline,
                    editable=False,
                )
            )
            card.anchorRequested.connect(lambda one=comment: self.anchorRequested.emit(one))
            self._layout.addWidget(card)

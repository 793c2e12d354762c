"""The decision bar: which verbs there are, what each leads to, and the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.enums import CommentSeverity, Verb
from app.domain.finding import Finding
from app.domain.model import FindingAck
from app.operations.notes import acks_of, warnings_open
from app.operations.verbs import VerbOffer
from app.store.readmodels import CaseView
from app.ui.i18n import Count, language
from app.ui.pages.review.bar_notes import bar_notes
from app.ui.pages.review.place import settled_findings
from app.ui.widgets import DecisionBar
from app.ui.widgets import Verb as VerbButton

KEYS = {
    Verb.PASS: "Alt+1",
    Verb.RETURN: "Alt+2",
    Verb.REFER_DOWN: "Alt+3",
    Verb.NOT_PASSED: "Alt+4",
}


class Verdict(QObject):
    """Keeps the decision bar in step with the case.

    Attributes:
        proposeRequested: the verb to propose.
        verbChosen: the verb that was chosen; it belongs to the draft.
        refused: why a verb cannot be used.
        acknowledged: the warnings of the chosen verb that the officer has read.
    """

    proposeRequested = Signal(object)
    verbChosen = Signal(object)
    refused = Signal(str)
    acknowledged = Signal(object)

    def __init__(self, bar: DecisionBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._offers: dict[Verb, VerbOffer] = {}
        self._verb: Verb | None = None
        self._comments = 0
        self._acks: tuple[FindingAck, ...] = ()
        bar.verbChosen.connect(lambda name: self.choose(Verb(name)))
        bar.verbBlocked.connect(lambda _name, reason: self.refused.emit(reason))
        bar.primaryTriggered.connect(self._propose)

    @property
    def verb(self) -> Verb | None:
        """The verb that is chosen."""
        return self._verb

    @property
    def unread(self) -> int:
        """How many warnings of the chosen verb were not acknowledged."""
        offer = self._offers.get(self._verb) if self._verb else None
        return len(self._unread(offer)) if offer is not None else 0

    @property
    def has_offers(self) -> bool:
        """Whether the verbs of the case on screen are known."""
        return bool(self._offers)

    def offer(self, verb: Verb) -> VerbOffer | None:
        """What the region offers under a verb; None where it does not."""
        return self._offers.get(verb)

    def reason(self, verb: Verb) -> str:
        """Why a verb cannot be used; empty when it can."""
        offer = self._offers.get(verb)
        return self.tr("本地区没有这个结论") if offer is None else offer.why_text(language())

    def show(self, case: CaseView, offers: list[VerbOffer], barred: str) -> None:
        """Show what can be decided; ``barred`` says why nothing can, if so."""
        self._offers = {offer.verb: offer for offer in offers}
        self._comments = len(case.draft.comments)
        self._acks = tuple(case.draft.acks)
        self._verb = case.draft.verb if case.draft.verb in self._offers else None
        self._bar.set_counts(self.tr("本件"), case.counts.as_dict())
        self._bar.set_verbs(
            [
                VerbButton(
                    offer.verb.value,
                    offer.label.in_(language()),
                    KEYS.get(offer.verb, ""),
                    barred or offer.why_text(language()),
                )
                for offer in offers
            ]
        )
        self._bar.set_missing("" if barred else self._missing(case))
        self._show_choice(barred)

    def choose(self, verb: Verb) -> bool:
        """Choose a verb and say its consequence; False when it is blocked."""
        offer = self._offers.get(verb)
        if offer is None:
            return False
        if not offer.allowed:
            self.refused.emit(offer.why_text(language()))
            return False
        self._verb = verb
        self._show_choice("")
        self.verbChosen.emit(verb)
        self._bar.primary.setFocus()
        return True

    def _show_choice(self, barred: str) -> None:
        offer = self._offers.get(self._verb) if self._verb else None
        self._bar.set_current_verb(self._verb.value if self._verb else "")
        if offer is None:
            hint = barred or self.tr("选一个结论，这里写明它的后果。")
            self._bar.set_consequence(hint, hint)
            self._bar.set_primary(self.tr("提请"), "Enter", barred or self.tr("先选结论"))
            return
        notes = bar_notes(offer.notes)
        self._bar.set_consequence(
            notes.long + offer.consequence(language()), notes.short + offer.short(language())
        )
        label = offer.proposal_label.in_(language())
        if offer.verb in (Verb.RETURN, Verb.REFER_DOWN):
            label = self.tr("{verb} · {n} 条意见").format(verb=label, n=Count(self._comments))
        unread = self._unread(offer)
        if unread and offer.allowed:
            label = self.tr("看过 {n} 条提醒").format(n=Count(len(unread)))
        self._bar.set_primary(label, "Enter", barred or offer.why_text(language()))

    def _missing(self, case: CaseView) -> str:
        offer = self._offers.get(Verb.PASS)
        if offer is None or offer.allowed:
            settled = settled_findings(case)
            waiting = sum(1 for one in case.findings if one.finding_id not in settled)
            must = sum(1 for one in case.draft.comments if one.severity is CommentSeverity.MUST_FIX)
            parts = []
            if waiting:
                parts.append(self.tr("待核对 {n} 条").format(n=waiting))
            if must:
                parts.append(self.tr("须改意见 {n} 条").format(n=Count(must)))
            return self.tr("，").join(parts)
        return self.tr("{verb}不可用：{why}").format(
            verb=offer.label.in_(language()), why=offer.why_text(language())
        )

    def _unread(self, offer: VerbOffer) -> tuple[Finding, ...]:
        """The warnings of a verb that nobody acknowledged."""
        return warnings_open(offer.notes, self._acks)

    def _propose(self) -> None:
        """The first press reads the warnings, where there are some; the next one proposes."""
        offer = self._offers.get(self._verb) if self._verb else None
        if offer is None:
            return
        unread = self._unread(offer)
        if not unread:
            self.proposeRequested.emit(offer.verb)
            return
        self._acks += acks_of(unread)
        self._show_choice("")
        self.acknowledged.emit(unread)

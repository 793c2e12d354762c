"""The decision bar of the dossier: verbs, what is missing, and the one thing to press."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.enums import Verb
from app.domain.finding import Finding
from app.domain.model import FindingAck
from app.domain.routing import Target
from app.operations.notes import acks_of, warnings_open
from app.operations.verbs import VerbOffer
from app.protocol.messages import message
from app.ui.i18n import Count, language
from app.ui.pages.dossier.gates import gate_counts, gate_title
from app.ui.pages.dossier.onward import consequence, why_not_forward
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.sealing import form_name
from app.ui.pages.review.bar_notes import bar_notes
from app.ui.widgets import DecisionBar
from app.ui.widgets import Verb as VerbButton

KEYS = {Verb.PASS: "Alt+1", Verb.RETURN: "Alt+2"}
_OPEN = frozenset({"SUBMITTED", "CLAIMED"})
_AFTER = frozenset({"APPROVED_AT", "SEALED"})


class DossierVerdict(QObject):
    """Keeps the bar in step with the case: deciding, sealing, sending on.

    Attributes:
        proposeRequested: the verb to propose.
        stampRequested, forwardRequested: the next thing after the approval.
        acknowledged: the verb whose warnings the officer has read.
        refused: why something cannot be done.
    """

    proposeRequested = Signal(object)
    stampRequested = Signal(str)
    forwardRequested = Signal()
    acknowledged = Signal(object)
    refused = Signal(str)

    def __init__(
        self, bar: DecisionBar, target: Callable[[], Target | None], parent: QObject
    ) -> None:
        """:param target: the office that is chosen to send the case on to."""
        super().__init__(parent)
        self._bar, self._target = bar, target
        self._acks: tuple[FindingAck, ...] = ()
        self._view: DossierView | None = None
        self._offers: dict[Verb, VerbOffer] = {}
        self._verb: Verb | None = None
        bar.verbChosen.connect(lambda name: self.choose(Verb(name)))
        bar.verbBlocked.connect(lambda _name, reason: self.refused.emit(reason))
        bar.primary.refused.connect(self.refused)
        bar.primaryTriggered.connect(self._go)

    @property
    def verb(self) -> Verb | None:
        """The verb that is chosen."""
        return self._verb

    def reason(self, verb: Verb) -> str:
        """Why a verb cannot be used; empty when it can."""
        if self._view is None or self._view.case.status.value not in _OPEN:
            return self.tr("现在不能提请")
        offer = self._offers.get(verb)
        return self.tr("本地区没有这个结论") if offer is None else offer.why_text(language())

    def show(self, view: DossierView) -> None:
        """Show what can be done with the case now."""
        same = self._view is not None and self._view.case.app_id == view.case.app_id
        self._view = view
        self._acks = tuple(view.case.draft.acks)
        self._offers = {one.verb: one for one in view.offers if one.verb in KEYS}
        deciding = view.case.status.value in _OPEN
        if not same or not deciding:
            self._verb = view.case.draft.verb if view.case.draft.verb in KEYS else Verb.PASS
        counts = gate_counts(view.gates)
        counts.pop("WAITING", None)
        self._bar.set_counts(self.tr("本件"), dict(counts))
        self._bar.set_verbs(self._buttons() if deciding else [])
        self._bar.set_missing(self._missing(view))
        if deciding:
            self._show_choice()
        elif view.case.status.value in _AFTER:
            self._show_onward(view)
        else:
            label = view.case.status_label.in_(language())
            self._bar.set_consequence(self.tr("现在的状态是“{label}”").format(label=label))
            self._bar.set_primary("")

    def choose(self, verb: Verb) -> bool:
        """Choose a verb and say its consequence; the focus goes to the button."""
        reason = self.reason(verb)
        if verb not in self._offers or (self._view and self._view.case.status.value not in _OPEN):
            self.refused.emit(reason)
            return False
        self._verb = verb
        self._show_choice()
        if reason:
            self.refused.emit(reason)
            return False
        self._bar.primary.setFocus()
        return True

    def _buttons(self) -> list[VerbButton]:
        words = {Verb.PASS: self.tr("提请通过"), Verb.RETURN: self.tr("退回申报人")}
        return [
            VerbButton(verb.value, words[verb], KEYS[verb], self.reason(verb))
            for verb in KEYS
            if verb in self._offers
        ]

    def _show_choice(self) -> None:
        offer = self._offers.get(self._verb) if self._verb else None
        self._bar.set_current_verb(self._verb.value if self._verb else "")
        if offer is None or self._view is None:
            self._bar.set_primary(self.tr("提请"), "Enter", self.tr("先选结论"))
            return
        notes = bar_notes(offer.notes)
        self._bar.set_consequence(
            notes.long + offer.consequence(language()), notes.short + offer.short(language())
        )
        unread = self._unread(offer)
        if unread and offer.allowed:
            label = self.tr("看过 {n} 条提醒").format(n=Count(len(unread)))
        elif offer.verb is Verb.PASS:
            label = self.tr("提请负责人批准")
        else:
            comments = Count(len(self._view.case.draft.comments))
            label = self.tr("提请退回 · {n} 条意见").format(n=comments)
        self._bar.set_primary(label, "Enter", offer.why_text(language()))

    def _show_onward(self, view: DossierView) -> None:
        if view.forms:
            form = form_name(view.forms[0])
            said = self.tr("{form}用章登记后即可上报；登记后单位意见不能再改。")
            self._bar.set_consequence(said.format(form=form))
            why = ""
            if view.stamping:
                first = view.stamping[0]
                why = (
                    self.tr("由用章人登记") if first.code == "NO_SCOPE"
                    else message(first.code, language(), **first.params)
                )  # fmt: skip
            self._bar.set_primary(self.tr("登记用章（纸质）"), "Enter", why)
            return
        proposed = next((one for one in view.targets if one.proposed), None)
        ahead = self._target() or proposed
        self._bar.set_consequence(consequence(ahead))
        name = ahead.node.name if ahead else ""
        words = self.tr("上报 {office}").format(office=name).strip()
        self._bar.set_primary(words if ahead else "", "Enter", why_not_forward(view))

    def _missing(self, view: DossierView) -> str:
        deciding = view.case.status.value in _OPEN
        wanted = [one for one in view.open_gates() if one.section != "seal" or not deciding]
        titles = [gate_title(one) for one in wanted]
        if titles:
            more = len(titles) - 3
            text = self.tr("；").join(titles[:3])
            left = self.tr("；另 {n} 项").format(n=more) if more > 0 else ""
            return self.tr("还差：{what}").format(what=text + left)
        offer = self._offers.get(Verb.PASS)
        if deciding and offer is not None and not offer.allowed:
            return self.tr("提请通过不可用：{why}").format(why=offer.why_text(language()))
        return ""

    def _go(self) -> None:
        view = self._view
        if view is None:
            return
        if view.case.status.value in _AFTER:
            if view.forms:
                self.stampRequested.emit(view.forms[0])
            else:
                self.forwardRequested.emit()
        elif self._verb is not None:
            self._propose(self._verb)

    def _unread(self, offer: VerbOffer) -> tuple[Finding, ...]:
        """The warnings of a verb that nobody acknowledged."""
        return warnings_open(offer.notes, self._acks)

    def _propose(self, verb: Verb) -> None:
        """The first press reads the warnings, where there are some; the next one proposes."""
        offer = self._offers.get(verb)
        unread = self._unread(offer) if offer is not None else ()
        if not unread:
            self.proposeRequested.emit(verb)
            return
        self._acks += acks_of(unread)
        self._show_choice()
        self.acknowledged.emit(verb)

"""上报: the office a case goes to next, the one proposed first (domain S0 四), and what follows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from app.domain.dossier import NextTarget
from app.domain.routing import Target
from app.protocol.messages import message
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.pages.routes import kind_word
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    Button,
    ElideLabel,
    Label,
    LineEdit,
    Radio,
    clear_layout,
    hbox,
)

_PATH = ("next_target",)
_REASON = "onward.reason"
_TARGET = "onward.target"
"""Both are kept beside the dossier: after the approval that cannot be changed any more."""
_AFTER = frozenset({"APPROVED_AT", "SEALED"})


class OnwardSection(Section):
    """Every office of the route ahead, with the reason where it cannot be chosen.

    Attributes:
        forwardRequested: send the case on to the office chosen.
    """

    forwardRequested = Signal()

    def __init__(self, work: DossierWork) -> None:
        super().__init__("onward", 8, QCoreApplication.translate("dossier", "上报"), work)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._group = QButtonGroup(self)
        self._radios: dict[str, Radio] = {}
        self._shown: object = None
        self._chosen = ""
        self._app_id = ""
        self._targets: tuple[Target, ...] = ()
        self._none = Label(self.tr("本级是路线的最后一站，没有下一站。"), 13, tone="text2")
        self.button = Button(self.tr("上报"), "default", icon="send-outline")
        self.button.clicked.connect(self.forwardRequested)
        self._said = Label("", 13, wrap=True)
        self.reason = LineEdit("", self.tr("为什么不按路线上报"), name=self.tr("改下一站的理由"))
        self.reason.textEdited.connect(lambda text: self.work.type_half(_REASON, text))
        self._why = hbox(Label(self.tr("理由 *"), 13, tone="text3"), (self.reason, 1), spacing=12)
        self._why.hide()
        self.body.addLayout(self._rows)
        self.body.addWidget(self._none)
        self.body.addWidget(self._why)
        self.body.addWidget(hbox((self._said, 1), self.button, spacing=16))

    @property
    def target(self) -> Target | None:
        """The office chosen."""
        chosen = self._chosen
        return next((one for one in self._targets if chosen and one.node.org_id == chosen), None)

    def radio(self, org_id: str) -> Radio:
        """The choice of an office."""
        return self._radios[org_id]

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        self._targets = view.targets
        kept = self.work.dossier.next_target
        if view.case.app_id != self._app_id:
            self._app_id, self._chosen = view.case.app_id, ""
        allowed = [one.node.org_id for one in view.targets if one.allowed]
        if not locked or self._chosen not in allowed:
            wanted = self.work.half(_TARGET) or (kept.org_id if kept else "")
            self._chosen = wanted if wanted in allowed else next(iter(allowed), "")
        self._fill(view.targets)
        for org_id, radio in self._radios.items():
            radio.setChecked(bool(self._chosen) and org_id == self._chosen)
        self._none.setVisible(not view.targets)
        self._said.setText(consequence(self.target))
        ready = view.case.status.value in _AFTER
        self.button.setVisible(ready and bool(view.targets))
        target = self.target
        name = target.node.name if target else ""
        self.button.set_words(self.tr("上报 {office}").format(office=name).strip())
        self._show_reason(kept)
        self.button.set_blocked(why_not_forward(view) or self.lacking)
        self.set_remark("" if ready else self.tr("批准并用章后上报"))

    @property
    def lacking(self) -> str:
        """What is still to be said of the office chosen; empty where nothing is."""
        target = self.target
        if target is None or target.proposed or self.reason.text().strip():
            return ""
        return self.tr("不按路线上报，须写理由")

    def _show_reason(self, kept: NextTarget | None) -> None:
        """The box is there where another office than the proposed one is chosen."""
        target = self.target
        self._why.setVisible(target is not None and not target.proposed)
        said = self.work.half(_REASON) or (kept.reason if kept else "")
        if self.reason.text() != said:
            self.reason.setText(said)

    def _fill(self, targets: tuple[Target, ...]) -> None:
        state = (targets, language())
        if state == self._shown:
            return
        self._shown = state
        for radio in self._radios.values():
            self._group.removeButton(radio)
        self._radios = {}
        clear_layout(self._rows)
        for target in targets:
            self._rows.addWidget(self._row(target))
        self.first = next((one for one in self._radios.values() if one.isEnabled()), self.button)

    def _row(self, target: Target) -> QWidget:
        """An office: its name and kind, and why it cannot be chosen."""
        radio = Radio(target.node.name or kind_word(target.node.kind.value))
        radio.setEnabled(target.allowed)
        radio.clicked.connect(lambda: self._choose(target))
        self._group.addButton(radio)
        self._radios[target.node.org_id or f"#{target.index}"] = radio
        why = message(target.why[0].code, language(), **target.why[0].params) if target.why else ""
        rules = "、".join(target.rules)
        marks: list[QWidget] = [Label(kind_word(target.node.kind.value), 12, tone="text3")]
        if target.proposed:
            marks.append(Badge(BadgeSpec(self.tr("按路线的下一站"), "accent", "soft")))
        remark = self.tr("{why}（{rules}）").format(why=why, rules=rules) if why and rules else why
        return hbox(
            radio, *marks, (ElideLabel(remark, 12, tone="amber" if why else "text3"), 1),
            spacing=12, height=30,
        )  # fmt: skip

    def _choose(self, target: Target) -> None:
        """Kept with the dossier while it can be changed; afterwards it goes with the forwarding."""
        self._chosen = target.node.org_id
        chosen = None if target.proposed else NextTarget(org_id=target.node.org_id)
        case = self.work.case
        if case is not None and case.status.value not in _AFTER:
            self.work.set_value(self.tr("改下一站"), _PATH, chosen)
        else:
            self.work.type_half(_TARGET, "" if target.proposed else target.node.org_id)
        self.work.changed.emit()


def consequence(target: Target | None) -> str:
    """What sending the case on means."""
    if target is None:
        return QCoreApplication.translate("dossier", "没有可以上报的下一站。")
    text = QCoreApplication.translate(
        "dossier", "上报后由 {office} 审核，本单位不能再改；要改只能由对方退回。"
    )
    return text.format(office=target.node.name)


def why_not_forward(view: DossierView) -> str:
    """Why the case cannot be sent on; empty where it can."""
    if not view.forwarding:
        return ""
    first = view.forwarding[0]
    return message(first.code, language(), **first.params)

"""The wizard: the scan, the key, the PIN, the registration – then the seal is bound here."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.sealing import Seal
from app.operations.changes import Changes
from app.operations.sealing.own_seals import bind_key, registered_seals
from app.operations.sealing.registration import request, write_request
from app.operations.sealing.seal_cards import SealCard
from app.operations.workspace import Workspace
from app.protocol.seal_registration import SUFFIX
from app.ui.pages.scrolling import scrolling
from app.ui.pages.seal.own.failures import key_words
from app.ui.pages.seal.own.key_step import KeyStep
from app.ui.pages.seal.own.match_step import MatchStep
from app.ui.pages.seal.own.pin_step import PinStep
from app.ui.pages.seal.own.scan_step import ScanStep
from app.ui.pages.seal.own.step import WizardStep
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.widgets import Button, Label, Step, Stepper, hbox

_WIDTH, _HEIGHT = 820, 600
_SIZE_MM = (42.0, 42.0)
_SCAN, _KEY, _PIN, _MATCH = range(4)


class SealWizard(QDialog):
    """Brings a seal here.

    Attributes:
        done_with: it was bound, or a request was written; carries the words for it.
    """

    done_with = Signal(str)

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        card: SealCard | None = None,
        *,
        keep_picture: bool = False,
    ) -> None:
        super().__init__(parent)
        self._session, self._card, self._parent = session, card, parent
        self._working = False
        title = self._title(card, keep_picture=keep_picture)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        size = card.seal.size_mm if card is not None else _SIZE_MM
        kept = card.image if card is not None and keep_picture else None
        self.scan = ScanStep(session, size, kept)
        former = card.place if card is not None else None
        self.key = KeyStep(session, former, stays=not keep_picture)
        self.pin = PinStep(session)
        self.match = MatchStep(session, card.seal.seal_id if card is not None else "")
        self._steps: tuple[WizardStep, ...] = (self.scan, self.key, self.pin, self.match)
        self._build()
        session.locked.connect(self.reject)
        self.finished.connect(lambda _result: self.pin.let_go())
        self.go_to(_KEY if kept is not None else _SCAN)

    def _title(self, card: SealCard | None, *, keep_picture: bool) -> str:
        if card is None:
            return self.tr("导入印章")
        words = self.tr("换密钥 {name}") if keep_picture else self.tr("绑定密钥 {name}")
        if card.place is not None and not keep_picture:
            words = self.tr("换图样 {name}")
        return words.format(name=card.seal.name)

    def _build(self) -> None:
        self.stepper = Stepper()
        self.stack = QStackedWidget()
        for step in self._steps:
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(step)
            self.stack.addWidget(scrolling(column))
            step.changed.connect(self._follow)
        self.cancel = Button(self.tr("取消"), size="large", key="Esc")
        self.back = Button(self.tr("上一步"), size="large")
        self.next = Button(self.tr("下一步"), "primary", "large")
        self._why = Label("", 12, tone="text3", wrap=True)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.go_to(self.current - 1))
        self.next.clicked.connect(self._forward)
        foot = hbox(
            (self._why, 1), self.cancel, self.back, self.next,
            margins=(24, 12, 24, 12), kind="subtle", edge="t",
        )  # fmt: skip
        head = hbox(self.stepper, None, margins=(24, 8, 24, 8), kind="subtle", edge="b")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self.stack, 1)
        outer.addWidget(foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field must not press the first of them
        room = self._parent.window().size()
        self.resize(
            min(theme.px(_WIDTH), room.width() - 32), min(theme.px(_HEIGHT), room.height() - 32)
        )

    # --- from step to step ---------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The number of the step in sight, from 0."""
        return self.stack.currentIndex()

    def go_to(self, number: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(number)
        self._steps[number].entered()
        self._follow()

    def _forward(self) -> None:
        if self._steps[self.current].missing() or self._working:
            return
        if self.current == _MATCH:
            self._finish()
            return
        if self.current == _KEY and (place := self.key.place()) is not None:
            self.pin.set_place(place)
        if self.current == _PIN:
            self._compare()
        self.go_to(self.current + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(self.focusWidget(), QLineEdit):
            self._forward()  # where something is missing, it stays
            return
        super().keyPressEvent(event)

    def _compare(self) -> None:
        image, candidate = self.scan.image, self.pin.candidate
        if image is None or candidate is None:
            return
        self._session.query(
            registered_seals, lambda seals: self.match.look(image, candidate, seals), self._failed
        )

    def _follow(self) -> None:
        now = self.current
        labels = (self.tr("图样"), self.tr("密钥"), self.tr("口令"), self.tr("登记"))
        self.stepper.set_steps([
            Step(label, "done" if number < now else "now" if number == now else "next")
            for number, label in enumerate(labels)
        ])  # fmt: skip
        self.back.setVisible(now > _SCAN)
        missing = self._steps[now].missing()
        self.next.set_words(self._verb(now))
        self.next.set_blocked(missing)
        self._why.setText(missing)
        if not missing and now in (_PIN, _MATCH) and self.focusWidget() in (None, self.cancel):
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _verb(self, now: int) -> str:
        if now != _MATCH:
            return self.tr("下一步")
        seal = self.match.bindable
        if seal is None:
            return self.tr("导出登记申请…")
        return self.tr("绑定到“{name}”").format(name=seal.name)

    # --- the end -------------------------------------------------------------------------------

    def _finish(self) -> None:
        seal = self.match.bindable
        if seal is not None:
            self._bind(seal)
            return
        wish = self.match.wish()
        kinds = self.tr("登记申请 (*{suffix})").format(suffix=SUFFIX)
        name, _kind = QFileDialog.getSaveFileName(
            self, self.tr("导出登记申请"), f"{_file_name(wish.name)}{SUFFIX}", kinds
        )
        if name:
            self.export(Path(name))

    def _bind(self, seal: Seal) -> None:
        image, candidate = self.scan.image, self.pin.candidate
        if image is None or candidate is None:
            return
        place = candidate.place

        def bind(ws: Workspace) -> Changes:
            bind_key(ws, seal.seal_id, place, image)
            return Changes()

        text = self.tr("已绑定：{name}，本机可以用它用章").format(name=seal.name)
        self._working = True
        self._session.operate(bind, lambda _changes: self._done(text), self._failed)

    def export(self, target: Path) -> None:
        """Write the request to a file."""
        image, candidate, wish = self.scan.image, self.pin.candidate, self.match.wish()
        if image is None or candidate is None:
            return
        if not target.name.endswith(".json"):
            target = target.with_name(target.name + SUFFIX)

        def write(ws: Workspace) -> Path:
            wanted = request(
                ws, candidate, image, name=wish.name, kind=wish.kind, seal_id=wish.seal_id,
                remark=wish.remark,
            )  # fmt: skip
            return write_request(ws, wanted, target)

        text = self.tr("已导出 {name}，请交给印章管理员登记").format(name=target.name)
        self._working = True
        self._session.tasks.mutation(
            lambda: write(self._session.workspace), lambda _path: self._done(text), self._failed
        )

    def _done(self, text: str) -> None:
        self._working = False
        self.done_with.emit(text)
        self.accept()

    def _failed(self, problem: Exception) -> None:
        self._working = False
        self.match.fail(key_words(problem))


def _file_name(name: str) -> str:
    """The name of a seal as that of a file on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)

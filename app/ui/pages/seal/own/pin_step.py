"""Step 3: the PIN, once; then the certificate in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from app.operations.sealing.import_seal import Candidate, open_candidate
from app.operations.sealing.own_seals import KeyPlace
from app.seal.certificate import unusable
from app.seal.problems import SealCode, SealError
from app.ui.i18n import language
from app.ui.pages.seal.own import words
from app.ui.pages.seal.own.facts import Facts, Notes
from app.ui.pages.seal.own.failures import key_words
from app.ui.pages.seal.own.step import WizardStep
from app.ui.session import Session
from app.ui.widgets import Button, Label, LineEdit, announce, hbox

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_FIELD = 280


class PinStep(WizardStep):
    """Opens the key and keeps it open until the wizard ends or another key is chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            self.tr("口令"),
            self.tr("输入一次口令，打开密钥并读出证书。口令不保存，用章时再输。"),
        )
        self._session = session
        self._place: KeyPlace | None = None
        self._busy = False
        self._attempt: object = None  # the latest; answers to former ones are nobody's any more
        self._seconds = 0
        self.candidate: Candidate | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(1_000)
        self._tick.timeout.connect(self._second)
        self._build()

    def _build(self) -> None:
        self._where = Label("", tone="text2", wrap=True)
        self.pin = LineEdit("", self.tr("密钥口令"), name=self.tr("密钥口令"), size="large")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setFixedWidth(_FIELD)
        self.pin.returnPressed.connect(self.try_pin)
        self.pin.textEdited.connect(lambda _text: self.pin.set_bad(False))
        self.open_key = Button(self.tr("打开密钥"), "default", "large", key="Enter")
        self.open_key.clicked.connect(self.try_pin)
        self._ask = hbox(self.pin, self.open_key, None)
        self.notes = Notes()
        self.facts = Facts()
        for widget in (self._where, self._ask, self.notes, self.facts):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    # --- what it has ---------------------------------------------------------------------------

    def missing(self) -> str:
        if self._busy:
            return self.tr("正在打开密钥")
        if self.candidate is None:
            return self.tr("先用口令打开密钥")
        problems = unusable(self.candidate.info, self._session.now())
        return problems[0].text(language()) if problems else ""

    def entered(self) -> None:
        if self.candidate is None:
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_place(self, place: KeyPlace) -> None:
        """The key to open; one that is open already stays so where it is the same."""
        if place == self._place and self.candidate is not None:
            return
        self.let_go()
        self._place = place
        self._where.setText(words.place_text(place))
        self.pin.clear()
        self.notes.show_lines([])
        self.facts.set_rows(())
        self._ask.show()
        self._stop_waiting()

    def let_go(self) -> None:
        """Close the key, and what is typed goes."""
        self._attempt = None
        self.pin.clear()
        self._set_busy(False)
        if self.candidate is not None:
            self.candidate.close()
            self.candidate = None

    # --- how it comes --------------------------------------------------------------------------

    def try_pin(self) -> None:
        """Try the PIN; it stands in no field afterwards."""
        place = self._place
        if place is None or self._busy or self._seconds or self.candidate is not None:
            return
        if not self.pin.text():
            self.pin.set_bad(True)
            return
        once = [self.pin.text()]
        self.pin.clear()
        self._set_busy(True)
        attempt = self._attempt = object()

        def work(ws: Workspace) -> Candidate:
            return open_candidate(ws, place, once.pop())

        def take(candidate: Candidate) -> None:
            if attempt is self._attempt:
                self._take(candidate)
            else:
                candidate.close()

        def fail(problem: Exception) -> None:
            if attempt is self._attempt:
                self._failed(problem)

        self._session.query(work, take, fail)

    def _take(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self._set_busy(False)
        self._ask.hide()
        self.facts.set_rows(words.certificate_facts(candidate.info))
        problems = candidate.problems(self._session.now())
        lines = [("check-circle", "green", self.tr("口令正确，密钥已打开。"), "")]
        for problem in problems:
            mere = problem.code is SealCode.CERT_CHAIN_BROKEN
            icon, tone = ("alert", "amber") if mere else ("alert-circle", "red")
            lines.append((icon, tone, problem.text(language()), ""))
        self.notes.show_lines(lines)
        announce(self, " ".join(self.notes.texts))
        self.changed.emit()

    def _failed(self, problem: Exception) -> None:
        self._set_busy(False)
        self.pin.set_bad(True)
        self.notes.show_lines([("alert-circle", "red", key_words(problem), "")])
        announce(self, key_words(problem), assertive=True)
        if isinstance(problem, SealError) and problem.code is SealCode.PIN_WAIT:
            self._seconds = int(problem.problem.params["seconds"])
            self._tick.start()
            self._say_wait()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.open_key.set_blocked(self.tr("正在打开密钥") if busy else "")
        self.changed.emit()

    # --- waiting after wrong PINs --------------------------------------------------------------

    def _second(self) -> None:
        self._seconds = max(self._seconds - 1, 0)
        if self._seconds:
            self._say_wait()
        else:
            self._stop_waiting()

    def _say_wait(self) -> None:
        self.open_key.set_blocked(self.tr("{n} 秒后才能再试").format(n=self._seconds))
        self.open_key.set_words(self.tr("等 {n} 秒").format(n=self._seconds))

    def _stop_waiting(self) -> None:
        self._tick.stop()
        self._seconds = 0
        self.open_key.set_blocked("")
        self.open_key.set_words(self.tr("打开密钥"))

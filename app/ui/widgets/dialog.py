"""The question before what cannot be undone (style guide §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.button import Button
from app.ui.widgets.combo import ComboBox
from app.ui.widgets.inputs import TextEdit
from app.ui.widgets.labels import IconMark, Label
from app.ui.widgets.layout import hbox
from app.ui.widgets.toggles import CheckBox

_WIDTH = 560


@dataclass(frozen=True)
class ConfirmSpec:
    """The question.

    Attributes:
        title: verb and object, such as 不通过 尹听松.
        consequence: what follows, for whom, and what cannot be taken back.
        verb: words of the doing button; never 确定.
        options: choices as (id, label), one of which must be taken.
        checks: statements that must be ticked.
        text_label: asks for words; ``text_min`` is how many characters at least.
        danger: red button and mark.
    """

    title: str
    consequence: str
    verb: str
    option_label: str = ""
    options: Sequence[tuple[str, str]] = field(default=())
    checks: Sequence[str] = field(default=())
    text_label: str = ""
    text_min: int = 0
    danger: bool = True


@dataclass(frozen=True)
class ConfirmAnswer:
    """What was chosen and written."""

    option: str = ""
    text: str = ""


class ConfirmDialog(QDialog):
    """Asks; the focus starts on 取消, and Enter there cancels.

    Attributes:
        answered: the doing button was pressed; carries the `ConfirmAnswer`.
    """

    answered = Signal(object)

    def __init__(self, spec: ConfirmSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(spec.title)
        self.setAccessibleName(spec.title)
        self.setAccessibleDescription(spec.consequence)
        self._spec = spec
        mark = IconMark("alert-octagon", "red", 20) if spec.danger else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        title = Label(spec.title, 16, bold=True, wrap=True)
        layout.addWidget(hbox(*((mark,) if mark else ()), (title, 1), spacing=10))
        layout.addWidget(Label(spec.consequence, 14, wrap=True))
        self._option = ComboBox([("", self.tr("请选择")), *spec.options], name=spec.option_label)
        if spec.options:
            label = Label(spec.option_label, tone="text2")
            layout.addWidget(hbox(label, self._option, None))
        self._checks = [CheckBox(words) for words in spec.checks]
        for box in self._checks:
            layout.addWidget(box)
        self._text = TextEdit("", name=spec.text_label, rows=3)
        if spec.text_label:
            layout.addWidget(Label(spec.text_label, tone="text2"))
            layout.addWidget(self._text)
        self._missing = Label("", 12, tone="text3", wrap=True)
        layout.addWidget(self._missing)
        layout.addSpacing(4)
        self.cancel = Button(self.tr("取消"), size="large", key="Esc")
        self.do = Button(spec.verb, "danger" if spec.danger else "primary", "large")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.cancel, self.do):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout.addLayout(row)
        self.setFixedWidth(theme.px(_WIDTH))
        self._wire()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> ConfirmAnswer | None:
        """Wait for the answer; None when cancelled."""
        return self.answer() if self.exec() == QDialog.DialogCode.Accepted else None

    def answer(self) -> ConfirmAnswer:
        """What is chosen and written now."""
        return ConfirmAnswer(self._option.chosen(), self._text.toPlainText().strip())

    def missing(self) -> str:
        """What must be given before the button can be pressed; empty when all is there."""
        if self._spec.options and not self._option.chosen():
            return self.tr("还须选择：{what}").format(what=self._spec.option_label)
        for box in self._checks:
            if not box.isChecked():
                return self.tr("还须确认：{what}").format(what=box.text())
        short = self._spec.text_min - len(self._text.toPlainText().strip())
        if self._spec.text_label and short > 0:
            return self.tr("{what}还差 {n} 字").format(what=self._spec.text_label, n=short)
        return ""

    def _wire(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.do.clicked.connect(self._done)
        self._option.currentIndexChanged.connect(self._check)
        self._text.textChanged.connect(self._check)
        for box in self._checks:
            box.toggled.connect(self._check)
        self._check()

    def _check(self) -> None:
        missing = self.missing()
        self.do.set_blocked(missing)
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """As high as the wrapped words need; a dialog does not ask its layout by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = theme.px(_WIDTH)
            self.resize(width, layout.totalHeightForWidth(width))

    def _done(self) -> None:
        if not self.missing():
            self.answered.emit(self.answer())
            self.accept()

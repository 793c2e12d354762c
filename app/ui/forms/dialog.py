"""A case's official forms as they will be sealed, or as they are: looked at, printed, saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.operations.envelope import find_case
from app.operations.export_name import free_name
from app.operations.sealing.case_forms import (
    ShownForm,
    save_form,
    show_form,
    show_roster,
    show_workload,
)
from app.operations.sealing.form_list import forms_of
from app.operations.workspace import Workspace
from app.ui.failures import failure_text
from app.ui.forms.names import form_name
from app.ui.forms.paper import FormPaper
from app.ui.forms.places import SealMark, seal_marks
from app.ui.forms.preview import FormPreview
from app.ui.i18n import language
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.theme import theme
from app.ui.widgets import Button, ConfirmDialog, ConfirmSpec, Label, Tab, TabStrip, formats, hbox

_WIDTH, _HEIGHT = 960, 940
_AWAY: Final = 48
"""Of the window that stays to be seen around the dialog."""
_WHOLE: Final = 840
"""Less height than this shows a page too small to be read; its width is fitted then."""
_CLOSED: Final = "\0"
"""In place of a form's code: what still comes is for nobody."""

_OfCases = Callable[[Workspace], ShownForm]


class FormDialog(QDialog):
    """One form at a time; a case that has several shows them as tabs.

    Attributes:
        preview: the form.
        shown: what is on screen; None while it is being made or could not be.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        app_id: str,
        form_code: str,
        *,
        of_cases: _OfCases | None = None,
    ) -> None:
        """:param of_cases: makes a form of several cases; ``app_id`` is not asked then."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._session, self._app_id, self._of_cases = session, app_id, of_cases
        self._generation = Generation()
        self.shown: ShownForm | None = None
        self.tabs = TabStrip([], height=40)
        self.tabs.chosen.connect(self.show_form)
        self.preview = FormPreview(session)
        self.paper = FormPaper(session, self)
        self.note = Label("", 12, tone="text2", wrap=True)
        self.verify = Button(self.tr("验证印章"), size="large", icon="shield-check-outline")
        self.save = Button(self.tr("保存为 PDF"), size="large", icon="content-save-outline",
                           key="Ctrl+S")  # fmt: skip
        self.print = Button(self.tr("打印"), size="large", icon="printer-outline", key="Ctrl+P")
        self.shut = Button(self.tr("关闭"), size="large", key="Esc")
        for button in (self.verify, self.save, self.print, self.shut):
            button.setAutoDefault(False)
        self._build()
        self._wire()
        self._resize(parent)
        self.show_form(form_code)
        if of_cases is None:
            self._session.query(self._offers, self._offered, self._say_problem,
                                token=self._generation.next())  # fmt: skip

    @classmethod
    def of_roster(cls, parent: QWidget, session: Session, app_ids: Sequence[str]) -> FormDialog:
        """花名册 of these cases, in their order."""
        return cls(parent, session, "", "roster", of_cases=lambda ws: show_roster(ws, app_ids))

    @classmethod
    def of_workload(cls, parent: QWidget, session: Session, app_ids: Sequence[str]) -> FormDialog:
        """工作量表: what this office's officers did on these cases."""
        return cls(parent, session, "", "workload", of_cases=lambda ws: show_workload(ws, app_ids))

    # --- making --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._tab_row = hbox((self.tabs, 1), margins=(16, 0, 16, 0), edge="b", kind="panel")
        self._tab_row.hide()
        foot = hbox((self.note, 1), self.verify, self.save, self.print, self.shut,
                    margins=(16, 8, 16, 8), kind="panel", edge="t")  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._tab_row)
        outer.addWidget(self.preview, 1)
        outer.addWidget(foot)
        self.verify.hide()

    def _wire(self) -> None:
        self.shut.clicked.connect(self.reject)
        self.save.clicked.connect(self.save_copy)
        self.print.clicked.connect(self.print_out)
        self.verify.clicked.connect(self._verify)
        for button in (self.save, self.print):
            button.refused.connect(self.say)
        for keys, act in (("Ctrl+S", self.save_copy), ("Ctrl+P", self.print_out)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.paper.said.connect(self.say)
        self.finished.connect(self._let_go)

    def _resize(self, parent: QWidget) -> None:
        room = parent.window().size()
        width = min(theme.px(_WIDTH), room.width() - _AWAY)
        height = min(theme.px(_HEIGHT), room.height() - _AWAY)
        self.resize(width, height)
        if height < theme.px(_WHOLE):
            self.preview.view.fit_width()

    # --- showing -------------------------------------------------------------------------------

    def show_form(self, code: str) -> None:
        """Make a form and show it; the one before stays until the new one is there."""
        app_id, of_cases = self._app_id, self._of_cases
        self._code = code
        self.tabs.set_current(code)
        self.setWindowTitle(form_name(code))
        self._offer(None, self.tr("正在生成…"))

        def load(ws: Workspace) -> tuple[ShownForm, tuple[SealMark, ...]]:
            shown = show_form(ws, app_id, code) if of_cases is None else of_cases(ws)
            marks = seal_marks(shown.pdf, shown.places, shown.size_mm) if shown.places else ()
            return shown, marks

        self._session.query(
            load,
            lambda loaded: self._loaded(code, *loaded),
            lambda problem: self._failed(code, problem),
        )

    def _loaded(self, code: str, shown: ShownForm, marks: tuple[SealMark, ...]) -> None:
        if code != self._code:
            return
        title = " · ".join(part for part in (shown.person, form_name(shown.code)) if part)
        self.setWindowTitle(title)
        self.preview.show_pdf(f"{shown.app_id}/{shown.code}", shown.pdf, title, marks)
        self._offer(shown, self._about(shown))
        self.preview.setFocus()

    def _failed(self, code: str, problem: Exception) -> None:
        """No form: which character or which part stands in the way."""
        if code == self._code:
            self.preview.clear()
            self.preview.say(
                self.tr("{form}没有生成").format(form=form_name(code)),
                failure_text(problem),
            )
            self._offer(None, "")

    def _offer(self, shown: ShownForm | None, note: str) -> None:
        self.shown = shown
        self.say(note)
        wait = "" if shown else self.tr("表单还没有生成")
        allowed = self._session.workspace.policy.export_allowed
        self.print.set_blocked(wait)
        self.save.set_blocked(wait or ("" if allowed else self.tr("由管理员设定：不允许导出")))
        self.verify.setVisible(bool(shown and shown.stamp))

    def _about(self, shown: ShownForm) -> str:
        if shown.elsewhere:
            return self.tr("这张表已经用章，盖好章的文件不在本机。这里是没有用章的表。")
        if shown.stamp is None:
            return self.tr("未用章。虚线是用章位置，不会打印。") if shown.places else ""
        stamp, now = shown.stamp, self._session.now()
        return self.tr("已用章：{name}，{when}，{stamped}。").format(
            name=stamp.signer_name, when=formats.sentence_time(stamp.at, now, language()),
            stamped=self.tr("有时间戳") if stamp.time_stamped_sha256 else self.tr("等待时间戳"),
        )  # fmt: skip

    def _offers(self, ws: Workspace) -> tuple[str, ...]:
        return forms_of(find_case(ws, self._app_id))

    def _offered(self, codes: tuple[str, ...]) -> None:
        known = codes if self._code in codes else (self._code, *codes)
        self.tabs.set_tabs([Tab(code, form_name(code)) for code in known])
        self.tabs.set_current(self._code)
        self._tab_row.setVisible(len(known) > 1)

    def say(self, words: str) -> None:
        """What the officer has to know, beside the buttons."""
        if self._code != _CLOSED:
            self.note.setText(words)

    def _say_problem(self, problem: Exception) -> None:
        self.say(failure_text(problem))

    # --- doing ---------------------------------------------------------------------------------

    def print_out(self) -> None:
        """打印: asks for the printer; noted in the log."""
        if self.print.reason:  # the key asks no button
            self.say(self.print.reason)
        elif self.shown is not None and self.preview.source is not None:
            self.paper.print_out(self.shown, self.preview.source, self.preview.sizes)

    def save_copy(self) -> None:
        """保存为 PDF: confirmed, named safely, noted in the log; never over another file."""
        shown = self.shown
        if self.save.reason or shown is None:
            self.say(self.save.reason)
            return
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("保存“{name}”").format(name=shown.file_name),
                consequence=self.tr(
                    "副本不再加密，任何能打开这台电脑的人都能看到。保存人、时间和文件记入日志。"
                ),
                verb=self.tr("保存为 PDF"),
                danger=False,
            ),
            self,
        ).ask()
        if answer is None:
            return
        folder = Path.home()
        name = free_name(shown.file_name, lambda one: (folder / one).exists())
        target, _kind = QFileDialog.getSaveFileName(
            self, self.tr("保存为 PDF"), str(folder / name), "PDF (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # a copy never overwrites
        )  # fmt: skip
        if target:
            path = Path(target)
            self._session.operate(
                lambda ws: save_form(ws, shown, path),
                lambda _changes: self.say(self.tr("已保存：{name}").format(name=path.name)),
                self._say_problem,
            )

    def _verify(self) -> None:
        from app.ui.verification import VerifyDialog

        if self.shown is not None:
            files = {self.shown.file_name: self.shown.pdf}
            VerifyDialog(self, self._session, files, self.shown.app_id).open()

    def _let_go(self) -> None:
        """Nothing of the form stays on the disk or in memory."""
        self._code = _CLOSED
        self._generation.cancel()
        self.paper.stop()
        self.preview.clear()

"""The left pane: the modules with what was read, commented and found."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.answered import RoundDiff
from app.domain.profile import ModuleSpec
from app.store.readmodels import CaseView, ReadingMark
from app.ui.commands import CommandRegistry
from app.ui.i18n import language
from app.ui.pages.review.answers import module_words, round_of, was_asked
from app.ui.pages.review.place import module_has_data, readable, settled_findings
from app.ui.theme import theme
from app.ui.widgets import ModuleItem, ModuleList, PaneHead, vbox

Progress = Literal["none", "new", "seen", "done"]
WIDE = 224
STRIP = 44


def module_items(case: CaseView) -> list[ModuleItem]:
    """One line for each module of the profile."""
    settled = settled_findings(case)
    found = round_of(case)
    comments = Counter(one.module for one in case.draft.comments)
    items = []
    for module in case.profile.modules:
        waiting = [
            one.severity.value
            for one in case.findings_of(module.code)
            if settled.get(one.finding_id) != "verified"
        ]
        items.append(
            ModuleItem(
                id=module.code,
                number=module.number,
                name=_name(found, module),
                progress=_progress(case, module.code) if readable(case, module) else "none",
                counts=dict(Counter(waiting)),
                comments=comments[module.code],
                placeholder=module.placeholder and not module_has_data(case, module.code),
            )
        )
    return items


def read_count(case: CaseView) -> tuple[int, int]:
    """How many modules were read to the end, of how many there is something to read in."""
    codes = [one.code for one in case.profile.modules if readable(case, one)]
    done = sum(1 for code in codes if case.draft.reading.get(code) is ReadingMark.DONE)
    return done, len(codes)


def _name(found: RoundDiff | None, module: ModuleSpec) -> str:
    """The module's name; with an earlier version at hand also what became of it since."""
    name = module.label.in_(language())
    answers = found.module(module.code) if found is not None else None
    if found is None or answers is None:
        return name
    return module_words(name, answers, asked=was_asked(found))


def _progress(case: CaseView, code: str) -> Progress:
    marks: dict[ReadingMark, Progress] = {ReadingMark.SEEN: "seen", ReadingMark.DONE: "done"}
    return marks.get(case.draft.reading.get(code, ReadingMark.UNSEEN), "new")


class ModulePane(QFrame):
    """The list of modules; a strip of numbers in narrow windows."""

    chosen = Signal(str)

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "subtle")
        self.setProperty("edge", "r")
        self._head = PaneHead(self.tr("申报材料"), "")
        self.list = ModuleList()
        self.list.chosen.connect(self.chosen)
        self.history = commands.button("review.history", kind="quiet")
        self._foot = vbox(self.history, margins=(8, 8, 8, 8), edge="t")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.set_compact(False)
        theme.changed.connect(self._resize)

    def show_case(self, case: CaseView, module: str) -> None:
        """Show the modules of a case and mark the current one."""
        done, total = read_count(case)
        self._head.set_remark(self.tr("已看 {done} / {total}").format(done=done, total=total))
        self.list.set_items(module_items(case))
        self.list.set_current(module)

    def set_compact(self, compact: bool) -> None:
        """Numbers and worst marks only."""
        self._compact = compact
        self._resize()
        self._head.setVisible(not compact)
        self._foot.setVisible(not compact)

    def _resize(self) -> None:
        self.list.set_compact(self._compact)
        self.setFixedWidth(theme.px(STRIP if self._compact else WIDE))

"""The settings page: categories at the left, one sheet of rows at the right."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.operations.doctor import Check, examine
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.pages.settings.about import AboutSettings
from app.ui.pages.settings.choices import (
    IDLE_KEY,
    KEYMAP_KEY,
    QUOTA_KEY,
    Choices,
)
from app.ui.pages.settings.display import DisplaySettings
from app.ui.pages.settings.downloading import DownloadSettings
from app.ui.pages.settings.keymap import KeySettings
from app.ui.pages.settings.locking import LockSettings
from app.ui.pages.settings.rows import PAGE_WIDTH
from app.ui.session import Session
from app.ui.shell import Breakpoint, MainWindow, Page
from app.ui.widgets import IconMark, Label, NavItem, NavList, SearchField, hbox

_NAV_WIDTH = 208


class SettingsPage(Page):
    """Choices of the officer; those of the administrator are shown locked.

    Attributes:
        themeChosen, percentChosen, languageChosen: how the window looks.
        idleChosen: minutes before the window locks.
        quotaChosen: GiB for attachments.
        lockRequested: lock now.
    """

    themeChosen = Signal(str)
    percentChosen = Signal(int)
    languageChosen = Signal(str)
    idleChosen = Signal(int)
    quotaChosen = Signal(int)
    lockRequested = Signal()

    def __init__(self, window: MainWindow, session: Session, choices: Choices, root: Path) -> None:
        """``root`` holds the homes, for the self-check."""
        super().__init__()
        self._window, self._session, self._choices, self._root = window, session, choices, root
        self.display = DisplaySettings()
        self.lock = LockSettings(choices)
        self.downloads = DownloadSettings(choices, session.workspace.home.server_url)
        self.keys = KeySettings(window.commands, choices.keymap())
        self.about = AboutSettings()
        self._sheets: dict[str, QWidget] = {}
        self.search = SearchField(self.tr("搜索设置"))
        self.nav = NavList(self._items())
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.show_sheet("display")

    def _items(self) -> list[NavItem]:
        return [
            NavItem("display", self.tr("显示"), "palette-outline"),
            NavItem("lock", self.tr("锁定与安全"), "shield-lock-outline"),
            NavItem("downloads", self.tr("离线与同步"), "cloud-sync-outline"),
            NavItem("keys", self.tr("按键"), "keyboard-outline"),
            NavItem("about", self.tr("关于与自检"), "information-outline"),
        ]

    def _build(self) -> None:
        sheets = {
            "display": self.display, "lock": self.lock, "downloads": self.downloads,
            "keys": self.keys, "about": self.about,
        }  # fmt: skip
        for name, sheet in sheets.items():
            sheet.setMaximumWidth(PAGE_WIDTH)
            self._sheets[name] = self._framed(sheet, scrolls=name != "keys")
            self._stack.addWidget(self._sheets[name])
        side = QFrame()
        side.setProperty("kind", "subtle")
        side.setProperty("edge", "r")
        side.setFixedWidth(_NAV_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 1, 12)
        column.setSpacing(8)
        column.addWidget(hbox((self.search, 1), margins=(12, 0, 12, 0)))
        column.addWidget(self.nav, 1)
        locked = self._choices.locked()
        words = self.tr("{n} 项由管理员统一设定").format(n=locked)
        self._locked = hbox(IconMark("lock-outline", "text3", 15), Label(words, 12, tone="text3"),
                            None, margins=(16, 0, 12, 0), spacing=6)  # fmt: skip
        column.addWidget(self._locked)
        self._locked.setVisible(locked > 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)

    @staticmethod
    def _framed(sheet: QWidget, *, scrolls: bool) -> QWidget:
        """A control must stay near its label: the sheet is no wider than 840."""
        inner = hbox((sheet, 1), margins=(32, 16, 32, 16), spacing=0, kind="window")
        layout = inner.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addStretch(0)
        layout.setAlignment(sheet, Qt.AlignmentFlag(0))
        if not scrolls:
            return inner
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _connect(self) -> None:
        self.nav.chosen.connect(self.show_sheet)
        self.search.searched.connect(self._search)
        self.search.left.connect(self.nav.setFocus)
        self.display.themeChosen.connect(self.themeChosen)
        self.display.percentChosen.connect(self.percentChosen)
        self.display.languageChosen.connect(self.languageChosen)
        self.lock.lockRequested.connect(self.lockRequested)
        self.lock.idleChosen.connect(self._keep_idle)
        self.downloads.quotaChosen.connect(self._keep_quota)
        self.keys.keymapChanged.connect(self._keep_keys)
        self.about.checkRequested.connect(self.run_checks)
        self.about.copyRequested.connect(self._copy)

    # --- sheets --------------------------------------------------------------------------------

    def show_sheet(self, name: str) -> None:
        """Show one category."""
        self.nav.set_current(name)
        self._stack.setCurrentWidget(self._sheets[name])
        if name == "downloads":
            self._session.query(lambda ws: ws.queries.storage(), self.downloads.set_storage)

    def _search(self, text: str) -> None:
        """Go to the first category with a setting that contains ``text``."""
        wanted = text.casefold()
        if not wanted:
            return
        for name, sheet in self._sheets.items():
            labels = sheet.findChildren(Label)
            if any(wanted in label.plain_text().casefold() for label in labels):
                self.show_sheet(name)
                return

    # --- keeping -------------------------------------------------------------------------------

    def _keep_idle(self, minutes: int) -> None:
        self._window.state.put(IDLE_KEY, minutes)
        self.idleChosen.emit(minutes)

    def _keep_quota(self, gib: int) -> None:
        self._window.state.put(QUOTA_KEY, gib)
        self.quotaChosen.emit(gib)

    def _keep_keys(self, keymap: dict[str, tuple[str, ...]]) -> None:
        kept = {command: list(keys) for command, keys in keymap.items()}
        self._window.state.put(KEYMAP_KEY, kept)

    # --- the self-check ------------------------------------------------------------------------

    def run_checks(self) -> None:
        """自检: reads disk and network, so away from the window's thread."""
        self.show_sheet("about")
        self.about.set_busy()
        root, server, lang = self._root, self._session.workspace.home.server_url, language()
        self._session.query(
            lambda _ws: own_home_is_fine(examine(root, server=server, language=lang)),
            self.about.show_checks,
            self._failed,
        )

    def _failed(self, problem: Exception) -> None:
        self.about.show_checks(())
        self._window.toasts.show_toast(failure_text(problem), "amber")

    def _copy(self, report: str) -> None:
        QApplication.clipboard().setText(report)
        self._window.toasts.show_toast(self.tr("已复制诊断信息，不含个人信息"))

    # --- the frame -----------------------------------------------------------------------------

    def set_breakpoint(self, name: Breakpoint) -> None:
        """The same in every width."""

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first."""
        return [
            ("↑↓", self.tr("选择类别")),
            ("F6", self.tr("换区")),
            ("Ctrl+K", self.tr("命令")),
            ("F1", self.tr("按键")),
        ]

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        return [self.nav, self._stack]

    def entered(self) -> None:
        """The categories have the focus."""
        self.nav.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self) -> str:
        """What the window's title says."""
        return self.tr("设置")


def own_home_is_fine(checks: Sequence[Check]) -> list[Check]:
    """The databases that this very window has open are no trouble."""
    mine = str(os.getpid())
    return [
        replace(check, ok=True, code="doctor.databases.open", params={})
        if check.code == "doctor.databases.in_use" and check.params.get("pid") == mine
        else check
        for check in checks
    ]

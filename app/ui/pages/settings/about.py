"""关于与自检: versions, and what is wrong with this machine, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import __version__
from app.operations.doctor.check import Check
from app.ui.i18n import language
from app.ui.pages.settings.rows import setting_group, settings_sheet
from app.ui.widgets import Button, IconMark, Label, hbox, vbox
from app.ui.widgets.layout import clear_layout


class AboutSettings(QWidget):
    """Runs the doctor and shows what it found.

    Attributes:
        checkRequested: run the checks.
        copyRequested: the report as text for the clipboard; no personal data.
    """

    checkRequested = Signal()
    copyRequested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.run = Button(self.tr("运行自检"), "primary", icon="clipboard-check-outline")
        self.run.clicked.connect(self.checkRequested)
        self.copy = Button(self.tr("复制诊断信息"), "quiet")
        self.copy.clicked.connect(lambda: self.copyRequested.emit(self.report()))
        self._checks: tuple[Check, ...] = ()
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        version = Label(
            self.tr("TitleDesk 职称审阅台 {version} · Apache-2.0").format(version=__version__),
            13,
            tone="text2",
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(settings_sheet(self.tr("关于与自检"), version, tools=(self.copy, self.run)))
        outer.addLayout(self._body)
        outer.addStretch(1)
        self.copy.setEnabled(False)

    def set_busy(self) -> None:
        """The checks are running."""
        self.run.set_blocked(self.tr("正在检查"))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was found, trouble first."""
        self._checks = tuple(checks)
        self.run.set_blocked("")
        self.copy.setEnabled(True)
        clear_layout(self._body)
        bad = [check for check in checks if not check.ok]
        good = [check for check in checks if check.ok]
        if bad:
            title = self.tr("需要处理 {n} 项").format(n=len(bad))
            self._body.addWidget(setting_group(title, [_row(check) for check in bad]))
        title = self.tr("正常 {n} 项").format(n=len(good))
        self._body.addWidget(setting_group(title, [_row(check) for check in good]))

    def report(self) -> str:
        """The findings as text."""
        lines = [f"TitleDesk {__version__}"]
        for check in self._checks:
            found = check.document(language())
            mark = "ok" if found["ok"] else "!!"
            lines.append(f"[{mark}] {found['name']}: {found['detail']} {found['remedy']}".rstrip())
        return "\n".join(lines)


def check_title(name: str) -> str:
    """What a check is called."""
    titles = {
        "versions": QCoreApplication.translate("settings", "版本"),
        "libraries": QCoreApplication.translate("settings", "系统库"),
        "display": QCoreApplication.translate("settings", "显示"),
        "cjk_fonts": QCoreApplication.translate("settings", "中文字体"),
        "keyring": QCoreApplication.translate("settings", "系统密钥库"),
        "home_folder": QCoreApplication.translate("settings", "数据文件夹"),
        "databases": QCoreApplication.translate("settings", "数据库"),
        "server": QCoreApplication.translate("settings", "服务器"),
    }
    return titles.get(name, name)


def _row(check: Check) -> QWidget:
    found = check.document(language())
    mark = IconMark("check-circle-outline" if check.ok else "alert-circle",
                    "green" if check.ok else "red", 18)  # fmt: skip
    words = [
        Label(check_title(check.name), 14, bold=not check.ok),
        Label(found["detail"], 12, tone="text2", wrap=True),
    ]
    if found["remedy"]:
        words.append(Label(found["remedy"], 12, tone="text", wrap=True))
    return hbox(mark, (vbox(*words, spacing=2), 1), margins=(16, 10, 16, 10), spacing=12)

"""锁定: after how many minutes without a touch the window asks for the password again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.pages.settings.choices import IDLE_MINUTES, Choices
from app.ui.pages.settings.rows import SettingRow, setting_group, settings_sheet
from app.ui.widgets import Button, ComboBox, Label


class LockSettings(QWidget):
    """Idle lock and what the lock covers.

    Attributes:
        idleChosen: minutes.
        lockRequested: lock now.
    """

    idleChosen = Signal(int)
    lockRequested = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        chosen = choices.idle_minutes()
        offered = sorted({*IDLE_MINUTES, chosen})
        self.idle = ComboBox(
            [(str(n), self.tr("{n} 分钟").format(n=n)) for n in offered], name=self.tr("空闲锁定")
        )
        self.idle.choose(str(chosen))
        locked = ""
        if choices.policy.idle_lock_minutes is not None:
            locked = self.tr("由管理员设定：{n} 分钟").format(n=chosen)
            self.idle.set_locked(locked)
        self.idle.currentIndexChanged.connect(
            lambda _index: self.idleChosen.emit(int(self.idle.chosen()))
        )
        now = Button(self.tr("立即锁定"), key="Ctrl+L")
        now.clicked.connect(self.lockRequested)
        stays = Label(self.tr("有"), tone="text2")
        exporting = Label(
            self.tr("允许") if choices.policy.export_allowed else self.tr("不允许"), tone="text2"
        )
        export_lock = "" if choices.policy.export_allowed else self.tr("由管理员设定：不允许")
        rows = [
            SettingRow(
                self.tr("空闲锁定"),
                self.tr("没有按键和鼠标动作后锁定窗口；下载和发送继续"),
                self.idle,
                locked=locked,
            ),
            SettingRow(self.tr("现在锁定"), self.tr("草稿都已保存，解锁后回到原处"), now),
        ]
        data = [
            SettingRow(
                self.tr("本机数据加密"),
                self.tr("数据库和附件全部加密；密码和系统密钥库各能打开一次"),
                stays,
            ),
            SettingRow(
                self.tr("导出附件副本"),
                self.tr("副本不加密，每次导出记入日志"),
                exporting,
                locked=export_lock,
            ),
        ]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            settings_sheet(
                self.tr("锁定与安全"),
                setting_group(self.tr("锁定"), rows),
                setting_group(self.tr("数据"), data),
            )
        )

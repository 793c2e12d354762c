"""下载: how much of the disk attachments may take, and how many are fetched at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.store.readmodels import StorageView
from app.sync.transfer import PARALLEL
from app.ui.pages.settings.choices import QUOTA_GIB, Choices
from app.ui.pages.settings.rows import SettingRow, setting_group, settings_sheet
from app.ui.widgets import ComboBox, Label, LineEdit, formats


class DownloadSettings(QWidget):
    """Quota, and how and from where attachments come.

    Attributes:
        quotaChosen: GiB.
    """

    quotaChosen = Signal(int)

    def __init__(self, choices: Choices, server: str) -> None:
        super().__init__()
        chosen = choices.quota_gib()
        self.quota = ComboBox(
            [(str(n), f"{n} GB") for n in sorted({*QUOTA_GIB, chosen})], name=self.tr("磁盘上限")
        )
        self.quota.choose(str(chosen))
        locked = ""
        if choices.policy.quota_gib is not None:
            locked = self.tr("由管理员设定：{n} GB").format(n=chosen)
            self.quota.set_locked(locked)
        parallel = Label(self.tr("{n} 份").format(n=PARALLEL), tone="text2")
        self.quota.currentIndexChanged.connect(
            lambda _index: self.quotaChosen.emit(int(self.quota.chosen()))
        )
        self._quota_row = SettingRow(self.tr("磁盘上限"), " ", self.quota, locked=locked)
        self._cases = Label("", tone="text2")
        address = LineEdit(server, name=self.tr("服务器地址"))
        why = (
            self.tr("由管理员设定")
            if choices.policy.server_url is not None
            else self.tr("换服务器须先退出登录")
        )
        address.set_locked(why)
        address.setMinimumWidth(280)
        rows = [
            self._quota_row,
            SettingRow(self.tr("本机已有"), self.tr("全部附件在本机的件数"), self._cases),
            SettingRow(self.tr("同时下载"), self.tr("先表单，后附件；附件按队列顺序"), parallel),
        ]
        server_row = SettingRow(self.tr("服务器地址"), "", address, locked=why)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            settings_sheet(
                self.tr("离线与同步"),
                setting_group(self.tr("离线包"), rows),
                setting_group(self.tr("同步"), [server_row]),
            )
        )

    def set_storage(self, storage: StorageView) -> None:
        """Show what is used now."""
        if not self.quota.accessibleDescription():
            self._quota_row.set_remark(
                self.tr("已用 {used}，可用磁盘 {free}；超出时先清理已办结的").format(
                    used=formats.bytes_text(storage.used),
                    free=formats.bytes_text(storage.disk_free),
                )
            )
        self._cases.setText(
            self.tr("{here} / {all} 件").format(here=storage.cases_cached, all=storage.cases)
        )

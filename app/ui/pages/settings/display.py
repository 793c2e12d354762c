"""显示: light or dark, size of the text, language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import language
from app.ui.pages.settings.rows import SettingRow, setting_group, settings_sheet
from app.ui.theme import theme
from app.ui.theme.tokens import PERCENTS
from app.ui.widgets import ComboBox, Label


class DisplaySettings(QWidget):
    """Everything acts at once.

    Attributes:
        themeChosen: ``light``, ``dark`` or ``system``.
        percentChosen: 90, 100, 115 or 130.
        languageChosen: ``zh_CN`` or ``en``; the pages are built anew.
    """

    themeChosen = Signal(str)
    percentChosen = Signal(int)
    languageChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.mode = ComboBox(
            [
                ("system", self.tr("跟随系统")),
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色")),
            ],
            name=self.tr("外观"),
        )
        self.percent = ComboBox(
            [(str(percent), f"{percent} %") for percent in PERCENTS], name=self.tr("字号")
        )
        self.language = ComboBox([("zh_CN", "简体中文"), ("en", "English")], name=self.tr("语言"))
        self._example = Label(_example(), 14)
        self.mode.choose(theme.mode)
        self.percent.choose(str(theme.percent))
        self.language.choose(language())
        self.mode.currentIndexChanged.connect(
            lambda _index: self.themeChosen.emit(self.mode.chosen())
        )
        self.percent.currentIndexChanged.connect(
            lambda _index: self.percentChosen.emit(int(self.percent.chosen()))
        )
        self.language.currentIndexChanged.connect(
            lambda _index: self.languageChosen.emit(self.language.chosen())
        )
        rows = [
            SettingRow(self.tr("外观"), self.tr("扫描件始终按原样显示，不反色"), self.mode),
            SettingRow(self.tr("字号"), self.tr("所有文字一起放大；行高随之变化"), self.percent),
            SettingRow(self.tr("语言"), self.tr("立即生效；已填写的内容不受影响"), self.language),
            SettingRow(self.tr("示例"), "", self._example),
        ]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(settings_sheet(self.tr("显示"), setting_group(self.tr("外观与文字"), rows)))


def _example() -> str:
    return QCoreApplication.translate("settings", "云知秋 · 高级工程师 · 2026-10-09 18:00")

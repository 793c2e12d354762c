"""What can be done at the desk, as commands; keys and buttons call the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.commands import CommandRegistry, PageCommands
from app.ui.pages.seal.run import RunState

if TYPE_CHECKING:
    from app.ui.pages.seal.page import SealPage

_PLACE = "seal"


class SealActs(QObject):
    """The commands of the page."""

    def __init__(self, page: SealPage) -> None:
        super().__init__(page)
        self._page = page

    def register(self, commands: CommandRegistry) -> None:
        """Declare them."""
        page, command = self._page, PageCommands(_PLACE)
        commands.name_place(_PLACE, self.tr("用章"))
        commands.register(
            command("pin", self.tr("输入口令用章"), ("Ctrl+Enter",), page.ask_for_pin,
                          "stamper", self.why_no_pin),
            command("check", self.tr("重新检查"), (), page.check_again, "refresh",
                          self.why_not_now),
            command("tick_all", self.tr("全选或全不选"), ("Ctrl+A",),
                          lambda: page.lists.toggle_all(), "checkbox-multiple-marked-outline",
                          self.why_not_now),
            command("preview", self.tr("表单预览"), ("Alt+P",), page.toggle_preview,
                          "dock-right"),
            command("sheet", self.tr("全部表单一览"), ("Alt+T",), page.toggle_sheet,
                          "view-grid-outline", self.why_no_sheet),
            command("export", self.tr("导出清单"), (), page.papers.export, "export",
                          page.papers.why_not_export),
            command("print", self.tr("打印预览"), ("Ctrl+P",), page.papers.preview,
                          "printer-outline", page.papers.why_nothing),
            command("pack", self.tr("导出用章凭证…"), (), page.papers.export_pack,
                          "archive-outline", page.papers.why_not_export),
        )  # fmt: skip

    def why_not_now(self) -> str:
        """Why the list cannot be changed."""
        return self.tr("这一批还在用章") if self._page.run.under_way else ""

    def why_no_pin(self) -> str:
        """Why no PIN is asked for."""
        if self._page.run.busy:
            return self.tr("这一批还在用章")
        if self._page.run.state is RunState.DONE:
            return self.tr("先回到待用章")
        page = self._page
        if not page.work.included() and page.control.left_open is None:
            return self.tr("没有可用章的表单")
        return ""

    def why_no_sheet(self) -> str:
        """Why there is nothing to see together."""
        return "" if self._page.work.included() else self.tr("没有可用章的表单")

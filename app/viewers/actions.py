"""Everything a viewer can do, with its keys: for a host's commands, shortcuts and menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.media.look import PLAIN
from app.viewers.looks import look_names, toggled

if TYPE_CHECKING:
    from app.viewers.viewer import DocumentView
    from app.viewers.viewer_tools import ViewerTools


def _free() -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class ViewerAction:
    """One thing a viewer does. `keys` are safe under input methods (style guide §9).

    Attributes:
        name: unique among the actions.
        words: what it is called, in the language of when it was made.
        blocked: why it cannot be done now; empty when it can.
        in_page: its keys work only while the page has the focus, for texts have them too.
        repeats: whether holding the key does it again.
    """

    name: str
    words: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    glyph: str = ""
    blocked: Callable[[], str] = _free
    in_page: bool = False
    repeats: bool = False


def viewer_actions(tools: ViewerTools) -> list[ViewerAction]:
    """All actions of one viewer, in the order of a key sheet."""
    tr, view = QCoreApplication.translate, tools.view

    def no_page() -> str:
        return "" if view.page_count else tr("viewer", "没有打开的页面")

    def no_hit() -> str:
        return no_page() or ("" if tools.search.hits else tr("viewer", "没有查到的词"))

    def no_selection() -> str:
        return no_page() or ("" if tools.selection.pages else tr("viewer", "没有选中的文字"))

    def action(
        name: str,
        words: str,
        keys: tuple[str, ...],
        run: Callable[[], object],
        glyph: str = "",
        blocked: Callable[[], str] = no_page,
        *,
        in_page: bool = False,
        repeats: bool = False,
    ) -> ViewerAction:
        return ViewerAction(
            name=name, words=words, run=run, keys=keys, glyph=glyph, blocked=blocked,
            in_page=in_page, repeats=repeats,
        )  # fmt: skip

    found = [
        action("next_page", tr("viewer", "下一页"), ("PgDown",), view.next_page, repeats=True),
        action("previous_page", tr("viewer", "上一页"), ("PgUp",), view.previous_page,
               repeats=True),
        action("go_to_page", tr("viewer", "跳到页码"), ("Ctrl+J",), tools.ask_page, "numeric"),
        action("fit_width", tr("viewer", "适宽"), ("Ctrl+0",), view.fit_width,
               "arrow-expand-horizontal"),
        action("fit_page", tr("viewer", "适页"), ("Ctrl+9",), view.fit_page, "fit-to-page-outline"),
        action("fit_region", tr("viewer", "选区放大"), ("Ctrl+8",), tools.pick_region,
               "selection-search"),
        action("zoom_in", tr("viewer", "放大"), ("Ctrl+=", "Ctrl++"), view.zoom_in,
               "magnify-plus-outline", repeats=True),
        action("zoom_out", tr("viewer", "缩小"), ("Ctrl+-",), view.zoom_out,
               "magnify-minus-outline", repeats=True),
        action("rotate", tr("viewer", "右转"), ("Ctrl+R",), view.rotate_right, "rotate-right"),
        action("flow", tr("viewer", "单页／连续"), ("Ctrl+M",), tools.toggle_mode,
               "view-day-outline"),
        action("magnifier", tr("viewer", "放大镜"), ("Alt+M",), tools.magnifier.toggle,
               "magnify-expand"),
        action("enhance", tr("viewer", "增强"), ("Ctrl+E",), tools.open_enhance_menu,
               "contrast-circle"),
        action("find", tr("viewer", "在文件中查找"), ("Ctrl+F",), tools.open_search, "magnify"),
        action("find_next", tr("viewer", "下一处"), ("F3",), lambda: tools.search.step(1),
               "chevron-down", no_hit, repeats=True),
        action("find_previous", tr("viewer", "上一处"), ("Shift+F3",),
               lambda: tools.search.step(-1), "chevron-up", no_hit, repeats=True),
        action("copy_text", tr("viewer", "复制选中的文字"), ("Ctrl+C",), tools.copy, "content-copy",
               no_selection, in_page=True),
        action("select_page", tr("viewer", "选中本页文字"), ("Ctrl+A",), tools.select_page,
               "select-all", in_page=True),
        action("full_screen", tr("viewer", "独立窗口"), ("F11",), tools.full_screen.toggle,
               "dock-window"),
    ]  # fmt: skip
    for part, words in look_names().items():
        found.append(
            action(f"look_{part}", words, (), partial(_toggle, view, part), "contrast-circle")
        )
    found.append(action("look_plain", tr("viewer", "恢复原样"), (), lambda: view.set_look(PLAIN),
                        "contrast-circle"))  # fmt: skip
    found.append(action("figures", tr("viewer", "查看器诊断"), (), tools.panel.toggle,
                        "chart-box-outline", _free))  # fmt: skip
    return found


def _toggle(view: DocumentView, part: str) -> None:
    view.set_look(toggled(view.look, part))

"""The second sheet: the window's frame with a table, modules, composer and decision bar."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame

from app.ui.commands import CommandRegistry, ListProvider, PageCommands, PaletteItem
from app.ui.shell import Breakpoint, MainWindow, Page, PageSpec, ShellCommands, TaskRunner
from app.ui.widgets import (
    BadgeSpec,
    Button,
    Composer,
    DecisionBar,
    FilterGroup,
    FilterItem,
    FilterList,
    ModuleItem,
    ModuleList,
    NavItem,
    NavList,
    Pane,
    SearchField,
    Tab,
    TabStrip,
    Verb,
    hbox,
    local_badge,
    vbox,
)
from app.ui.widgets.keycap import Hint
from app.ui.widgets.tables import (
    BadgeCell,
    Cell,
    CellModel,
    CheckCell,
    Column,
    CountdownCell,
    GroupHead,
    RowInfo,
    SeverityCell,
    TableView,
    TextCell,
)

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 10, 9, 10, 24, 7, tzinfo=CHINA)
COLUMNS = (
    Column("tick", "", 40, hideable=False),
    Column("name", "姓名", 84, hideable=False),
    Column("tail", "证件尾号", 80),
    Column("title", "申报职称", 150, sortable=True),
    Column("unit", "工作单位", 200, stretch=True),
    Column("version", "版本", 72),
    Column("findings", "预检", 160, sortable=True),
    Column("state", "状态", 104),
    Column("local", "本机", 104),
    Column("left", "剩余", 130, sortable=True),
    Column("bytes", "附件", 88, align="right"),
)
PEOPLE = (
    ("云知秋", "0014", "高级工程师", "副高", "示例市政工程集团有限公司", 1),
    ("江一苇", "1022", "工程师", "中级", "示例市第三建筑设计院", 2),
    ("季明远", "3012", "高级工程师", "副高", "示例市政工程集团有限公司", 1),
    ("沈听澜", "0040", "工程师", "中级", "样例县水利工程队", 1),
    ("叶舒白", "0026", "工程师", "中级", "桂山样例机械股份有限公司城东分公司第二项目部", 1),
    ("骆行舟", "0038", "高级工程师", "副高", "示例市第三建筑设计院", 3),
    ("温以宁", "0043", "助理工程师", "初级", "青溪示范化工有限公司", 1),
)
COUNTS: tuple[dict[str, int], ...] = (
    {"BLOCK": 1, "ERROR": 3, "WARN": 2, "ASK": 1},
    {"ERROR": 1, "WARN": 1},
    {},
    {"WARN": 2, "ASK": 1},
    {"ERROR": 2},
    {"ERROR": 1, "GUARD": 1},
    {},
)
STATES = (
    BadgeSpec("审核中", "accent"),
    BadgeSpec("重新提交", "violet"),
    BadgeSpec("待签收", style="bare"),
    BadgeSpec("已提请复核", style="line"),
)
LOCAL = ("cached", "cached", "cached", "partial", "draft", "conflict", "remote", "queued")


class SampleModel(CellModel):
    """Rows of invented people in two groups."""

    GROUPS: ClassVar = {
        0: GroupHead("今天 18:00 截止 · 剩 7 小时 36 分", "5 件 · 附件 1.4 GB", "red"),
        6: GroupHead("明天 18:00 截止 · 剩 1 天 7 小时", "8 件", "amber"),
    }

    def __init__(self, parent: QObject) -> None:
        super().__init__(COLUMNS)
        self.setParent(parent)

    def line_count(self) -> int:
        return 18

    def group_rows(self) -> tuple[int, ...]:
        """Where the heads of groups are."""
        return tuple(self.GROUPS)

    def info_at(self, line: int) -> RowInfo:
        return RowInfo(ticked=line in (3, 4), group=self.GROUPS.get(line))

    def cell_at(self, line: int, column: int) -> Cell | None:
        return None if line in self.GROUPS else self._cell(line, COLUMNS[column].id)

    @staticmethod
    def _cell(row: int, column: str) -> Cell:
        name, tail, title, level, unit, version = PEOPLE[row % len(PEOPLE)]
        late = NOW.replace(hour=18, minute=0, second=0) + timedelta(days=int(row > 5))
        ticked = Qt.CheckState.Checked if row in (3, 4) else Qt.CheckState.Unchecked
        cells: dict[str, Cell] = {
            "tick": CheckCell(ticked),
            "name": TextCell(name, bold=True),
            "tail": TextCell(tail, tone="text3"),
            "title": TextCell(title, tail=level),
            "unit": TextCell(unit, tone="text2"),
            "version": TextCell(f"第 {version} 版", tone="violet" if version > 1 else "text3"),
            "findings": SeverityCell(COUNTS[row % len(COUNTS)]),
            "state": BadgeCell([STATES[row % len(STATES)]]),
            "local": BadgeCell([local_badge(LOCAL[row % len(LOCAL)], "3/7")]),
            "left": CountdownCell(late),
            "bytes": TextCell(f"{row * 7.3 + 2:.1f} MB", tone="text2"),
        }
        return cells[column]


class SamplePage(Page):
    """Filters, table and a sheet with composer; the decision bar below."""

    def __init__(self) -> None:
        super().__init__()
        self._modules = ModuleList()
        self._modules.set_items(_modules())
        self._modules.set_current("papers")
        self._composer = _composer()
        self._bar = _decision_bar()
        self._table = TableView(COLUMNS, name="申报")
        self._table.set_clock(lambda: NOW)
        self._table.setModel(SampleModel(self._table))
        self._table.set_current_row(1)
        self._filters = self._make_filters()
        search = SearchField("姓名、单位、受理号；可写 级别:中级 状态:重新提交")
        search.setMaximumWidth(360)
        tabs = TabStrip(
            [
                Tab("todo", "待我处理", 46),
                Tab("open", "待签收", 28),
                Tab("mine", "我已签收", 11),
                Tab("again", "重新提交", 7),
            ],
            size=14,
            height=48,
        )
        top = hbox(
            tabs,
            None,
            (search, 1),
            Button("下载离线包", icon="tray-arrow-down", key="Ctrl+D"),
            Button("签收 2 件", "primary", key="Ctrl+Enter"),
            margins=(16, 0, 16, 0),
            kind="panel",
            edge="b",
            height=48,
        )
        pane = Pane("审核意见", "本类 1 条，全件 3 条", kind="panel", edge="l")
        pane.body.addStretch(1)
        pane.body.addWidget(self._composer)
        self._sheet = pane
        middle = hbox(self._filters, self._modules, (self._table, 1), pane, spacing=0)
        column = vbox(top, (middle, 1), self._bar, spacing=0, kind="panel")
        column.setParent(self)
        self._column = column

    def resizeEvent(self, event: object) -> None:
        self._column.setGeometry(self.rect())

    def set_breakpoint(self, name: Breakpoint) -> None:
        compact = name == "compact"
        self._filters.setVisible(not compact)
        self._modules.set_compact(compact)
        self._composer.set_compact(compact)
        self._bar.set_compact(compact)
        self._sheet.setFixedWidth(464 if compact else 584)

    def hints(self) -> list[Hint]:
        return [
            ("F7", "下一类"),
            ("F8", "下一条提示"),
            ("F9", "转为意见"),
            ("F4", "意见库"),
            ("F12", "下一件"),
            ("F6", "换区"),
            ("Ctrl+K", "命令"),
            ("F1", "按键"),
        ]

    @staticmethod
    def _make_filters() -> QFrame:
        views = NavList(
            [
                NavItem("", "视图"),
                NavItem("todo", "待我处理", "inbox-outline", "46"),
                NavItem("today", "今天截止", "clock-alert-outline", "12"),
                NavItem("", "滞留提醒"),
                NavItem("stuck", "已通过未上报", "timer-sand", "2", "amber"),
            ]
        )
        views.set_current("todo")
        views.setFixedHeight(views.content_height())
        levels = FilterGroup(
            "level", "申报级别", [FilterItem("a", "副高", "9"), FilterItem("b", "中级", "28")]
        )
        return vbox(
            views, FilterList([levels]), None, spacing=0, kind="subtle", edge="r", width=216
        )


def main_window(app: QApplication, width: int, height: int) -> tuple[MainWindow, ShellCommands]:
    """The frame with the sample page in it, and its commands."""
    window = MainWindow(CommandRegistry(app), TaskRunner(app))
    pages = (
        ("queue", "队列", "inbox-outline", "inbox-full-outline", False),
        ("review", "审阅", "text-box-search-outline", "", False),
        ("approve", "复核用章", "stamper", "", False),
        ("sync", "同步", "cloud-sync-outline", "", True),
        ("settings", "设置", "cog-outline", "", True),
    )
    for name, label, icon, current, bottom in pages:
        window.add_page(PageSpec(name, label, icon, lambda _: SamplePage(), current, bottom))
    window.set_count("queue", 46)
    window.set_count("sync", "!")
    window.set_account("宋", "宋青禾")
    window.set_organisation("示例市职称改革工作领导小组办公室")
    window.status.set_online("online", "在线", "10:21 已同步")
    window.status.set_pending(3)
    window.status.set_conflicts(1)
    window.status.set_notices(["市工程系列规则包 2026 v3", "服务器时间 10:24:07"])
    shell = _register(window)
    window.resize(width, height)
    window.show_page("queue")
    return window, shell


def _register(window: MainWindow) -> ShellCommands:
    """The commands of the frame, and some of a page."""
    shell = ShellCommands(window)
    people = [
        PaletteItem("江一苇", int, "工程师（中级） · 第 2 版 · 上次退回 09-21", "account-outline"),
        PaletteItem("骆行舟", int, "高级工程师（副高） · 第 3 版 · 退回", "account-outline"),
    ]
    views = [PaletteItem("我的退回", int, "21 件", "view-list-outline")]
    shell.palette.add_provider(ListProvider("视图", lambda: views))
    shell.palette.add_provider(ListProvider("申报人", lambda: people))
    samples = (
        ("return", "退回修改", ("Alt+2",), "arrow-u-left-top", ""),
        ("down", "退回下级", ("Alt+3",), "reply-outline", ""),
        ("pass", "通过，不退回", ("Alt+1",), "check", "有 1 项拦截未处理"),
        ("next", "下一条提示", ("F8", "Alt+N"), "chevron-down", ""),
        ("former", "上一条提示", ("Shift+F8", "Alt+P"), "chevron-up", ""),
        ("download", "下载离线包", ("Ctrl+D",), "tray-arrow-down", ""),
    )
    command = PageCommands("queue")
    for name, label, keys, icon, reason in samples:
        window.commands.register(command(name, label, keys, int, icon, partial(str, reason)))
    return shell


def _modules() -> list[ModuleItem]:
    return [
        ModuleItem("setup", "0", "申报设置", "done"),
        ModuleItem("personal", "1", "个人基本信息", "done"),
        ModuleItem("title", "3", "现专业技术资格证书", "done", comments=1),
        ModuleItem("papers", "5", "论文、著作", "seen", {"ERROR": 2, "WARN": 1}, 1),
        ModuleItem("work", "7", "工作业绩", "new", {"WARN": 1}),
        ModuleItem("none", "10", "（来源文件未载明）", "none", placeholder=True),
        ModuleItem("unit", "单", "单位意见与公示", "new", {"BLOCK": 1}),
    ]


def _composer() -> Composer:
    composer = Composer()
    composer.set_severities([("MUST", "须改"), ("ADVICE", "建议")])
    composer.set_places([("p", "论文 2 · 发表时间")])
    composer.set_keys(anchor="Ctrl+G", library="F4", add="Ctrl+Enter")
    composer.set_text(
        "《大跨度钢桁架整体提升施工的变形控制》发表于2016-03，早于现职称授予时间2017-11-20，请更换。"
    )
    composer.set_origin("由 R071 带出")
    composer.set_saved("saved", "10:24:05")
    return composer


def _decision_bar() -> DecisionBar:
    bar = DecisionBar()
    bar.set_counts("本件", {"BLOCK": 1, "ERROR": 3, "WARN": 2, "ASK": 1})
    bar.set_missing("通过不可用：有 1 项拦截、3 项须改未处理")
    bar.set_consequence(
        "退回后，申报人可在 10月16日 18:00 前修改并重新提交（剩 7 天 7 小时，来得及）。"
        "须经复核人 陆见深 批准后生效。",
        "退回，申报人可在 10月16日 18:00 前改（来得及）；须 陆见深 批准。",
    )
    bar.set_verbs(
        [
            Verb("PASS", "通过上报", "Alt+1", "有 1 项拦截未处理"),
            Verb("RETURN", "退回修改", "Alt+2"),
            Verb("DOWN", "退回下级", "Alt+3"),
            Verb("REJECT", "不通过", "Alt+4"),
        ]
    )
    bar.set_current_verb("RETURN")
    bar.set_primary("提请退回 · 3 条意见", "Enter")
    return bar

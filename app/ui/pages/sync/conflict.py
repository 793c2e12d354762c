"""The right pane: what happened, what is safe, module by module, the main way out and others."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.model import Decision, Proposal
from app.store.readmodels import ConflictModule, ConflictView, OutboxRow
from app.ui.i18n import language
from app.ui.pages.approve.words import proposal_word
from app.ui.pages.sync import words
from app.ui.pages.sync.causes import news_block, route_block
from app.ui.pages.sync.conflict_words import (
    conflict_text,
    is_rejected,
    last_decision,
    present_version,
    way_label,
)
from app.ui.widgets import (
    Badge,
    Button,
    EmptyState,
    IconMark,
    Label,
    PaneHead,
    formats,
    hbox,
    vbox,
)
from app.ui.widgets.button import ButtonKind
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.tables import Column, RowsModel, TableView, TextCell


class ConflictPane(QFrame):
    """Shows one operation in trouble, or plain facts of one that is not.

    Attributes:
        wayChosen: one of the ways out.
        differenceRequested: look at what the applicant changed.
        undoRequested: take back an operation of which nothing was sent.
        openRequested: open the case.
    """

    wayChosen = Signal(str)
    differenceRequested = Signal()
    undoRequested = Signal()
    openRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setAccessibleName(self.tr("处理"))
        self._main: Button | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        inner = QFrame()
        inner.setProperty("kind", "panel")
        inner.setLayout(self._body)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.show_nothing()

    def focus_main(self) -> bool:
        """Give the focus to the main way out; False where there is none."""
        if self._main is None:
            return False
        self._main.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._clear()
        self._body.addWidget(
            EmptyState(
                "check-circle-outline",
                self.tr("没有需要你处理的"),
                self.tr("冲突和被拒的操作会列在中间，这里给出办法。"),
            )
        )

    # --- an operation that is well -------------------------------------------------------------

    def show_operation(self, row: OutboxRow, now: datetime) -> None:
        """Show an operation that needs nothing."""
        self._clear()
        self._body.addWidget(PaneHead(row.name, "", height=36))
        when = formats.table_time(row.created_at, now)
        lines: list[QWidget] = [
            hbox(Label(words.what_text(row), 16, bold=True), None,
                 Badge(words.state_badge(row.state))),
            Label(self.tr("{when} 在本机写下").format(when=when), 13, tone="text2"),
        ]  # fmt: skip
        why = words.why_text(row, now)
        if why:
            lines.append(Label(why, 13, tone="text2", wrap=True))
        if row.attempts:
            text = self.tr("已尝试发送 {n} 次").format(n=row.attempts)
            lines.append(Label(text, 13, tone="text2"))
        if row.settled_at is not None:
            text = self.tr("服务器受理 {when}").format(when=formats.table_time(row.settled_at, now))
            lines.append(Label(text, 13, tone="text2"))
        number = self.tr("编号 {id}").format(id=row.op_id)
        lines.append(Label(number, 12, tone="text3", mono=True))
        self._body.addWidget(vbox(*lines, margins=(16, 12, 16, 12), spacing=6))
        open_ = Button(self.tr("打开申报"), size="large")
        open_.clicked.connect(self.openRequested)
        buttons: list[QWidget] = [open_]
        if row.undoable:
            undo = Button(self.tr("撤销，不发送"), "quiet", "large")
            undo.clicked.connect(self.undoRequested)
            buttons.append(undo)
        self._body.addWidget(hbox(*buttons, None, margins=(16, 4, 16, 16)))
        self._body.addStretch(1)

    # --- one in trouble ------------------------------------------------------------------------

    def show_conflict(self, view: ConflictView, now: datetime) -> None:
        """Show a conflict or a refusal."""
        self._clear()
        text = conflict_text(view)
        kind = self.tr("被拒：{name}") if is_rejected(view) else self.tr("冲突：{name}")
        self._body.addWidget(PaneHead(kind.format(name=view.op.name), view.code.value, height=36))
        self._body.addWidget(
            vbox(
                Label(text.title, 16, bold=True, wrap=True),
                Label(text.happened, 13, tone="text2", wrap=True),
                hbox(
                    IconMark("shield-check-outline", "green"),
                    (Label(text.safe, 13, wrap=True), 1),
                    spacing=6,
                ),
                margins=(16, 12, 16, 12),
                spacing=6,
            )
        )  # fmt: skip
        if view.code.value == "ALREADY_DECIDED":
            self._body.addWidget(self._both(view, now))
        elif view.news is not None:
            self._body.addWidget(news_block(view.news))
        elif view.route is not None:
            self._body.addWidget(route_block(view.route))
        elif view.modules:
            self._body.addWidget(self._modules(view))
        self._body.addWidget(
            vbox(
                Label(self.tr("这样处理之后"), 12, tone="text3"),
                Label(text.after, 13, wrap=True),
                margins=(16, 10, 16, 10),
                spacing=2,
            )
        )
        self._body.addWidget(self._ways(view))
        self._body.addStretch(1)

    def _ways(self, view: ConflictView) -> QWidget:
        buttons: list[QWidget | None] = []
        for number, way in enumerate(view.ways):
            kind: ButtonKind = (
                "primary" if number == 0 else "quiet" if way == "discard" else "default"
            )
            key = "Enter" if number == 0 else ""
            button = Button(way_label(way, view), kind, "large", key=key)
            button.clicked.connect(lambda _on=False, way_=way: self.wayChosen.emit(way_))
            if number == 0:
                self._main = button
            if way == "discard" and number:
                buttons.append(None)  # away from the others, at the right end
            buttons.append(button)
        if view.diff is not None and view.diff.changed:
            difference = Button(self.tr("只看差异"), size="large", key="Alt+B")
            difference.clicked.connect(self.differenceRequested)
            buttons.insert(1, difference)
        if not buttons:
            open_ = Button(self.tr("打开申报"), size="large")
            open_.clicked.connect(self.openRequested)
            buttons.append(open_)
        end = () if None in buttons else (None,)
        return hbox(*buttons, *end, margins=(16, 4, 16, 16), spacing=8)

    def _modules(self, view: ConflictView) -> QWidget:
        columns = [
            Column("module", self.tr("类别"), 150),
            Column("mine", self.tr("我的意见（第 {n} 版）").format(n=view.base_version), 200,
                   stretch=True),
            Column("now", self.tr("第 {n} 版").format(n=present_version(view)), 104),
            Column("verdict", self.tr("处理"), 132),
        ]  # fmt: skip
        rows = [self._module_cells(one) for one in view.modules]
        head = PaneHead(self.tr("逐类处理"), self.tr("内容逐字节相同的类别可直接沿用"), edge="tb")
        return vbox(head, _fitted(columns, rows, self.tr("逐类处理")), spacing=0)

    def _module_cells(self, one: ConflictModule) -> tuple[TextCell, ...]:
        if one.comments:
            mine = self.tr("；").join(comment.text for comment in one.comments)
        elif one.verified:
            mine = self.tr("已核实 {n} 项").format(n=one.verified)
        else:
            mine = self.tr("看完") if one.read else ""
        same = self.tr("还未取到")
        if one.same is not None:
            same = self.tr("相同") if one.same else self.tr("有改动")
        keep = one.verdict == "keep"
        said = self.tr("沿用意见") if one.comments else self.tr("沿用核实")
        return (
            TextCell(one.label.in_(language()), bold=True),
            TextCell(mine, tone="text2"),
            TextCell(same, tone="text2"),
            TextCell(said if keep else self.tr("重新核对"), tone="green" if keep else "amber"),
        )

    # --- theirs next to mine -------------------------------------------------------------------

    def _both(self, view: ConflictView, now: datetime) -> QWidget:
        theirs = last_decision(view)
        parts = [
            self._side(self.tr("对方的"), theirs.decision if theirs else None, theirs, now),
            self._side(self.tr("我的（没有生效）"), view.decision, None, now),
        ]
        row = hbox((parts[0], 1), (parts[1], 1), spacing=0)
        layout = row.layout()
        assert layout is not None
        for part in parts:
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        return vbox(PaneHead(self.tr("两份意见"), "", edge="tb"), row, spacing=0)

    def _side(
        self, title: str, decision: Decision | None, taken: Proposal | None, now: datetime
    ) -> QWidget:
        lines: list[QWidget] = [Label(title, 12, tone="text3")]
        if decision is None:
            lines.append(Label(self.tr("还未取到，同步后可见"), 13, tone="text2", wrap=True))
        else:
            lines.append(Label(proposal_word(decision.verb), 14, bold=True))
        if taken is not None:
            who = taken.handler_name or taken.handler_id
            when = formats.table_time(taken.approved_at or taken.proposed_at, now)
            lines.append(Label(f"{who} {when}", 12, tone="text3"))
        if decision is not None and decision.overall_text:
            lines.append(Label(decision.overall_text, 13, wrap=True))
        said = decision.module_comments if decision else []
        lines += [Label(f"· {one.text}", 13, tone="text2", wrap=True) for one in said]
        return vbox(*lines, margins=(16, 10, 16, 10), spacing=4)

    def _clear(self) -> None:
        self._main = None
        clear_layout(self._body)


def _fitted(columns: list[Column], rows: list[tuple[TextCell, ...]], name: str) -> TableView:
    """A table as high as its rows, for it stands in a pane that scrolls."""
    table = TableView(columns=columns, row="table", name=name)
    model = RowsModel(columns, rows)
    model.setParent(table)
    table.setModel(model)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setFixedHeight(table.header.minimumHeight() + len(rows) * table.row_height() + 2)
    return table

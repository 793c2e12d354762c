"""一次性告知预览: what the applicant will read, 模块名称 + 审核意见 (S3 D18)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.store.readmodels import CaseView
from app.ui.i18n import Count
from app.ui.pages.review.anchor_marks import places_words
from app.ui.pages.review.cards import comment_place
from app.ui.widgets import Button, HLine, Label, hbox

_WIDTH, _HEIGHT = 680, 520


def notice_rows(case: CaseView) -> list[tuple[str, str]]:
    """Place and text of every comment, in the order of the modules."""
    order = {module.code: number for number, module in enumerate(case.profile.modules)}
    comments = sorted(case.draft.comments, key=lambda one: order.get(one.module, len(order)))
    rows = []
    for comment in comments:
        text = comment.text
        if comment.fix_hint:
            text = f"{text}\n{comment.fix_hint}"
        where = places_words(case, comment.anchors)
        if where:
            words = QCoreApplication.translate("review", "见 {where}").format(where=where)
            text = f"{text}\n{words}"
        rows.append((comment_place(case, comment), text))
    return rows


class NoticeDialog(QDialog):
    """The table the applicant gets."""

    def __init__(self, parent: QWidget, case: CaseView) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("一次性告知预览"))
        self.resize(_WIDTH, _HEIGHT)
        rows = notice_rows(case)
        inner = QFrame()
        inner.setProperty("kind", "panel")
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 8, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(self.tr("模块名称"), 12, tone="text3"), 0, 0)
        grid.addWidget(Label(self.tr("审核意见"), 12, tone="text3"), 0, 1)
        for number, (place, text) in enumerate(rows):
            line = 2 * number + 1
            grid.addWidget(HLine(), line, 0, 1, 2)
            place_label = Label(place, 13, bold=True)
            grid.addWidget(place_label, line + 1, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(text, 14, wrap=True), line + 1, 1)
        if not rows:
            grid.addWidget(Label(self.tr("还没有意见。"), 14, tone="text2"), 1, 0, 1, 2)
        grid.setRowStretch(2 * len(rows) + 2, 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        close = Button(self.tr("关闭"), size="large", key="Esc")
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        title = self.tr("退回 {name} 时，申报人看到的意见（{n} 条）")
        name = case.version.person.name
        outer.addWidget(
            hbox(Label(title.format(name=name, n=Count(len(rows))), 16, bold=True), None,
                 margins=(24, 0, 24, 8))
        )  # fmt: skip
        outer.addWidget(scroll, 1)
        outer.addWidget(hbox(None, close, margins=(24, 8, 24, 0)))


def show(parent: QWidget, case: CaseView) -> None:
    """Open the preview."""
    NoticeDialog(parent, case).exec()

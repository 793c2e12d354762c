"""The right column of the components sheet: what the window says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.gallery.parts import caption
from app.ui.widgets import (
    Banner,
    BannerSpec,
    CardAction,
    ConfirmDialog,
    ConfirmSpec,
    EmptyState,
    ErrorCard,
    ErrorSpec,
    Toast,
    hbox,
    vbox,
)


def messages() -> QFrame:
    """Banners, an error, a question, a toast, an empty pane."""
    empty = EmptyState(
        "inbox-outline",
        "没有今天截止的申报",
        "明天 18:00 截止 8 件，其中 3 件还未下载。",
        [CardAction("tomorrow", "看明天截止"), CardAction("download", "下载 3 件", "Ctrl+D")],
    )
    return vbox(
        caption("横幅", "整页状态；一次最多一条"),
        Banner(BannerSpec("accent", "离线", "可继续审阅 17 件，操作存本机，联网后自动发出")),
        Banner(BannerSpec("amber", "签收 15 分钟后失效", "", [CardAction("renew", "续期")])),
        Banner(
            BannerSpec(
                "red", "骆行舟已有第 3 版", "你的意见在本机，未发出", [CardAction("go", "处理")]
            )
        ),
        caption("错误卡", "发生了什么，什么是安全的，怎么办"),
        ErrorCard(
            ErrorSpec(
                "未能发送“提请退回 · 云知秋”",
                "连接在 10:18:02 中断，没有收到服务器答复。",
                "3 条意见已存本机；服务器若已受理，重发不会重复。",
                "网络恢复后自动重发。急用可打印退回通知。",
                "E-SYNC-TIMEOUT",
                [CardAction("send", "立即重发", "F5")],
            )
        ),
        caption("确认框", "只用于不可撤销的事；默认焦点在“取消”"),
        vbox(question(), kind="dialog", margins=4),
        caption("轻提示", "左下，6 秒，可撤销"),
        hbox(Toast("已放入待发送：云知秋 退回修改", action="撤销", key="Ctrl+Z"), None),
        caption("空状态", "说明为什么空，给一步出路"),
        vbox(empty, kind="card"),
        None,
    )


def question() -> QWidget:
    """The question before a rejection, as a plain widget."""
    dialog = ConfirmDialog(
        ConfirmSpec(
            "不通过 尹听松",
            "本年度申报到此终止，申报人不能修改重交；此决定须由复核人确认，用章后不可撤销。",
            "提请不通过",
            "理由类别",
            [("condition", "不符合申报条件"), ("fraud", "材料不实")],
            ["我已核对批文名单与证书原件扫描"],
        )
    )
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.setMinimumWidth(0)
    dialog.setMaximumWidth(2000)
    return dialog

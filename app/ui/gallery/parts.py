"""The left and middle column of the components sheet: marks, buttons, inputs, rows, cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from app.ui.widgets import (
    LOCAL_STATES,
    SEVERITIES,
    Badge,
    BadgeSpec,
    Button,
    CardAction,
    CheckBox,
    ComboBox,
    CommentCard,
    CommentSpec,
    DiffRow,
    DiffSpec,
    FieldFinding,
    FieldRow,
    FieldSpec,
    FindingCard,
    FindingSpec,
    HLine,
    KeyCap,
    Label,
    LineEdit,
    ProgressRow,
    SearchField,
    SeverityRow,
    Step,
    Stepper,
    Timeline,
    TimelineItem,
    Toggle,
    hbox,
    local_badge,
    severity_badge,
    vbox,
)


def caption(title: str, remark: str = "") -> QFrame:
    """The heading of one component."""
    return hbox(Label(title, bold=True), Label(remark, 12, tone="text3"), None, height=28)


def marks() -> QFrame:
    """Severities, states on this machine, states of a case."""
    states = [
        BadgeSpec("待签收", style="bare"),
        BadgeSpec("审核中", "accent"),
        BadgeSpec("重新提交", "violet"),
        BadgeSpec("已提请复核", style="line"),
        BadgeSpec("退回修改", "amber"),
        BadgeSpec("不通过", "red"),
        BadgeSpec("通过上报", "green"),
    ]
    local = [local_badge(state, "3/7") for state in LOCAL_STATES]
    return vbox(
        caption("预检严重度", "形状、颜色、文字三重区分"),
        hbox(*[Badge(severity_badge(name)) for name in SEVERITIES], None),
        SeverityRow({"BLOCK": 1, "ERROR": 3, "WARN": 2, "ASK": 1, "GUARD": 1}),
        HLine(),
        caption("本机状态"),
        hbox(*[Badge(spec) for spec in local[:6]], None, spacing=10),
        hbox(*[Badge(spec) for spec in local[6:]], None, spacing=10),
        HLine(),
        caption("申报状态"),
        hbox(*[Badge(spec) for spec in states], None),
        spacing=8,
    )


def buttons() -> QFrame:
    """Buttons of every kind and state."""
    chosen = Button("已选")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    off = Button("不可用")
    off.setEnabled(False)
    blocked = Button("通过上报", key="Alt+1")
    blocked.set_blocked("有 1 项拦截未处理")
    stopped = Button("主按钮停用", "primary")
    stopped.setEnabled(False)
    return vbox(
        caption("按钮", "一屏一个主按钮；按键写在按钮上"),
        hbox(
            Button("提请退回", "primary", "large", key="Enter"),
            Button("取消", size="large", key="Esc"),
            Button("不通过", "danger", "large", key="Alt+4"),
            None,
        ),
        hbox(
            Button("转为意见", icon="message-plus-outline", key="F9"),
            chosen,
            off,
            blocked,
            Button("意见库", "quiet", key="F4"),
            Button("查看依据", "link"),
            Button("", "quiet", icon="rotate-right", tip="右转", key="Ctrl+R"),
            None,
        ),
        hbox(Button("主按钮", "primary"), stopped, None),
    )


def inputs() -> QFrame:
    """Fields, choices, boxes, switches."""
    bad = LineEdit("2016-03", name="发表时间")
    bad.set_bad(True)
    locked = LineEdit("由管理员设定", name="服务器")
    locked.set_locked("由管理员设定")
    fixed = ComboBox([("30", "30 天")], name="保留")
    fixed.set_locked("由管理员设定：30 天")
    part = CheckBox("部分")
    part.setTristate(True)
    part.setCheckState(Qt.CheckState.PartiallyChecked)
    ticked = CheckBox("已选")
    ticked.setChecked(True)
    on = Toggle("开")
    on.setChecked(True)
    for field in (bad, locked):
        field.setFixedWidth(130)
    date = LineEdit("2026-09-24", name="日期")
    date.setFixedWidth(130)
    search = SearchField("姓名、单位、受理号")
    search.setFixedWidth(200)
    return vbox(
        caption("输入"),
        hbox(date, search, None),
        hbox(bad, locked, None),
        hbox(
            ComboBox([("must", "须改"), ("advice", "建议")], name="程度"),
            fixed,
            CheckBox("未选"),
            ticked,
            part,
            on,
            Toggle("关"),
            None,
            spacing=12,
        ),
        caption("按键帽、步骤"),
        hbox(*[KeyCap(key) for key in ("F8", "Ctrl+Enter", "Alt+2", "PgDn")], None, spacing=6),
        Stepper(
            [
                Step("单位", "done"),
                Step("主管部门", "fail"),
                Step("市系列", "now"),
                Step("评委会", "next"),
            ]
        ),
    )


def fields() -> QFrame:
    """Rows of a form; the middle one is current and has a finding."""
    late = FieldFinding("red", "早于现职称授予时间 2017-11-20", "R071")
    rows = [
        FieldRow(FieldSpec("题名", "大跨度钢桁架整体提升施工的变形控制", "目录 p1", "ok", "手工")),
        FieldRow(FieldSpec("发表时间", "2016-03", "目录 p1", "bad", "手工", late)),
        FieldRow(FieldSpec("刊号", "CN 99-1016/TU", "查询 p1", "", "系统核验")),
        FieldRow(FieldSpec("身份证号", "999***********0014", revealable=True, provenance="手工")),
    ]
    rows[1].set_current(True)
    return vbox(caption("字段行"), *rows, spacing=0)


def cards() -> QFrame:
    """Findings, a difference, a comment, a history, long tasks."""
    folded = FindingCard(
        FindingSpec(severity_badge("BLOCK"), "公示版本与送审版本不一致", rule="R124")
    )
    opened = FindingCard(
        FindingSpec(
            severity_badge("GUARD"),
            "不要索要专家鉴定意见：规则不作要求",
            "《单位填写注意事项》二、5 写明“专家鉴定意见不作要求”。确需索要须写明理由，记入日志。",
            "人社部规定：可通过部门核验解决的不得重复索要",
            rule="R131",
            actions=[
                CardAction("drop", "撤掉这条意见", "F9"),
                CardAction("keep", "写明理由保留", kind="quiet"),
            ],
        )
    )
    opened.set_current(True)
    seal, download = ProgressRow("用章 109 份"), ProgressRow("孟归雁 · 全部附件")
    seal.set_progress(0.59, "64 / 109 · 约 3 秒", "已用章的 64 份有效；取消后可从第 65 份继续")
    download.set_progress(0.35, "已暂停 · 41.2 / 118.0 MB")
    download.set_paused(True)
    return vbox(
        caption("提示卡", "收起一行；当前一张展开"),
        folded,
        opened,
        caption("差异行", "只染变动的字"),
        DiffRow(DiffSpec("发表时间", [("2014-03", True)], [("2024-04", True)])),
        DiffRow(DiffSpec("业绩 3 排序", [("2", False)], [("2", False)])),
        DiffRow(DiffSpec("版权页", None, [("1c09…77e1  1 页", True)])),
        caption("意见"),
        CommentCard(
            CommentSpec(
                BadgeSpec("须改", "red", "line"),
                "论文 2 · 附件",
                "《大跨度钢桁架整体提升施工的变形控制》缺少：版权页，请补齐。",
                "在“版权页”处上传该期刊版权页扫描件",
                "目录 p1",
                "宋青禾 10:21",
            )
        ),
        caption("经过"),
        Timeline(
            [
                TimelineItem("10-09 09:47", "宋青禾 提请通过", "now"),
                TimelineItem("10-08 16:40", "第 2 版重新提交"),
                TimelineItem("09-22 16:05", "陆见深 批准退回"),
                TimelineItem("09-18 09:00", "单位上报第 1 版"),
            ]
        ),
        caption("长任务", "总有进度、暂停、取消"),
        seal,
        download,
        spacing=0,
    )

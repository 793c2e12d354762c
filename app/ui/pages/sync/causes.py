"""What lies behind a conflict: what newer rules find, and how a route changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.domain.finding import Finding
from app.domain.model import RouteNode
from app.protocol.messages import message
from app.store.readmodels import NewerRules, RouteChange
from app.ui.i18n import language
from app.ui.pages.review.citation import source_text
from app.ui.pages.routes import kind_word
from app.ui.widgets import Badge, Label, PaneHead, hbox, severity_badge, vbox

_INSET = (16, 8, 16, 8)


def news_block(news: NewerRules) -> QWidget:
    """The findings that are new under the newer pack, each with its rule and its sentence."""
    translate = QCoreApplication.translate
    packs = translate("sync", "{old} → {new}").format(old=news.old, new=news.new)
    head = PaneHead(translate("sync", "按新规则多出的提示"), packs, edge="tb")
    if not news.here:
        missing = translate("sync", "新规则包还未取到，同步后列出")
        return vbox(head, _said(missing), spacing=0)
    lines: list[QWidget] = [head, *map(_finding, news.found)]
    if not news.found:
        lines.append(_said(translate("sync", "按新规则，这一件没有多出的提示")))
    if news.quiet:
        rules = translate("sync", "、").join(news.quiet)
        quiet = translate("sync", "新增或改动、这一件没有问题的规则：{rules}")
        lines.append(_said(quiet.format(rules=rules)))
    if news.gone:
        titles = [f"{one.rule_id} {_title(one)}" for one in news.gone]
        gone = translate("sync", "按新规则不再提示：{titles}")
        lines.append(_said(gone.format(titles=translate("sync", "；").join(titles))))
    return vbox(*lines, spacing=0)


def route_block(change: RouteChange) -> QWidget:
    """The route that was acted on, the present one, and what differs."""
    translate = QCoreApplication.translate
    rows = [
        (translate("sync", "原路径"), _route(change.old, change.removed)),
        (translate("sync", "新路径"), _route(change.new, change.added)),
        (translate("sync", "增加"), _names(change.added)),
        (translate("sync", "去掉"), _names(change.removed)),
    ]
    lines = [
        vbox(Label(title, 12, tone="text3"), Label(text, 13, wrap=True), spacing=2)
        for title, text in rows
        if text
    ]
    head = PaneHead(translate("sync", "路径的变动"), "", edge="tb")
    return vbox(head, vbox(*lines, margins=_INSET, spacing=8), spacing=0)


def _finding(finding: Finding) -> QWidget:
    quote = finding.citation.quote if finding.citation.sourced else ""
    source = f"{source_text(finding)} “{quote}”" if quote else source_text(finding)
    fact = message(f"{finding.message_code}.fact", language(), **finding.params)
    title = hbox(
        Badge(severity_badge(finding.severity.value)),
        Label(finding.rule_id, 12, tone="text3", mono=True),
        (Label(_title(finding), 13, bold=True, wrap=True), 1),
        spacing=8,
    )
    text = vbox(Label(fact, 13, wrap=True), Label(source, 12, tone="text3", wrap=True), spacing=2)
    return vbox(title, text, margins=_INSET, spacing=4)


def _title(finding: Finding) -> str:
    return message(f"{finding.message_code}.title", language(), **finding.params)


def _said(text: str) -> QWidget:
    return vbox(Label(text, 13, tone="text2", wrap=True), margins=_INSET)


def _name(node: RouteNode) -> str:
    return node.name or kind_word(node.kind.value) or node.kind.value


def _names(nodes: Sequence[RouteNode]) -> str:
    return QCoreApplication.translate("sync", "、").join(map(_name, nodes))


def _route(nodes: Sequence[RouteNode], marked: Collection[RouteNode]) -> str:
    """The route in one line; the nodes that the other route has not stand in brackets."""
    bracket = QCoreApplication.translate("sync", "【{name}】")
    names = [bracket.format(name=_name(node)) if node in marked else _name(node) for node in nodes]
    return " → ".join(names)

"""What a conflict is called, what is safe, and the ways out (style guide §10).

A text begins with the other's act and ends with one main way out; nothing an officer
wrote is ever lost by any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.model import Proposal
from app.operations.notes import TOLD
from app.protocol.messages import has_message, message
from app.protocol.operations import ConflictCode
from app.store.readmodels import ConflictView, OpState, Way
from app.ui.i18n import language
from app.ui.pages.sync.words import what_text


@dataclass(frozen=True)
class ConflictText:
    """Title, what happened, what is safe, and what the main way does."""

    title: str
    happened: str
    safe: str
    after: str


def conflict_text(view: ConflictView) -> ConflictText:
    """The words for a conflict or a refusal."""
    translate = QCoreApplication.translate
    what = what_text(view.op)
    version = present_version(view)
    titles = {
        ConflictCode.WITHDRAWN: translate("sync", "申报人已撤回这件申报"),
        ConflictCode.NEW_VERSION: translate(
            "sync", "你审的是第 {old} 版，申报人已提交第 {new} 版"
        ).format(old=view.base_version, new=version),
        ConflictCode.ALREADY_DECIDED: translate("sync", "{name} 已先办理这一件").format(
            name=decided_by(view)
        ),
        ConflictCode.LEASE_LOST: translate("sync", "签收已失效"),
        ConflictCode.ACTOR_MISMATCH: translate("sync", "这项操作是另一个账号做的"),
        ConflictCode.DEADLINE_PASSED: translate("sync", "送达时已过截止时间"),
        ConflictCode.PROFILE_OUTDATED: translate("sync", "规则包已更新"),
        ConflictCode.SELF_REVIEW: translate("sync", "不能办理本人的申报"),
        ConflictCode.NO_SCOPE: translate("sync", "这一件已不在你的办理范围"),
        ConflictCode.GONE: translate("sync", "这件申报已删除"),
        ConflictCode.ROUTE_CHANGED: translate("sync", "上报路径已变"),
        ConflictCode.SEAL_INVALID: translate("sync", "印章“{name}”{why}").format(
            name=view.params.get("name", ""), why=seal_reason(view)
        ),
        ConflictCode.FORM_SEALED: translate("sync", "{name} 已先在这份表单上用章").format(
            name=decided_by(view)
        ),
    }
    title = titles.get(view.code, translate("sync", "服务器没有受理：{what}").format(what=what))
    return ConflictText(title, _happened(view, what, version), _safe(view), _after(view, version))


def _happened(view: ConflictView, what: str, version: int) -> str:
    translate = QCoreApplication.translate
    params = {"what": what, "old": view.base_version, "new": version, "name": decided_by(view)}
    texts = {
        ConflictCode.WITHDRAWN: translate(
            "sync", "你的“{what}”送达前，申报人撤回了申报，服务器没有受理。"
        ),
        ConflictCode.NEW_VERSION: translate(
            "sync", "你在第 {old} 版上做“{what}”时，申报人提交了第 {new} 版，服务器没有受理。"
        ),
        ConflictCode.ALREADY_DECIDED: translate(
            "sync", "你的“{what}”送达前，{name} 已办理，服务器没有受理你的。两份都列在下面。"
        ),
        ConflictCode.LEASE_LOST: translate(
            "sync", "你的“{what}”送达时签收已过期或被收回，服务器没有受理；申报的内容没有变。"
        ),
        ConflictCode.ACTOR_MISMATCH: translate(
            "sync", "“{what}”记在另一个账号名下，只能由其本人登录后发送；没有以你的名义发出。"
        ),
        ConflictCode.DEADLINE_PASSED: translate(
            "sync", "“{what}”送达服务器时本级已截止，以服务器受理时间为准，没有生效。"
        ),
        ConflictCode.PROFILE_OUTDATED: translate(
            "sync", "“{what}”依据的规则包比服务器的旧，须按新规则重新核对后再提请。"
        ),
        ConflictCode.ROUTE_CHANGED: translate(
            "sync", "你做“{what}”之后，机构信息有变动，路径按新的机构信息重新生成；这一件没有报出。"
        ),
        ConflictCode.SEAL_INVALID: translate(
            "sync", "“{what}”要用到这枚印章，服务器没有受理；这一件还在本级。"
        ),
        ConflictCode.FORM_SEALED: translate(
            "sync",
            "你的“{what}”送达前，{name} 在同一份表单上用了同一枚印章，服务器没有受理你的；"
            "两次用章都有记录。",
        ),
    }
    if view.code in texts:
        return texts[view.code].format(**params)
    reason = refusal_text(view)
    text = translate("sync", "“{what}”没有被受理：{reason}")
    return text.format(what=what, reason=reason or view.code.value)


def refusal_text(view: ConflictView) -> str:
    """The server's reason with the rules behind it."""
    translate = QCoreApplication.translate
    words = [
        message(f"rule.{rule}", language())
        for rule in view.op.rule_ids
        if has_message(f"rule.{rule}", language())
    ]
    if view.op.why_code and has_message(view.op.why_code, language()):
        words.insert(0, message(view.op.why_code, language(), **view.op.why_params))
    return translate("sync", "；").join(dict.fromkeys(words))


def _safe(view: ConflictView) -> str:
    translate = QCoreApplication.translate
    decision = view.decision
    parts = []
    if decision is not None and decision.module_comments:
        parts.append(translate("sync", "{n} 条意见").format(n=len(decision.module_comments)))
    acks = [ack for ack in decision.findings_ack if ack.status != TOLD] if decision else []
    if acks:
        parts.append(translate("sync", "{n} 项核实记录").format(n=len(acks)))
    kept = translate("sync", "你做的这一步")
    if parts:
        kept = translate("sync", "和 ").join(parts)
    safe = translate("sync", "{what}完好保存在本机，没有丢失。").format(what=kept)
    if view.held:
        safe += translate("sync", "同一件后面的 {n} 项暂挂，随它一起处理。").format(
            n=len(view.held)
        )
    return safe


def seal_reason(view: ConflictView) -> str:
    """Why the seal does not hold; of a server that does not say, that it does not."""
    code = f"SEAL_INVALID.{view.params.get('why', '')}"
    known = code if has_message(code, language()) else "SEAL_INVALID.UNKNOWN"
    return message(known, language())


def _after(view: ConflictView, version: int) -> str:
    translate = QCoreApplication.translate
    own = {
        ConflictCode.PROFILE_OUTDATED: translate(
            "sync", "内容回到草稿并打开这一件；按新规则复核后再发。原操作作废并留痕。"
        ),
        ConflictCode.ROUTE_CHANGED: translate(
            "sync", "打开这一件，按新路径选下一站再上报。原操作作废并留痕。"
        ),
        ConflictCode.SEAL_INVALID: translate(
            "sync", "打开这一件，换可用的印章重新用章，再继续。原操作作废并留痕。"
        ),
    }
    if view.ways[:1] == ("reopen",) and view.code in own:
        return own[view.code]
    match view.ways[0] if view.ways else "":
        case "rebase":
            text = translate(
                "sync",
                "保留 {kept} 条意见；{recheck} 条意见所在的类有改动，回到“未看”，"
                "核对后再提请。原提请作废并留痕。",
            )  # fmt: skip
            return text.format(kept=view.kept_comments, recheck=view.recheck_comments)
        case "reclaim_and_resend":
            return translate("sync", "重新签收，再把同一份提请原样发出；别人已签收时会告诉你。")
        case "archive":
            return translate(
                "sync", "意见归档在这一件下；申报人重新提交第 {n} 版时，可接着用。"
            ).format(n=version + 1)
        case "reopen":
            return translate("sync", "内容回到草稿，改好后重新提请；原操作作废并留痕。")
        case "discard":
            return translate("sync", "你的这一步作废，仍留在本机日志里备查。")
        case _:
            return translate("sync", "由其本人登录后自动发送，你不必处理。")


def way_label(way: Way, view: ConflictView) -> str:
    """The words of a button: a verb with its object."""
    translate = QCoreApplication.translate
    what = what_text(view.op)
    labels: dict[Way, str] = {
        "rebase": translate("sync", "移到第 {n} 版并打开差异").format(n=present_version(view)),
        "reclaim_and_resend": translate("sync", "重新签收并发送"),
        "archive": translate("sync", "归档我的意见"),
        "reopen": translate("sync", "取回草稿，重新办理"),
        "discard": translate("sync", "放弃“{what}”").format(what=what),
    }
    again = {
        ConflictCode.PROFILE_OUTDATED: translate("sync", "复核后重发"),
        ConflictCode.ROUTE_CHANGED: translate("sync", "按新路径重新上报"),
        ConflictCode.SEAL_INVALID: translate("sync", "重新用章"),
    }
    return again.get(view.code, labels[way]) if way == "reopen" else labels[way]


def present_version(view: ConflictView) -> int:
    """The number of the version that is there now."""
    if view.current is not None:
        return view.current.current_version
    told = view.params.get("version_no", "")
    return int(told) if told.isdigit() else view.base_version + 1


def decided_by(view: ConflictView) -> str:
    """Who was faster."""
    taken = last_decision(view)
    told = view.params.get("name", "") or (taken.handler_name if taken else "")
    return told or QCoreApplication.translate("sync", "另一位经办人")


def last_decision(view: ConflictView) -> Proposal | None:
    """What the other decided: the open proposal, or the newest of the history."""
    if view.current is None:
        return None
    if view.current.proposal is not None:
        return view.current.proposal
    return view.current.history[-1] if view.current.history else None


def is_rejected(view: ConflictView) -> bool:
    """Whether the server found fault with the operation itself."""
    return view.op.state is OpState.REJECTED

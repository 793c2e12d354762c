"""退回通知: 模块名称 + 审核意见, all to be changed in one go (S3 2.5, domain §0.1 item 6)."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.enums import CommentSeverity
from app.domain.form import entry_title, form_entries
from app.domain.model import Decision, ModuleComment
from app.domain.partial_date import CHINA
from app.forms.content.source import Case, day, joined, name_of, need
from app.forms.form import Form, FormCode


def return_notice(
    case: Case,
    decision: Decision,
    made_on: date,
    *,
    office: str,
    deadline: datetime | None = None,
) -> Form:
    """The notice of a return.

    :param office: who returns it, and seals the notice.
    :param deadline: until when it may be handed in again; None where the region sets none.
    :raises FormError: ``FORM_CONTENT_MISSING`` where nothing was commented on.
    """
    rows = [_row(case, comment) for comment in decision.module_comments]
    need("1" if rows else "", "审核意见")
    until = ""
    if deadline is not None:
        due = deadline.astimezone(CHINA)
        until = f"请于{day(due)} {due:%H:%M} 前修改并重新提交，逾期视为放弃本次申报。"
    data = {
        "name": case.version.person.name,
        "opening": (
            f"你申报{case.target}的材料（第{case.version.version_no}版）经审核需要修改，"
            f"共{len(rows)}处，一次性告知如下："
        ),
        "rows": rows,
        "closing": "\n".join(part for part in (decision.overall_text.strip(), until) if part),
        "date": day(made_on),
    }
    return Form(
        FormCode.RETURN_NOTICE,
        "职称申报材料退回修改通知",
        office,
        made_on,
        data,
        (case.binding,),
        line_left=f"工作单位：{case.issuer}",
        line_right=day(made_on),
    )


def _row(case: Case, comment: ModuleComment) -> dict[str, str]:
    spec = case.profile.module(comment.module)
    field = spec.field(comment.field) if spec and comment.field else None
    entry = next(
        (
            one
            for one in form_entries(case.version, comment.module)
            if comment.entry_id is not None and one.entry_id == comment.entry_id
        ),
        None,
    )
    advice = "（建议）" if comment.severity is CommentSeverity.ADVICE else ""
    place = joined(
        (
            entry_title(entry, case.profile) if entry else "",
            field.label.in_("zh_CN") if field else "",
        )
    )
    return {
        "module": name_of(spec) if spec else comment.module,
        "place": place,
        "text": f"{advice}{comment.text}",
        "remedy": comment.fix_hint,
        "where": joined(
            [_where(case, anchor.att_sha256, anchor.page) for anchor in comment.anchors]
        ),
    }


def _where(case: Case, sha256: str, page: int) -> str:
    file = next((att for att in case.version.attachments if att.sha256 == sha256), None)
    return f"{file.filename} 第 {page} 页" if file else ""

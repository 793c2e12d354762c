"""Verdicts in words: for a card, for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain.sealing import Stamp
from app.operations.sealing.verifying import Verified
from app.protocol.messages import message
from app.seal.certificate import usage_words
from app.seal.keys import KeyInfo
from app.seal.verify.details import SealDetail
from app.seal.verify.verdict import SealVerdict, Verdict
from app.ui.forms.names import form_name
from app.ui.i18n import language
from app.ui.widgets import formats

Row = tuple[str, str]
_MARKS: Final = {
    Verdict.INTACT: ("check-circle", "green"),
    Verdict.AWAITING_TIMESTAMP: ("clock-outline", "accent"),
    Verdict.SEAL_SUSPENDED: ("alert", "amber"),
    Verdict.UNREADABLE: ("file-alert-outline", "red"),
    Verdict.PICTURE_ONLY: ("image-off-outline", "red"),
}
_BAD: Final = ("alert-circle", "red")


def mark_of(verdict: Verdict) -> tuple[str, str]:
    """Icon and tone of a verdict; never colour alone."""
    return _MARKS.get(verdict, _BAD)


def summary(files: Iterable[Verified]) -> tuple[str, str, str]:
    """Icon, tone and sentence for all files together."""
    tr = QCoreApplication.translate
    told = list(files)
    found = [one for file in told if file.found for one in file.found.seals]
    seals = [one for one in found if one.field_name]  # a picture alone is none
    held = sum(one.verdict.good for one in seals)
    wrong = sum(not file.good for file in told)
    counted = tr("verification", "{files} 个文件，{seals} 枚印章").format(
        files=len(told), seals=len(seals)
    )
    if told and not wrong:
        waiting = sum(one.verdict is Verdict.AWAITING_TIMESTAMP for one in seals)
        text = tr("verification", "全部有效")
        if waiting:
            text = tr("verification", "全部有效，{n} 枚等待时间戳").format(n=waiting)
        return "check-circle", "green", f"{counted} · {text}"
    text = tr("verification", "{held} 枚有效，{n} 个文件有问题").format(held=held, n=wrong)
    return "alert-circle", "red", f"{counted} · {text}"


def file_line(file: Verified) -> str:
    """What is said of a file below its name."""
    tr = QCoreApplication.translate
    if file.found is None:
        return message(file.document.why, language(), **dict(file.document.params))
    form = form_name(file.found.form) if file.found.form else ""
    size = formats.bytes_text(len(file.document.data))
    digest = tr("verification", "校验码 {hash}").format(hash=formats.hash_text(file.found.sha256))
    none = "" if file.found.seals else message("verify.none", language())
    return " · ".join(part for part in (form, size, digest, none) if part)


def voided_words(file: Verified) -> str:
    """That the record has voided the seal, and why; empty where it stands."""
    if file.stamp is None or not file.stamp.voided:
        return ""
    text = QCoreApplication.translate("verification", "这次用章在系统里已作废：{why}")
    return text.format(why=file.stamp.void_reason or "—")


def rows(
    one: SealVerdict, detail: SealDetail | None, now: datetime, stamp: Stamp | None = None
) -> list[Row]:
    """Label and value of what a card tells; a value that is not known is left out.

    :param stamp: the record's entry, which knows who used the seal.
    """
    tr = QCoreApplication.translate
    found = [
        (tr("verification", "印章"), _joined(one.seal_name, one.seal_id)),
        (tr("verification", "用章人"), stamp.signer_name if stamp is not None else ""),
        (tr("verification", "用章时间"), _time(one, now)),
        (tr("verification", "覆盖范围"), _reach(detail)),
        (tr("verification", "证书"), _certificate(detail.info if detail else None) or one.signer),
        (tr("verification", "用于"), _case(one)),
    ]
    return [row for row in found if row[1]]


def plain_text(files: Iterable[Verified], now: datetime) -> str:
    """All of it for the clipboard."""
    told = list(files)
    lines = [summary(told)[2]]
    for file in told:
        lines += ["", file.document.name, file_line(file)]
        voided = voided_words(file)
        lines += [voided] if voided else []
        for one in file.found.seals if file.found else ():
            lines.append(f"- {one.headline(language())}")
            lines.append(f"  {one.text(language())}")
            detail = file.seals.get(one.field_name)
            told_rows = rows(one, detail, now, file.stamp)
            lines += [f"  {label}: {value}" for label, value in told_rows]
            if says_stand_in(one):
                lines.append(f"  {message('verify.stand_in', language())}")
    return "\n".join(lines) + "\n"


def says_stand_in(one: SealVerdict) -> bool:
    """Whether 非国密 GB/T 38540 签章 has to be said: it was made, and by no SM2 key."""
    return one.stand_in and bool(one.signer)


def _time(one: SealVerdict, now: datetime) -> str:
    if one.sealed_at is None:
        return ""
    tr = QCoreApplication.translate
    moment = one.sealed_at.astimezone(now.tzinfo)
    by = (
        tr("verification", "时间戳")
        if one.time_stamped
        else tr("verification", "用章人的时钟，没有时间戳")
    )
    return tr("verification", "{time}（{by}）").format(time=f"{moment:%Y-%m-%d %H:%M:%S}", by=by)


def _reach(detail: SealDetail | None) -> str:
    if detail is None:
        return ""
    tr = QCoreApplication.translate
    if detail.whole:
        return tr("verification", "整个文件，共 {n} 页").format(n=detail.all_pages)
    text = tr("verification", "前 {bytes} 字节（当时 {then} 页），共 {total} 字节（现在 {now} 页）")
    return text.format(
        bytes=f"{detail.covered:,}", then=detail.pages, total=f"{detail.total:,}",
        now=detail.all_pages,
    )  # fmt: skip


def _certificate(info: KeyInfo | None) -> str:
    if info is None:
        return ""
    comma = ", " if language() == "en" else "、"
    text = QCoreApplication.translate(
        "verification",
        "{holder}；签发者 {issuer}；有效期 {begin} 至 {end}；{algorithm}；用途 {usages}",
    )
    office = info.organisation if info.organisation != info.subject else ""
    return text.format(
        holder=_joined(info.subject, office),
        issuer=info.issuer, begin=f"{info.not_before:%Y-%m-%d}", end=f"{info.not_after:%Y-%m-%d}",
        algorithm=info.algorithm, usages=comma.join(usage_words(info, language())),
    )  # fmt: skip


def _case(one: SealVerdict) -> str:
    if not one.case_id:
        return ""
    text = QCoreApplication.translate("verification", "{case} 第 {n} 版，用章序号 {no}")
    return text.format(case=one.case_id, n=one.version_no, no=f"{one.usage_no:04d}")


def _joined(first: str, second: str) -> str:
    if first and second:
        return QCoreApplication.translate("verification", "{first}（{second}）").format(
            first=first, second=second
        )
    return first or second

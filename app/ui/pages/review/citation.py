"""Where a rule stands, and how sure its finding is (domain §4.13)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.checks.engine import registered
from app.domain.enums import Severity
from app.domain.finding import Finding
from app.ui.i18n import mark
from app.ui.widgets import BadgeSpec, severity_label

_SOURCES = {
    "S0": mark("review", "《专业技术人员服务平台操作说明》"),
    "S1": mark("review", "《职称管理服务平台操作说明》"),
    "S2": mark("review", "《职称申报系统操作注意事项》"),
    "S3": mark("review", "《职称评审信息系统个人端手册》"),
    "S4": mark("review", "柳职办〔2019〕38号"),
}


def source_text(finding: Finding) -> str:
    """来源：S2 (二)5(1); own policy says that no source sentence stands behind it."""
    citation = finding.citation
    if not citation.sourced:
        return QCoreApplication.translate("review", "本系统规则，无来源条文")
    place = f"{citation.source} {citation.place}".strip()
    return QCoreApplication.translate("review", "来源：{place}").format(place=place)


def citation_text(finding: Finding, profile_key: str) -> str:
    """The source with its document and sentence, and the rule pack that has the rule in force."""
    citation = finding.citation
    named = _SOURCES.get(citation.source) if citation.sourced else None
    document = QCoreApplication.translate("review", named) if named else ""
    quote = f"“{citation.quote}”" if citation.sourced and citation.quote else ""
    pack = QCoreApplication.translate("review", "规则包 {pack}").format(pack=profile_key)
    return " · ".join(part for part in (source_text(finding), document, quote, pack) if part)


def certainty_marks(finding: Finding) -> tuple[BadgeSpec, ...]:
    """启发式 where the rule guesses; 待核 where it could not decide and no badge says so yet."""
    rule = registered().get(finding.rule_id)
    marks = []
    if rule is not None and rule.mode == "H":
        marks.append(BadgeSpec(QCoreApplication.translate("review", "启发式"), "grey", "line"))
    if finding.uncertain and finding.severity is not Severity.ASK:
        marks.append(BadgeSpec(severity_label(Severity.ASK.value), "accent", "line"))
    return tuple(marks)

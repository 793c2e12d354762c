"""What the desk says of a form, of why it is left out, and where that is put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from app.domain.checks.unit_seal import FORM_NAMES
from app.domain.gate_list import section_of
from app.forms.form import FormCode
from app.protocol.messages import has_message, message
from app.seal.verify.verdict import FileVerdict
from app.store.seal_pages import Item, ItemState, LeftOut
from app.ui.i18n import language, mark

Way = Literal["dossier", "approve", "review", "own", "sync", ""]
_OTHER_FORMS: Final = {
    FormCode.PANEL: mark("seal", "审议小组推荐表"),
    FormCode.ROSTER: mark("seal", "花名册"),
    FormCode.WORKLOAD: mark("seal", "工作量表"),
}
_PARTS: Final[Mapping[str, str]] = {
    "publicity": mark("seal", "看公示"),
    "defence": mark("seal", "看答辩"),
    "deliberation": mark("seal", "看审议"),
    "assessments": mark("seal", "看考核"),
    "recommendation": mark("seal", "看推荐意见"),
    "expert_opinion": mark("seal", "看推荐意见"),
    "unit": mark("seal", "看单位信息"),
    "seal": mark("seal", "看签章"),
}
_OF_THE_SEAL: Final = frozenset(
    {"SEAL_INVALID", "sealing.form_not_allowed", "sealing.no_key", "sealing.not_holder"}
)
_STATUS: Final = "sealing.status."
_NOT_APPROVED: Final = frozenset({"sealing.not_approved", "WRONG_STATE"})
_NO_WAY: Final = frozenset(
    {
        "NO_SCOPE", "SEALER_IS_HANDLER", "FORM_NOT_SEALED_HERE", "OP_CASE_GONE",
        "sealing.clock_back", "sealing.clock_off", "sealing.sealed_already",
    }
)  # fmt: skip
SHORT_HASH: Final = 4


@dataclass(frozen=True, slots=True)
class Remedy:
    """A link: its words, the page it leads to and the part of it. No words: there is none."""

    words: str
    way: Way = ""
    part: str = ""


def tr(text: str) -> str:
    """A word of the page in the language of the window."""
    return QCoreApplication.translate("seal", text)


def form_name(code: str) -> str:
    """What a form is called."""
    if code in FORM_NAMES:
        return FORM_NAMES[code][1 if language() == "en" else 0]
    return tr(_OTHER_FORMS[FormCode(code)]) if code in _OTHER_FORMS else code


def said(code: str, params: Mapping[str, str]) -> str:
    """The words of the catalogue for a code; the code itself where it has none."""
    return message(code, language(), **params) if has_message(code, language()) else code


def reason(left: LeftOut) -> str:
    """Why a form is left out, in one sentence."""
    words = said(left.code, left.params).rstrip("。.")
    more = len(left.rule_ids) - 1
    if more > 0:
        words = QCoreApplication.translate("seal", "{words}；另有 {n} 项").format(
            words=words, n=more
        )
    return words


def rule(left: LeftOut) -> str:
    """The rule that stands in the way; empty where it is none."""
    if left.rule_ids:
        return left.rule_ids[0]
    return left.code if left.code[:1] == "R" and left.code[1:].isdigit() else ""


def remedy(left: LeftOut) -> Remedy:
    """Where what is in the way is put right."""
    translate = QCoreApplication.translate
    number = rule(left)
    part = section_of(number)
    if left.code in _NOT_APPROVED:
        return Remedy(translate("seal", "去复核"), "approve")
    if left.code in _NO_WAY:
        return Remedy("")
    if number == "R124":
        return Remedy(translate("seal", "重新公示"), "dossier", part)
    if part:
        return Remedy(tr(_PARTS[part]), "dossier", part)
    if left.code in _OF_THE_SEAL or left.code.startswith(_STATUS):
        return Remedy(translate("seal", "看印章"), "own")
    if left.code.startswith("FORM_"):
        return Remedy(translate("seal", "看单位意见"), "dossier", "recommendation")
    return Remedy(translate("seal", "打开审阅"), "review")


def is_not_approved(left: LeftOut) -> bool:
    """Whether only the approver is awaited."""
    return left.code in _NOT_APPROVED


def short_hash(digest: str) -> str:
    """4f93…03d1."""
    return f"{digest[:SHORT_HASH]}…{digest[-SHORT_HASH:]}" if digest else ""


def verdict_words(verdict: FileVerdict) -> str:
    """What the re-verification came to: the gravest seal's verdict."""
    worst = verdict.worst
    if worst is None:
        return QCoreApplication.translate("seal", "文件里没有印章")
    found = next(one for one in verdict.seals if one.verdict is worst)
    if worst.good:
        return found.headline(language())
    return f"{found.headline(language())}：{found.text(language())}"


def usage_text(number: int) -> str:
    """0412: the number of a use, at least four digits."""
    return f"{number:04d}"


def item_remedy(item: Item) -> Remedy:
    """Where what kept a document from being sealed is put right."""
    if item.state is not ItemState.FAILED:
        return Remedy("")
    if item.code == "sealing.changed_since":
        return Remedy(QCoreApplication.translate("seal", "打开审阅"), "review")
    return remedy(LeftOut(item.app_id, item.name, item.form, item.code, item.params))

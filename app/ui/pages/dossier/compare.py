"""Where two dossiers of one case differ, in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.domain.dossier import Dossier, DossierFile
from app.ui.widgets import formats

_PARTS = (
    "publicity", "defence", "deliberation", "assessments", "recommendation", "verification",
    "next_target", "expert_opinion",
)  # fmt: skip
_UNSEEN = frozenset(
    {"pub_id", "app_ids", "calendar_version", "content_sha256", "author", "approver", "by"}
)
"""What nobody types: the program keeps it."""


@dataclass(frozen=True)
class Difference:
    """One value that is not the same: in which part, what it is, and both."""

    part: str
    name: str
    mine: str
    theirs: str


def differences(mine: Dossier, theirs: Dossier | None) -> list[Difference]:
    """Every value that differs, in the order of the screen; empty is what nobody filled in."""
    other = theirs or Dossier()
    files = {**other.files, **mine.files}
    parts, names = part_words(), _field_words()
    found = []
    for part in _PARTS:
        one, two = (_leaves(getattr(which, part), files) for which in (mine, other))
        for place in dict.fromkeys([*one, *two]):
            if one.get(place, "") != two.get(place, ""):
                name = " ".join(names.get(word, word) for word in place)
                pair = one.get(place, ""), two.get(place, "")
                found.append(Difference(parts[part], name, *pair))
    return found


def part_words() -> dict[str, str]:
    """What the parts of a dossier are called."""
    tr = QCoreApplication.translate
    return {
        "publicity": tr("dossier", "公示情况"),
        "defence": tr("dossier", "答辩情况"),
        "deliberation": tr("dossier", "审议小组"),
        "assessments": tr("dossier", "近 5 年考核"),
        "recommendation": tr("dossier", "推荐意见"),
        "verification": tr("dossier", "真实性核验"),
        "next_target": tr("dossier", "上报"),
        "expert_opinion": tr("dossier", "专家鉴定意见"),
    }


def _leaves(part: Any, files: Mapping[str, DossierFile]) -> dict[tuple[str, ...], str]:
    """Place → words of every value of a part that is filled in."""
    if part is None:
        return {}
    if isinstance(part, str):
        return {("text",): part} if part else {}
    if isinstance(part, list):
        return {(str(one.year),): _words(one.result.value, files) for one in part}
    return dict(_walk(part.model_dump(mode="json"), files))


def _walk(
    part: Mapping[str, Any], files: Mapping[str, DossierFile]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in part.items():
        if name in _UNSEEN or value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            yield from (((name, *rest), text) for rest, text in _walk(value, files))
        elif isinstance(value, list):
            yield (name,), "、".join(_words(one, files) for one in value)
        else:
            yield (name,), _words(value, files)


def _words(value: Any, files: Mapping[str, DossierFile]) -> str:
    tr = QCoreApplication.translate
    if isinstance(value, bool):
        return tr("dossier", "是") if value else tr("dossier", "否")
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one)
    text = str(value)
    if text in files:
        return files[text].name or formats.hash_text(text)
    results = {
        "EXCELLENT": tr("dossier", "优秀"),
        "COMPETENT": tr("dossier", "合格"),
        "BASIC": tr("dossier", "基本合格"),
        "INCOMPETENT": tr("dossier", "不合格"),
        "ABSENT": tr("dossier", "未参加"),
    }
    is_hash = len(text) == 64 and text.isascii() and text.isalnum()
    return results.get(text, formats.hash_text(text) if is_hash else text)


def _field_words() -> dict[str, str]:
    tr = QCoreApplication.translate
    return {
        "start_date": tr("dossier", "公示开始"),
        "end_date": tr("dossier", "公示结束"),
        "objection": tr("dossier", "有异议"),
        "objection_text": tr("dossier", "异议内容"),
        "handling_result": tr("dossier", "处理结果"),
        "result_text": tr("dossier", "公示结果"),
        "method": tr("dossier", "公示方式"),
        "proof_files": tr("dossier", "现场照片"),
        "publicised_sha256": tr("dossier", "公示内容"),
        "version_no": tr("dossier", "公示的版本"),
        "place": tr("dossier", "地点"),
        "held_on": tr("dossier", "日期"),
        "panel_names": tr("dossier", "答辩专家"),
        "topic": tr("dossier", "答辩题目"),
        "questions": tr("dossier", "主要提问"),
        "evaluation": tr("dossier", "答辩评价"),
        "passed": tr("dossier", "答辩通过"),
        "record_file": tr("dossier", "答辩记录"),
        "leader": tr("dossier", "组长"),
        "members": tr("dossier", "成员"),
        "votes_for": tr("dossier", "同意票"),
        "votes_against": tr("dossier", "反对票"),
        "votes_abstain": tr("dossier", "弃权票"),
        "suggestion_text": tr("dossier", "推荐建议"),
        "form_scan": tr("dossier", "推荐表原件"),
        "leader_signed": tr("dossier", "已见组长签字"),
        "text": tr("dossier", "正文"),
        "education": tr("dossier", "学历"),
        "papers": tr("dossier", "论文"),
        "social_insurance": tr("dossier", "社保"),
        "originals_seen": tr("dossier", "已看原件"),
        "done": tr("dossier", "已核验"),
        "how": tr("dossier", "方式"),
        "org_id": tr("dossier", "下一站"),
        "reason": tr("dossier", "理由"),
    }

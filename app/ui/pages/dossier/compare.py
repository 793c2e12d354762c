"""Where two dossiers of one case differ, in the words of the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.dossier import Dossier


def differing(mine: Dossier, theirs: Dossier | None) -> list[str]:
    """The names of the parts that are not the same."""
    tr, other = QCoreApplication.translate, theirs or Dossier()
    parts = (
        (tr("dossier", "公示情况"), mine.publicity, other.publicity),
        (tr("dossier", "答辩情况"), mine.defence, other.defence),
        (tr("dossier", "审议小组"), mine.deliberation, other.deliberation),
        (tr("dossier", "近 5 年考核"), mine.assessments, other.assessments),
        (tr("dossier", "推荐意见"), mine.recommendation, other.recommendation),
        (tr("dossier", "真实性核验"), mine.verification, other.verification),
        (tr("dossier", "上报"), mine.next_target, other.next_target),
    )
    return [words for words, one, two in parts if one != two]

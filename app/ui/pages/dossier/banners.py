"""What holds for the whole dossier, the gravest in front, with one way on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.protocol.messages import message
from app.store.readmodels import LocalState
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.review.banners import why_barred
from app.ui.session import Session
from app.ui.widgets import BannerSlot, BannerSpec, CardAction

_KEYS = ("conflict", "changed", "outdated", "claim", "locked")


def why_locked(view: DossierView) -> str:
    """Why nothing can be changed here, in words; empty where it can."""
    tr = QCoreApplication.translate
    if view.locked is None:
        return ""
    if view.locked.code == "WRONG_STATE":
        label = view.case.status_label.in_(language())
        return tr("dossier", "现在的状态是“{label}”，单位意见不能再改").format(label=label)
    if view.locked.code == "NO_SCOPE":
        return tr("dossier", "单位意见由本单位经办人填写，你只能查看")
    return message(view.locked.code, language(), **view.locked.params)


def show(slot: BannerSlot, view: DossierView, session: Session) -> None:
    """Show what holds for the case on screen."""
    key, spec = _gravest(view, session)
    for other in _KEYS:
        if other != key:
            slot.clear(other)
    if spec is not None:
        slot.show_banner(key, spec)


def _gravest(view: DossierView, session: Session) -> tuple[str, BannerSpec | None]:
    tr, case = QCoreApplication.translate, view.case
    changed = next((one for one in view.unsaved if one.code == "DOSSIER_CHANGED"), None)
    if case.local in (LocalState.CONFLICT, LocalState.REJECTED):
        return "conflict", BannerSpec(
            "red",
            tr("dossier", "服务器没有受理"),
            tr("dossier", "填的都在本机，没有丢失。"),
            [CardAction("sync", tr("dossier", "去处理"))],
        )
    if changed is not None:
        name = changed.params.get("name") or tr("dossier", "同事")
        return "changed", BannerSpec(
            "amber",
            tr("dossier", "{name} 在你填写期间保存了单位意见").format(name=name),
            tr("dossier", "你填的都在本机。对照以后选定用哪一份。"),
            [CardAction("compare", tr("dossier", "对照并选定"))],
        )
    if case.draft_outdated and case.draft.has_work:
        return "outdated", BannerSpec(
            "amber",
            tr("dossier", "申报人已提交第 {n} 版").format(n=case.version.version_no),
            tr("dossier", "审阅意见还在旧版上，先移到新版。"),
            [CardAction("review", tr("dossier", "去审阅"))],
        )
    if view.locked is not None:
        return "locked", BannerSpec("accent", why_locked(view), "")
    if case.status.value == "SUBMITTED" and not case.mine and not why_barred(case, session):
        return "claim", BannerSpec(
            "accent",
            tr("dossier", "还没有签收"),
            tr("dossier", "单位意见不签收也可以填写保存；提请前须签收。"),
            [CardAction("claim", tr("dossier", "签收本件"))],
        )
    return "", None

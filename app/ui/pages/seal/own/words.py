"""How seals, keys and certificates are called on screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.domain.checks.unit_seal import FORM_NAMES
from app.domain.partial_date import CHINA
from app.operations.sealing.own_seals import KeyPlace
from app.operations.sealing.registration import size_text
from app.operations.sealing.seal_cards import SealCard
from app.seal.certificate import STAND_IN, usage_words
from app.seal.keys import KeyInfo
from app.ui.i18n import language
from app.ui.i18n.mark import mark
from app.ui.pages.seal.own.facts import Fact
from app.ui.widgets import BadgeSpec
from app.ui.widgets.badge import BadgeTone

_STATES: dict[str, tuple[str, BadgeTone, str]] = {
    "ACTIVE": (mark("own_seals", "启用"), "green", "check-circle-outline"),
    "FROZEN": (mark("own_seals", "已停用"), "amber", "pause"),
    "REVOKED": (mark("own_seals", "已注销"), "red", "close-circle"),
    "EXPIRED": (mark("own_seals", "已过期"), "red", "timer-sand"),
    "NOT_YET": (mark("own_seals", "未生效"), "amber", "timer-sand"),
    "UNKNOWN": (mark("own_seals", "状态不明"), "grey", "help-circle"),
}
KINDS = (
    mark("own_seals", "单位公章"),
    mark("own_seals", "职改办章"),
    mark("own_seals", "评委会章"),
    mark("own_seals", "签名章"),
)
"""domain §4.10: the kinds of seals; they are stored in Chinese."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("own_seals", text)


def state_badge(standing: str) -> BadgeSpec:
    """The state of a seal."""
    text, tone, icon = _STATES.get(standing, _STATES["UNKNOWN"])
    return BadgeSpec(_tr(text), tone, icon=icon)


def kind_text(kind: str) -> str:
    """The kind of a seal; one that is not ours stays as it is."""
    return _tr(kind) if kind in KINDS else kind


def day(at: datetime) -> str:
    """A day in the office's zone."""
    return f"{at.astimezone(CHINA):%Y-%m-%d}"


def term(begin: datetime, end: datetime) -> str:
    """From one day to another."""
    text = QCoreApplication.translate("own_seals", "{begin} 至 {end}")
    return text.format(begin=day(begin), end=day(end))


def forms_text(forms: list[str]) -> str:
    """Which forms a seal may stand on."""
    if not forms:
        return QCoreApplication.translate("own_seals", "各种表单")
    names = [FORM_NAMES.get(form, (form, form))[language() == "en"] for form in forms]
    return ("、" if language() != "en" else ", ").join(names)


def holders_text(card: SealCard) -> str:
    """Who may use a seal; only the officer is known by name here."""
    count = len(card.seal.holders)
    if not count:
        return QCoreApplication.translate("own_seals", "本单位的用章人")
    if not card.holds:
        return QCoreApplication.translate("own_seals", "{n} 人，没有你").format(n=count)
    if count == 1:
        return QCoreApplication.translate("own_seals", "你")
    return QCoreApplication.translate("own_seals", "你，另 {n} 人").format(n=count - 1)


def place_text(place: KeyPlace | None) -> str:
    """Where a key is."""
    if place is None:
        return QCoreApplication.translate("own_seals", "本机没有绑定")
    if place.backend == "PKCS11":
        text = QCoreApplication.translate("own_seals", "密钥设备 {token}，密钥 {label}")
        return text.format(token=place.token, label=place.label)
    text = QCoreApplication.translate("own_seals", "PKCS#12 文件 {name}")
    return text.format(name=Path(place.path).name)


def certificate_facts(info: KeyInfo) -> list[Fact]:
    """A certificate in words."""
    holder = " · ".join(dict.fromkeys(part for part in (info.subject, info.organisation) if part))
    joined = "、" if language() != "en" else ", "
    return [
        (QCoreApplication.translate("own_seals", "持有者"), holder),
        (QCoreApplication.translate("own_seals", "签发者"), info.issuer),
        (QCoreApplication.translate("own_seals", "证书链"), chain_text(info)),
        (QCoreApplication.translate("own_seals", "证书有效期"),
         term(info.not_before, info.not_after)),
        (QCoreApplication.translate("own_seals", "密钥用途"),
         joined.join(usage_words(info, language()))),
        (QCoreApplication.translate("own_seals", "算法"), algorithm_text(info)),
        (QCoreApplication.translate("own_seals", "序列号"), info.serial),
    ]  # fmt: skip


def certificate_brief(info: KeyInfo, label: str) -> list[Fact]:
    """The same in the few lines of a card; ``label`` says whose certificate it is."""
    holder, issuer, _chain, term_, usage, _algorithm, _serial = certificate_facts(info)
    return [
        (label, holder[1]),
        issuer,
        term_,
        usage,
        (QCoreApplication.translate("own_seals", "算法"), info.algorithm),
    ]


def chain_text(info: KeyInfo) -> str:
    """From the issuer up to the root."""
    if not info.chain:
        return QCoreApplication.translate("own_seals", "密钥里没有签发者的证书")
    return " ← ".join(info.chain)


def algorithm_text(info: KeyInfo) -> str:
    """The kind of key, with the words that have to stand beside one that is not SM2."""
    return f"{info.algorithm}　{STAND_IN}" if info.stand_in else info.algorithm


def size_words(size_mm: tuple[float, float]) -> str:
    """Width and height on paper; one figure for a round seal."""
    if size_mm[0] == size_mm[1]:
        return QCoreApplication.translate("own_seals", "直径 {n} mm").format(n=f"{size_mm[0]:g}")
    return f"{size_text(size_mm)} mm"

"""推荐意见: the text with its five aspects, its length, and what it resembles (R132 to R134)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from app.domain.profile.policies import DossierPolicy
from app.domain.recommendation import ASPECT_NAMES, Aspect, Quality, quality
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Badge, BadgeSpec, Button, Label, hbox

_TEXT = ("recommendation", "text")


def quality_of(case: CaseView, text: str) -> Quality:
    """What can be said of a text, with the words and phrases of the region."""
    params = {use.rule: use.params for use in case.profile.rules}
    around = case.application.surroundings
    others = (around.recommendations if around else None) or []
    return quality(
        text,
        params.get("R133", {}).get("words", {}),
        params.get("R132", {}).get("phrases", ()),
        others=[one for one in others if one.app_id != case.app_id],
    )


class OpinionSection(Section):
    """The text and what is missing in it, as it is typed.

    Attributes:
        libraryRequested, achievementsRequested: a ready sentence, or the name of something the
            applicant did, shall be put in.
    """

    libraryRequested = Signal()
    achievementsRequested = Signal()

    def __init__(self, work: DossierWork) -> None:
        super().__init__(
            "recommendation", 5, QCoreApplication.translate("dossier", "推荐意见"), work
        )
        hint = self.tr("从思想品德、工作成绩、专业水平、业务能力、工作态度五个方面写实绩和数字。")
        self.editor = self.bind.text(_TEXT, self.tr("推荐意见"), rows=6, hint=hint)
        self.first = self.editor
        self.chips = {aspect: Badge(BadgeSpec("")) for aspect in Aspect}
        self._alike = Label("", 12, tone="text2")
        self.length = Label("", 12, tone="text2")
        self._tools = (
            Button(self.tr("意见库"), "quiet", "small", icon="bookshelf", key="F4"),
            Button(self.tr("引用业绩"), "quiet", "small", icon="format-quote-close", key="Alt+J"),
        )
        signals = (self.libraryRequested, self.achievementsRequested)
        for tool, asked in zip(self._tools, signals, strict=True):
            tool.clicked.connect(asked)
            self.add_tool(tool)
        self.body.addWidget(self.editor)
        self.body.addWidget(hbox(*self.chips.values(), None, self._alike, self.length, spacing=8))
        self.set_remark(self.tr("负责人批准前可改"))

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        for tool in self._tools:
            tool.setVisible(not locked)
        case, text = view.case, self.work.dossier.recommendation.text
        found, policy = quality_of(case, text), case.profile.dossier
        for aspect, chip in self.chips.items():
            touched = bool(found.aspects.get(aspect))
            name = ASPECT_NAMES[aspect].in_(language())
            spec = BadgeSpec(name, "green", "soft", "check")
            missing = BadgeSpec(name, "red" if text.strip() else "grey", "soft", "close")
            chip.set_spec(spec if touched else missing)
        self._show_length(found.length, policy)
        alike = found.likest
        self._alike.setText(
            self.tr("与本单位其他意见相似度最高 {n}%").format(n=round(alike.share * 100))
            if alike is not None and text.strip() else ""
        )  # fmt: skip
        limit = policy.likeness if policy else 1.0
        self._alike.set_tone("amber" if alike and alike.share >= limit else "text2")

    def _show_length(self, length: int, policy: DossierPolicy | None) -> None:
        if policy is None:
            return
        least, most = policy.recommendation_min, policy.recommendation_max
        text = self.tr("{n} / {least}—{most} 字").format(n=length, least=least, most=most)
        self.length.setText(text)
        self.length.set_tone("text2" if least <= length <= most else "amber")

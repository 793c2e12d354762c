"""近 5 年考核: one column a year; which years are asked for follows from the form (S2 二4)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout

from app.domain.assessment_years import AssessmentYears, assessment_years, first_working_year
from app.domain.dossier import Assessment, AssessmentResult
from app.domain.form import form_entries
from app.store.readmodels import CaseView
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import ComboBox, Label

_PATH = ("assessments",)


def years_of(case: CaseView) -> AssessmentYears:
    """The years that the unit must state for this applicant; none where the region asks none."""
    policy = case.profile.dossier
    params = next((use.params for use in case.profile.rules if use.rule == "R130"), None)
    if policy is None or params is None:
        return AssessmentYears(())
    first = first_working_year(form_entries(case.version, params["module"]), params["field"])
    return assessment_years(case.version.declaration.year, first, policy.assessment_years)


class AssessmentSection(Section):
    """The result of each year."""

    def __init__(self, work: DossierWork) -> None:
        super().__init__(
            "assessments", 4, QCoreApplication.translate("dossier", "近 5 年考核"), work
        )
        self._years: tuple[int, ...] | None = None
        self._boxes: dict[int, ComboBox] = {}
        self._doubtful: frozenset[int] = frozenset()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self.body.addLayout(self._grid)
        self._choices = [
            ("", self.tr("未填")),
            (AssessmentResult.EXCELLENT.value, self.tr("优秀")),
            (AssessmentResult.COMPETENT.value, self.tr("合格")),
            (AssessmentResult.BASIC.value, self.tr("基本合格")),
            (AssessmentResult.INCOMPETENT.value, self.tr("不合格")),
            (AssessmentResult.ABSENT.value, self.tr("未参加")),
        ]

    @property
    def years(self) -> tuple[int, ...]:
        """The years on screen, oldest first."""
        return self._years or ()

    def box(self, year: int) -> ComboBox:
        """The choice of a year."""
        return self._boxes[year]

    def follow(self, view: DossierView, locked: str) -> None:
        super().follow(view, locked)
        asked = years_of(view.case)
        stated = {one.year: one for one in self.work.dossier.assessments}
        years = tuple(sorted({*asked.required, *asked.doubtful, *stated}))
        doubtful = frozenset(asked.doubtful)
        if years != self._years or doubtful != self._doubtful:
            self._doubtful = doubtful
            self._rebuild(years)
        for year, box in self._boxes.items():
            known = stated.get(year)
            box.choose(known.result.value if known else "")
            box.set_locked(locked)
        missing = [str(year) for year in asked.required if year not in stated]
        self.set_remark(
            self.tr("还缺 {years}").format(years="、".join(missing)) if missing
            else self._span(asked.required)
        )  # fmt: skip

    def _span(self, years: tuple[int, ...]) -> str:
        if not years:
            return self.tr("没有要填的年度")
        text = self.tr("{first}—{last}，无缺年")
        return text.format(first=years[0], last=years[-1])

    def _rebuild(self, years: tuple[int, ...]) -> None:
        self._years = years
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        for column, year in enumerate(years):
            words = self.tr("{year}（入职年度不明）") if year in self._doubtful else "{year}"
            self._grid.addWidget(Label(words.format(year=year), 12, tone="text3"), 0, column)
            box = ComboBox(self._choices, name=self.tr("{year} 年考核").format(year=year))
            box.activated.connect(lambda _index, year=year: self._chosen(year))
            self._grid.addWidget(box, 1, column)
            self._grid.setColumnStretch(column, 0)
            self._boxes[year] = box
        self._grid.setColumnStretch(len(years), 1)
        self.first = next(iter(self._boxes.values()), None)

    def _chosen(self, year: int) -> None:
        chosen = self._boxes[year].chosen()
        others = [one for one in self.work.dossier.assessments if one.year != year]
        former = next((one for one in self.work.dossier.assessments if one.year == year), None)
        if chosen:
            result = AssessmentResult(chosen)
            others.append(
                former.model_copy(update={"result": result}) if former
                else Assessment(year=year, result=result)
            )  # fmt: skip
        words = self.tr("{year} 年考核").format(year=year)
        self.work.set_value(words, _PATH, sorted(others, key=lambda one: one.year))

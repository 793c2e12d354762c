"""The form of one entry: its fields, each with what was found beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.finding import Finding
from app.domain.form import FormEntry
from app.domain.profile import FieldSpec as FormField
from app.protocol.messages import has_message, message
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.anchor_marks import FieldMark
from app.ui.pages.review.place import Place, entry_at, settled_findings, slots_at
from app.ui.pages.review.values import provenance_text, value_text
from app.ui.widgets import FieldFinding, FieldRow, FieldSpec, arranged_once
from app.ui.widgets.field_row import label_width
from app.ui.widgets.vocabulary import severity_tone

FILES = "__files__"
"""The row that stands for the attachments of an entry."""


def finding_title(finding: Finding) -> str:
    """The one-line title of a finding."""
    return message(f"{finding.message_code}.title", language(), **finding.params)


def finding_short(finding: Finding) -> str:
    """What stands in the line under a field."""
    code = f"{finding.message_code}.short"
    if has_message(code, language()):
        return message(code, language(), **finding.params)
    return finding_title(finding)


def field_specs(
    case: CaseView, place: Place, marks: Mapping[str, FieldMark]
) -> list[tuple[str, FieldSpec]]:
    """The rows of the entry on screen, with the code of each; ``marks`` stand beside them."""
    module = case.profile.module(place.module)
    if module is None:
        return []
    entry = entry_at(case, place)
    here = [
        one for one in case.findings_of(place.module) if one.entry_id in (None, "", place.entry)
    ]
    rows = [(spec.code, _row(spec, entry, here, case)) for spec in module.fields]
    known = {spec.code for spec in module.fields}
    if entry is not None:
        rows += [
            (code, FieldSpec(label=code, value=str(value)))
            for code, value in entry.values.items()
            if code not in known and module.placeholder
        ]
    rows = [(code, _marked(spec, marks.get(code))) for code, spec in rows]
    if module.slots:
        found = next((marks[slot.code] for slot in module.slots if slot.code in marks), None)
        rows.append((FILES, _marked(_files_row(case, place, here), found)))
    return rows


def _marked(spec: FieldSpec, mark: FieldMark | None) -> FieldSpec:
    return replace(spec, anchor=mark.text, anchor_state=mark.state) if mark else spec


def _row(
    spec: FormField, entry: FormEntry | None, findings: list[Finding], case: CaseView
) -> FieldSpec:
    value = entry.values.get(spec.code) if entry else None
    source = entry.entry if entry else None
    provenance = source.provenance.get(spec.code) if source else None
    return FieldSpec(
        label=spec.label.in_(language()),
        value=value_text(spec, value),
        provenance=provenance_text(provenance),
        multiline=True,
        finding=_first([one for one in findings if one.field == spec.code], case),
    )


def _files_row(case: CaseView, place: Place, findings: list[Finding]) -> FieldSpec:
    missing = QCoreApplication.translate("review", "缺")
    value = ""
    alerts = []
    for slot, files in slots_at(case, place):
        part = f"{slot.label.in_(language())} {len(files) if files else missing}"
        value += " · " if value else ""
        if not files:
            alerts.append((len(value), len(part)))
        value += part
    about_files = [one for one in findings if one.field is None and one.entry_id is not None]
    return FieldSpec(
        label=QCoreApplication.translate("review", "附件"),
        value=value or QCoreApplication.translate("review", "没有附件"),
        finding=_first(about_files, case),
        multiline=True,
        alerts=tuple(alerts),
    )


def _first(findings: list[Finding], case: CaseView) -> FieldFinding | None:
    settled = settled_findings(case)
    waiting = [one for one in findings if settled.get(one.finding_id) != "verified"]
    if not waiting:
        return None
    gravest = waiting[0]
    text = finding_short(gravest)
    return FieldFinding(severity_tone(gravest.severity.value), text, gravest.rule_id)


class FieldList(QFrame):
    """The fields of one entry; rows are kept and refilled, so that the next case comes at once.

    Attributes:
        chosen: the code of the field that got the focus.
        activated: Enter on a field: jump to its finding or file.
    """

    chosen = Signal(str)
    activated = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FieldRow] = []
        self._codes: list[str] = []
        self._compact = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_fields(self, specs: list[tuple[str, FieldSpec]], current: str) -> None:
        """Show these fields and light the current one."""
        self._codes = [code for code, _ in specs]
        labels = label_width(spec for _, spec in specs)
        with arranged_once(self._layout):
            while len(self._rows) < len(specs):
                self._add_row(len(self._rows))
            for row, (code, spec) in zip(self._rows, specs, strict=False):
                row.set_label_width(labels)
                row.set_spec(spec)
                row.set_current(code == current and bool(current))
                row.setVisible(True)
            for row in self._rows[len(specs) :]:
                row.setVisible(False)

    def row(self, code: str) -> FieldRow | None:
        """The row of a field."""
        return self._rows[self._codes.index(code)] if code in self._codes else None

    def set_compact(self, compact: bool) -> None:
        """Narrow label column."""
        self._compact = compact
        for row in self._rows:
            row.set_compact(compact)

    def _add_row(self, number: int) -> None:
        row = FieldRow(FieldSpec(label="", value=""))
        row.set_compact(self._compact)
        row.chosen.connect(lambda: self.chosen.emit(self._codes[number]))
        row.activated.connect(lambda: self.activated.emit(self._codes[number]))
        self._rows.append(row)
        self._layout.addWidget(row)

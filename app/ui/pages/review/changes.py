"""What the applicant changed in a module since the version before."""

from __future__ import annotations

import difflib
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.diff import ModuleDiff
from app.domain.form import entry_title, form_entries
from app.domain.model import Attachment
from app.domain.profile import FieldSpec
from app.store.readmodels import CaseView
from app.ui.i18n import Count, language
from app.ui.pages.review.answers import remarks, round_of
from app.ui.pages.review.place import Place
from app.ui.pages.review.values import value_text
from app.ui.widgets import DiffRow, DiffSpec, formats
from app.ui.widgets.layout import clear_layout

Runs = list[tuple[str, bool]]


def marked_runs(old: str, new: str) -> tuple[Runs, Runs]:
    """Both texts as runs, each with whether it differs from the other text."""
    before: Runs = []
    after: Runs = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        same = tag == "equal"
        if i2 > i1:
            before.append((old[i1:i2], not same))
        if j2 > j1:
            after.append((new[j1:j2], not same))
    return before, after


class ChangeList(QFrame):
    """One line a change: old and new beside each other, only what differs is tinted."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._key: tuple[object, ...] = ()
        self.has_changes = False
        self.remark = ""

    def show_changes(self, case: CaseView, place: Place) -> None:
        """Show the changes of a module."""
        key = (case.app_id, case.application.current_version, place.module, language(),
               case.diff is None)  # fmt: skip
        if key == self._key:
            return
        self._key = key
        clear_layout(self._layout)
        diff = case.diff.modules.get(place.module) if case.diff else None
        specs = self._specs(case, place, diff) if diff is not None and diff.changed else []
        self.has_changes = bool(specs)
        self.remark = (
            self.tr("第 {old} 版 → 第 {new} 版，{n} 处").format(
                old=case.previous.version_no if case.previous else "",
                new=case.application.current_version,
                n=Count(len(specs)),
            )
            if specs
            else self.tr("本类逐字节相同")
        )
        found = round_of(case)
        answers = found.module(place.module) if found is not None else None
        if answers is not None:
            self.remark = self.tr("；").join([self.remark, *remarks(answers)])
        for spec in specs:
            self._layout.addWidget(DiffRow(spec))

    def _specs(self, case: CaseView, place: Place, diff: ModuleDiff) -> list[DiffSpec]:
        module = case.profile.module(place.module)
        specs: list[DiffSpec] = []
        for change in diff.fields:
            field = module.field(change.field) if module else None
            label = field.label.in_(language()) if field else change.field
            old, new = marked_runs(_text(field, change.old), _text(field, change.new))
            specs.append(DiffSpec(label, old or None, new or None))
        for ids, version, label in (
            (diff.entries_added, case.version, self.tr("新增一条")),
            (diff.entries_removed, case.previous, self.tr("删去一条")),
        ):
            for row in form_entries(version, place.module) if version and ids else ():
                if row.entry_id in ids:
                    runs: Runs = [(entry_title(row, case.profile), True)]
                    added = version is case.version
                    specs.append(DiffSpec(label, None if added else runs, runs if added else None))
        files: list[tuple[Attachment | None, Attachment | None]]
        files = [(pair.old, pair.new) for pair in diff.attachments_replaced]
        files += [(None, att) for att in diff.attachments_added]
        files += [(att, None) for att in diff.attachments_removed]
        for before, after in files:
            file = after or before
            slot = module.slot(file.slot) if module and file else None
            label = slot.label.in_(language()) if slot else self.tr("附件")
            specs.append(DiffSpec(label, self._file(before), self._file(after)))
        return specs

    def _file(self, att: Attachment | None) -> Runs | None:
        if att is None:
            return None
        pages = self.tr(" {n} 页").format(n=Count(att.pages)) if att.pages else ""
        return [(formats.hash_text(att.sha256) + pages, True)]


def _text(field: FieldSpec | None, value: Any) -> str:
    return value_text(field, value) if field else str(value or "")

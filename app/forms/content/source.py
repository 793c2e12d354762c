"""A case as the forms read it: its values in words, its names, its version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from app.domain.dossier import Dossier
from app.domain.enums import Level
from app.domain.form import FormEntry, form_entries, is_empty
from app.domain.model import Application, ApplicationVersion, Organisation
from app.domain.partial_date import CHINA
from app.domain.profile import FieldSpec, ModuleSpec, Profile
from app.forms.problems import FormCodeProblem, FormError
from app.protocol.form_binding import FormBinding

_LEVELS: Final = {
    Level.SENIOR_FULL: "正高级",
    Level.SENIOR_ASSOC: "副高级",
    Level.MIDDLE: "中级",
    Level.JUNIOR_ASSISTANT: "助理级",
    Level.JUNIOR_STAFF: "员级",
}
_LANGUAGE: Final = "zh_CN"


@dataclass(frozen=True, slots=True)
class Case:
    """A case to make forms of.

    ``dossier`` is the unit's as it stands, sent or not; ``working_days`` what the publicity counts
    by the rule in force, None where that is not known (domain §4.12).
    """

    application: Application
    profile: Profile
    unit: Organisation | None = None
    dossier: Dossier | None = None
    working_days: int | None = None

    @property
    def version(self) -> ApplicationVersion:
        """The version that the forms show."""
        return self.application.version

    @property
    def issuer(self) -> str:
        """The unit's name."""
        return (self.unit.name if self.unit else "") or self.application.unit_name

    @property
    def binding(self) -> FormBinding:
        """What a form of this case is bound to."""
        return FormBinding(
            self.application.app_id,
            self.version.version_no,
            self.version.content_sha256,
            self.dossier.rev if self.dossier else 0,
        )

    def first(self, module: str, field: str) -> str:
        """A field of the first entry of a module, in words; empty where there is none."""
        spec = self.profile.module(module)
        rows = form_entries(self.version, module) if spec else []
        return self.say(spec, field, rows[0]) if spec and rows else ""

    def rows(self, module: str) -> list[FormEntry]:
        """The entries of a module that the region has."""
        return form_entries(self.version, module) if self.profile.module(module) else []

    def say(self, module: ModuleSpec, field: str, row: FormEntry) -> str:
        """A field of an entry in words."""
        spec, value = module.field(field), row.values.get(field)
        return in_words(spec, value) if spec else text(value)

    @property
    def target(self) -> str:
        """高级工程师（建筑施工） 工程系列 …评委会."""
        declared = self.version.declaration
        title = declared.target_title
        if declared.specialty:
            title = f"{title}（{self.first('setup', 'specialty') or declared.specialty}）"
        return "　".join(part for part in (title, self.first("setup", "committee_code")) if part)


def text(value: Any) -> str:
    """Any value as text; empty for none."""
    if is_empty(value):
        return ""
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(value)


def in_words(spec: FieldSpec, value: Any) -> str:
    """A field's value as it stands on paper, unmasked: official forms name people in full."""
    if spec.code == "level" and Level(text(value)).known:
        return level_words(text(value))
    if spec.type == "bool" and value is not None:
        return "是" if value else "否"
    if spec.type == "enum" and not is_empty(value):
        return spec.choice_label(value, _LANGUAGE)
    return text(value)


def level_words(level: str) -> str:
    """副高级, 中级 …; what is not known as it is."""
    return _LEVELS.get(Level(level), level)


def day(moment: date | datetime | None) -> str:
    """2026年10月9日, in China; empty for none."""
    if moment is None:
        return ""
    on = moment.astimezone(CHINA).date() if isinstance(moment, datetime) else moment
    return f"{on.year}年{on.month}月{on.day}日"


def lines(*parts: str) -> str:
    """Paragraphs; those that are empty are left out."""
    return "\n".join(part for part in parts if part)


def sections(case: Case, modules: Iterable[str], fields: int = 6) -> list[dict[str, Any]]:
    """Modules as tables: name, columns, rows. Only what the applicant filled in; a column that
    nobody filled in is left out, and long texts are not table matter.
    """
    found = []
    for code in modules:
        spec = case.profile.module(code)
        rows = case.rows(code) if spec and not spec.placeholder else []
        if spec is None or not rows:
            continue
        used = [
            one
            for one in spec.fields
            if one.type not in ("long_text", "bool", "months")
            and any(not is_empty(row.values.get(one.code)) for row in rows)
        ][:fields]
        if used:
            table = [[in_words(one, row.values.get(one.code)) for one in used] for row in rows]
            columns = [one.label.in_(_LANGUAGE) for one in used]
            found.append({"name": name_of(spec), "columns": columns, "rows": table})
    return found


def name_of(spec: ModuleSpec) -> str:
    """What a module is called."""
    return spec.label.in_(_LANGUAGE)


def need(value: str, what: str) -> str:
    """``value``; where it is blank, :class:`FormError` ``FORM_CONTENT_MISSING`` of ``what``."""
    if not value.strip():
        raise FormError(FormCodeProblem.CONTENT_MISSING, what=what)
    return value


def joined(parts: Sequence[str]) -> str:
    """One line of a row, what is empty left out."""
    return "，".join(part for part in parts if part)

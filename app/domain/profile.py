"""A region's rule pack (规则包): modules, slots, verbs, labels and policies as data.

What differs between regions stands here and never in an ``if`` on a region's name
(domain §0.1 item 1). The format is documented in ``docs/profiles.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.domain.enums import OrgKind, Verb

LANGUAGES = ("zh_CN", "en")


class ProfileError(ValueError):
    """A rule pack that cannot be used. ``problems`` names each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Part(BaseModel):
    """Base of all parts of a profile: immutable, no unknown keys (typing errors must show)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A wording in both languages."""

    zh_CN: str  # noqa: N815
    en: str

    def in_(self, language: str) -> str:
        """The wording in ``language``, Chinese where that is not known."""
        return self.en if language == "en" else self.zh_CN


class Choice(Part):
    """One permitted value of an enumeration field."""

    value: str
    label: Text


class Condition(Part):
    """Holds when another field of the same entry has one of ``values``; an empty field has none."""

    field: str
    values: list[str | bool]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the condition is met by the values of an entry."""
        return values.get(self.field) in self.values


class FieldSpec(Part):
    """A form field. ``mask`` names how lists and details hide it (ui §10 Masking).

    With ``required_when`` it is required only where that condition holds.
    """

    code: str
    label: Text
    type: Literal["text", "long_text", "date", "month", "bool", "enum", "number", "months"] = "text"
    required: bool = False
    max_length: int | None = None
    mask: Literal["id_number", "phone"] | None = None
    choices: list[Choice] = Field(default_factory=list)
    required_when: Condition | None = None

    def is_required(self, values: Mapping[str, Any]) -> bool:
        """Whether an entry with these values must fill the field."""
        return self.required and (self.required_when is None or self.required_when.holds(values))

    def choice_label(self, value: object, language: str) -> str:
        """The wording of a permitted value; the value itself where it is not one."""
        found = next((choice for choice in self.choices if choice.value == value), None)
        return found.label.in_(language) if found else str(value)


class SlotSpec(Part):
    """A place for files. ``stated`` is false where no source states the limit (domain §4.4).

    With ``required_when`` the ``min_count`` counts only where that condition holds.
    """

    code: str
    label: Text
    formats: list[Literal["pdf", "jpg", "png"]]
    max_bytes: int
    stated: bool
    min_count: int = 0
    max_count: int | None = None
    required_when: Condition | None = None

    def minimum(self, values: Mapping[str, Any]) -> int:
        """How many files an entry with these values must have here."""
        holds = self.required_when is None or self.required_when.holds(values)
        return self.min_count if holds else 0


class ModuleSpec(Part):
    """One module (类). ``number`` is how the source counts it; placeholders have no schema."""

    code: str
    number: str
    label: Text
    placeholder: bool = False
    repeats: bool = False
    required: bool = False
    fields: list[FieldSpec] = Field(default_factory=list)
    slots: list[SlotSpec] = Field(default_factory=list)

    def field(self, code: str) -> FieldSpec | None:
        """The field of that code, if the module has it."""
        return next((spec for spec in self.fields if spec.code == code), None)

    def slot(self, code: str) -> SlotSpec | None:
        """The slot of that code, if the module has it."""
        return next((spec for spec in self.slots if spec.code == code), None)


class VerbSpec(Part):
    """A verb as this region words it.

    ``consequence`` takes {deadline}, {left}, {next} and {approval}: phrases that bring their own
    spaces and brackets and are empty where there is nothing to say.
    """

    label: Text
    proposal_label: Text
    consequence: Text
    consequence_short: Text
    needs_approver: bool
    terminal: bool = False
    batch: bool = False


class ReasonCategory(Part):
    """A ground for NOT_PASSED (domain §2.3 N6)."""

    code: str
    label: Text


class LeasePolicy(Part):
    """How long 签收 holds, in hours, and how many cases one officer may hold."""

    length_hours: int = Field(gt=0)
    max_hours: int = Field(gt=0)
    max_claims: int = Field(gt=0)


class RuleUse(Part):
    """That a rule is in force here, with its parameters."""

    rule: str
    params: dict[str, Any] = Field(default_factory=dict)


class Profile(Part):
    """A whole rule pack, named ``profile_id@version``."""

    profile_id: str
    version: int = Field(gt=0)
    label: Text
    modules: list[ModuleSpec]
    verbs: dict[Verb, VerbSpec]
    status_labels: dict[str, Text]
    route: list[OrgKind]
    withdraw_policy: Literal["NONE", "UNTIL_CLAIMED", "UNTIL_AUDITED"]
    withdraw_reopens_after_release: bool = False
    resubmit_entry: Literal["FIRST_STAGE", "RETURNING_STAGE"]
    resubmit_deadline_days: int | None = None
    lease: LeasePolicy
    not_passed_categories: list[ReasonCategory] = Field(default_factory=list)
    rules: list[RuleUse]
    levels: dict[str, Text]
    title_source: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Profile:
        problems = [*_doubles("modules", [m.code for m in self.modules])]
        for module in self.modules:
            problems += _doubles(f"modules.{module.code}.fields", [f.code for f in module.fields])
            problems += _doubles(f"modules.{module.code}.slots", [s.code for s in module.slots])
            problems += _dangling(module)
        problems += _doubles("rules", [use.rule for use in self.rules])
        if Verb.UNKNOWN in self.verbs:
            problems.append("verbs: unknown verb")
        if Verb.NOT_PASSED in self.verbs and not self.not_passed_categories:
            problems.append("not_passed_categories: empty although NOT_PASSED is offered")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def key(self) -> str:
        """Name and version, as decisions quote it: ``LZ_ENG_2020@1``."""
        return f"{self.profile_id}@{self.version}"

    def module(self, code: str) -> ModuleSpec | None:
        """The module of that code, if this profile has it."""
        return next((spec for spec in self.modules if spec.code == code), None)

    def rule_params(self, rule_id: str) -> Mapping[str, Any] | None:
        """The parameters of a rule, or None where it is not in force."""
        return next((use.params for use in self.rules if use.rule == rule_id), None)

    def status_label(self, status: str, stage_index: int) -> Text:
        """The region's word for a state: ``SUBMITTED.0`` before ``SUBMITTED`` (domain §4.6)."""
        for key in (f"{status}.{stage_index}", status):
            if key in self.status_labels:
                return self.status_labels[key]
        return Text(zh_CN=status, en=status)


def _doubles(where: str, codes: list[str]) -> list[str]:
    return [f"{where}: {code} twice" for code in sorted(set(codes)) if codes.count(code) > 1]


def _dangling(module: ModuleSpec) -> list[str]:
    """Conditions on fields that the module does not have."""
    parts: list[FieldSpec | SlotSpec] = [*module.fields, *module.slots]
    return [
        f"modules.{module.code}.{part.code}.required_when: no field {part.required_when.field}"
        for part in parts
        if part.required_when is not None and module.field(part.required_when.field) is None
    ]


def parse_profile(data: bytes, known_rules: frozenset[str] | None = None) -> Profile:
    """Read a rule pack from the bytes of its JSON file.

    :param known_rules: the rule ids this program has; when given, an id outside is a problem.
    :raises ProfileError: naming every place that is wrong.
    """
    try:
        profile = Profile.model_validate_json(data)
    except ValidationError as problem:
        raise ProfileError(
            [
                f"{'.'.join(str(part) for part in error['loc']) or '(file)'}: {error['msg']}"
                for error in problem.errors()
            ]
        ) from problem
    if known_rules is not None:
        strange = [use.rule for use in profile.rules if use.rule not in known_rules]
        if strange:
            raise ProfileError([f"rules: {rule} is not a known rule" for rule in strange])
    return profile


def profile_sha256(data: bytes) -> str:
    """The hash by which client and server make sure that they mean the same rule pack."""
    return hashlib.sha256(data).hexdigest()

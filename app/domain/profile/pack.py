"""A whole rule pack, and whether its parts fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict, Field

from app.domain.enums import ApplicationType, OrgKind, Status, Verb
from app.domain.profile.forms import ModuleSpec
from app.domain.profile.parts import Part, Text
from app.domain.profile.policies import (
    CalendarPolicy,
    CommitmentPolicy,
    DossierPolicy,
    FeePolicy,
    LeasePolicy,
    PrintSet,
    ReturnPolicy,
    RuleUse,
    SealPolicy,
)
from app.domain.profile.types import TypeSpec
from app.domain.profile.verbs import ReasonCategory, VerbSpec


class Profile(Part):
    """A whole rule pack, named ``profile_id@version``.

    A file may say ``$schema``, so that an editor finds the form and checks while one types.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    schema_file: str = Field(default="", alias="$schema")
    profile_id: str
    version: int = Field(gt=0)
    label: Text
    modules: list[ModuleSpec]
    verbs: dict[Verb, VerbSpec]
    status_labels: dict[str, Text]
    withdraw_policy: Literal["NONE", "UNTIL_CLAIMED", "UNTIL_AUDITED"]
    withdraw_reopens_after_release: bool = False
    resubmit_entry: Literal["FIRST_STAGE", "RETURNING_STAGE"]
    resubmit_deadline_days: int | None = None
    lease: LeasePolicy
    not_passed_categories: list[ReasonCategory] = Field(default_factory=list)
    rules: list[RuleUse]
    levels: dict[str, Text]
    title_source: str = ""
    types: dict[ApplicationType, TypeSpec] = Field(default_factory=dict)
    verbs_at: dict[OrgKind, list[Verb]] = Field(default_factory=dict)
    calendar: CalendarPolicy = Field(default_factory=CalendarPolicy)
    dossier: DossierPolicy | None = None
    seal: SealPolicy = Field(default_factory=SealPolicy)
    fees: FeePolicy | None = None
    prints: list[PrintSet] = Field(default_factory=list)
    commitment: CommitmentPolicy | None = None
    returns: ReturnPolicy = Field(default_factory=ReturnPolicy)

    @property
    def key(self) -> str:
        """Name and version, as decisions quote it: ``LZ_ENG_2020@1``."""
        return f"{self.profile_id}@{self.version}"

    def module(self, code: str) -> ModuleSpec | None:
        """The module of that code, if this profile has it."""
        return next((spec for spec in self.modules if spec.code == code), None)

    def type_spec(self, kind: ApplicationType) -> TypeSpec | None:
        """How this region takes a kind of application; None where it does not."""
        return self.types.get(kind)

    def for_type(self, kind: ApplicationType) -> Profile:
        """The pack as it is for one kind of application: its modules, and its own words.

        A kind that the region does not take gets the whole pack.
        """
        spec = self.types.get(kind)
        prefix = f"{kind.value}/"
        own = {
            key.removeprefix(prefix): text
            for key, text in self.status_labels.items()
            if key.startswith(prefix)
        }
        if spec is None or (spec.modules is None and not own and not spec.verbs):
            return self
        wanted = spec.modules if spec.modules is not None else [m.code for m in self.modules]
        hidden = {key for key in self.status_labels for state in own if _same_state(key, state)}
        general = {key: text for key, text in self.status_labels.items() if key not in hidden}
        return self.model_copy(
            update={
                "modules": [module for module in self.modules if module.code in wanted],
                "status_labels": general | own,
                "verbs": self.verbs | {v: s for v, s in spec.verbs.items() if v in self.verbs},
            }
        )

    def verbs_of(self, kind: OrgKind) -> list[Verb]:
        """The verbs that a stage of that kind may use; all of them where the pack does not say."""
        return self.verbs_at.get(kind, list(self.verbs))

    def rule_params(self, rule_id: str) -> Mapping[str, Any] | None:
        """The parameters of a rule, or None where it is not in force."""
        return next((use.params for use in self.rules if use.rule == rule_id), None)

    def status_label(
        self, status: str, stage_index: int, office: OrgKind = OrgKind.UNKNOWN
    ) -> Text:
        """The region's word for a state (domain §4.6).

        ``SUBMITTED@COMMITTEE`` (at that kind of office) before ``SUBMITTED.0`` (at that stage)
        before ``SUBMITTED``.
        """
        for key in (f"{status}@{office.value}", f"{status}.{stage_index}", status):
            if key in self.status_labels:
                return self.status_labels[key]
        strange = self.status_labels.get(Status.UNKNOWN)
        if strange is not None and Status(status).known:
            return strange  # a state that this region never comes to
        return Text(zh_CN=status, en=status)


def _same_state(key: str, own: str) -> bool:
    """Whether a label ``key`` would be asked before the type's own label of the same state."""
    return own in (key.partition("@")[0], key.partition(".")[0])

"""Whether a manifest makes sense, before anything is written: every problem is found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.enums import Role, Verb
from app.domain.form import SETUP
from app.domain.profile import Profile
from app.protocol.canonical import canonical
from server_stub.import_folder.check_dossier import dossier_problems
from server_stub.import_folder.manifest import (
    ApplicationSpec,
    AttachmentSpec,
    DecisionSpec,
    FileSpec,
    Manifest,
    StampSpec,
    UserSpec,
    VersionSpec,
)
from server_stub.import_folder.problems import ImportProblem
from server_stub.import_folder.read import MANIFEST
from server_stub.packs import Packs
from server_stub.passwords import is_password_hash
from server_stub.tables import ActivityRow, ApplicationRow, OrganisationRow, UserRow


@dataclass(frozen=True)
class Known:
    """The ids that the server already has."""

    organisations: frozenset[str]
    activities: frozenset[str]
    logins: frozenset[str]
    user_ids: frozenset[str]
    applications: frozenset[str]

    @classmethod
    def of(cls, session: Session) -> Known:
        """Read them from the database."""
        return cls(
            frozenset(session.scalars(select(OrganisationRow.org_id))),
            frozenset(session.scalars(select(ActivityRow.activity_id))),
            frozenset(session.scalars(select(UserRow.login))),
            frozenset(session.scalars(select(UserRow.user_id))),
            frozenset(session.scalars(select(ApplicationRow.app_id))),
        )


def problems(manifest: Manifest, packs: Packs, known: Known) -> list[ImportProblem]:
    """Everything that is wrong with the content of a manifest; files are looked at elsewhere."""
    return list(_Check(manifest, packs, known).run())


def files(manifest: Manifest) -> Iterator[tuple[str, FileSpec]]:
    """Every file of the manifest with its place in it."""
    for number, org in enumerate(manifest.organisations):
        if org.licence is not None:
            yield f"organisations[{number}].licence", org.licence
    for number, application in enumerate(manifest.applications):
        for index, file in enumerate(application.dossier.files if application.dossier else ()):
            yield f"applications[{number}].dossier.files[{index}]", file
        for where, version in _versions(f"applications[{number}]", application):
            for index, attachment in enumerate(version.attachments):
                yield f"{where}.attachments[{index}]", attachment


def _versions(where: str, application: ApplicationSpec) -> Iterator[tuple[str, VersionSpec]]:
    for index, earlier in enumerate(application.earlier_versions):
        yield f"{where}.earlier_versions[{index}]", earlier
    yield f"{where}.version", application.version


def _problem(field: str, code: str, **params: str) -> ImportProblem:
    return ImportProblem(MANIFEST, field, code, params)


def _doubles(ids: Iterable[tuple[str, str]], taken: frozenset[str]) -> Iterator[ImportProblem]:
    seen = set(taken)
    for field, value in ids:
        if value in seen:
            yield _problem(field, "IMPORT_DUPLICATE", id=value)
        seen.add(value)


class _Check:
    def __init__(self, manifest: Manifest, packs: Packs, known: Known) -> None:
        self._manifest = manifest
        self._packs = packs
        self._known = known
        self._orgs = known.organisations | {org.org_id for org in manifest.organisations}
        self._activities = known.activities | {act.activity_id for act in manifest.activities}
        self._logins = known.logins | {user.login for user in manifest.users}

    def run(self) -> Iterator[ImportProblem]:
        whole, none = self._manifest, frozenset[str]()
        yield from _doubles(_ids("organisations", "org_id", whole.organisations), none)
        yield from _doubles(_ids("activities", "activity_id", whole.activities), none)
        yield from _doubles(_ids("users", "login", whole.users), self._known.logins)
        yield from _doubles(_ids("certificates", "record_id", whole.certificates), none)
        yield from _doubles(_ids("seals", "seal_id", whole.seals), none)
        for number, seal in enumerate(whole.seals):
            if seal.owner_org not in self._orgs:
                field = f"seals[{number}].owner_org"
                yield _problem(field, "IMPORT_UNKNOWN_ORG", id=seal.owner_org)
            for login in seal.holders:
                yield from self._login(f"seals[{number}].holders", login)
        yield from _doubles(
            ((f"users[{n}].user_id", user.id) for n, user in enumerate(whole.users)),
            self._known.user_ids,
        )
        yield from _doubles(
            _ids("applications", "app_id", whole.applications), self._known.applications
        )
        for number, org in enumerate(whole.organisations):
            if org.supervising_dept_id and org.supervising_dept_id not in self._orgs:
                field = f"organisations[{number}].supervising_dept_id"
                yield _problem(field, "IMPORT_UNKNOWN_ORG", id=org.supervising_dept_id)
        for number, user in enumerate(whole.users):
            yield from self._user(f"users[{number}]", user)
        for number, application in enumerate(whole.applications):
            yield from self._application(f"applications[{number}]", application)

    def _user(self, where: str, user: UserSpec) -> Iterator[ImportProblem]:
        if user.org_id not in self._orgs:
            yield _problem(f"{where}.org_id", "IMPORT_UNKNOWN_ORG", id=user.org_id)
        if Role.UNKNOWN in user.roles:
            yield _problem(f"{where}.roles", "IMPORT_UNKNOWN_ROLE")
        if (user.password is None) == (user.password_hash is None):
            yield _problem(f"{where}.password", "IMPORT_ONE_PASSWORD")
        if user.password_hash is not None and not is_password_hash(user.password_hash):
            yield _problem(f"{where}.password_hash", "IMPORT_BAD_PASSWORD_HASH")

    def _application(self, where: str, case: ApplicationSpec) -> Iterator[ImportProblem]:
        pack = self._packs.by_key.get(case.profile)
        if pack is None:
            yield _problem(f"{where}.profile", "IMPORT_UNKNOWN_PROFILE", id=case.profile)
        if case.unit_org_id not in self._orgs:
            yield _problem(f"{where}.unit_org_id", "IMPORT_UNKNOWN_ORG", id=case.unit_org_id)
        yield from self._login(f"{where}.applicant", case.applicant)
        if case.claimed_by is not None:
            yield from self._login(f"{where}.claimed_by", case.claimed_by)
        begun = case.earlier_versions or case.decision or case.claimed_by or case.dossier
        if case.status in ("DRAFT", "LOSS_PUBLICITY") and begun:
            yield _problem(f"{where}.status", "IMPORT_DRAFT_WITH_HISTORY")
        persons = {version.person.person_id for _, version in _versions(where, case)}
        if len(persons) > 1:
            yield _problem(f"{where}.version.person.person_id", "IMPORT_TWO_PERSONS")
        for place, version in _versions(where, case):
            yield from self._version(place, version, pack.profile if pack else None)
        for index, earlier in enumerate(case.earlier_versions):
            place = f"{where}.earlier_versions[{index}].decision"
            yield from self._decision(place, earlier.decision, pack.profile if pack else None)
            if earlier.decision.verb is not Verb.RETURN or earlier.decision.approver is None:
                yield _problem(f"{place}.verb", "IMPORT_NOT_RETURNED")
        profile = pack.profile if pack else None
        yield from self._onward(where, case, profile)
        if case.decision is not None:
            yield from self._decision(f"{where}.decision", case.decision, profile)
        if case.dossier is not None:
            versions = 1 + len(case.earlier_versions)
            yield from dossier_problems(
                f"{where}.dossier", case.dossier, profile, versions, self._logins
            )

    def _decision(
        self, where: str, decision: DecisionSpec, profile: Profile | None
    ) -> Iterator[ImportProblem]:
        if profile is not None and decision.verb not in profile.verbs:
            yield _problem(f"{where}.verb", "VERB_NOT_OFFERED")
        yield from self._login(f"{where}.handler", decision.handler)
        if decision.approver is not None:
            yield from self._login(f"{where}.approver", decision.approver)
            if decision.approver == decision.handler:
                yield _problem(f"{where}.approver", "IMPORT_SAME_PERSON")
        for index, comment in enumerate(decision.module_comments):
            if profile is not None and profile.module(comment.module) is None:
                field = f"{where}.module_comments[{index}].module"
                yield _problem(field, "IMPORT_UNKNOWN_MODULE", id=comment.module)

    def _onward(
        self, where: str, case: ApplicationSpec, profile: Profile | None
    ) -> Iterator[ImportProblem]:
        if profile is not None and profile.type_spec(case.type) is None:
            yield _problem(f"{where}.type", "IMPORT_UNKNOWN_TYPE", id=case.type.value)
        gone_on = case.passed_on or case.stamp or case.fee
        if case.status in ("DRAFT", "LOSS_PUBLICITY") and gone_on:
            yield _problem(f"{where}.status", "IMPORT_DRAFT_WITH_HISTORY")
        if (case.status == "LOSS_PUBLICITY") != (case.loss_publicity is not None):
            yield _problem(f"{where}.loss_publicity", "IMPORT_LOSS_PUBLICITY")
        for index, passed in enumerate(case.passed_on):
            place = f"{where}.passed_on[{index}]"
            yield from self._decision(f"{place}.decision", passed.decision, profile)
            yield from self._stamp(f"{place}.stamp", passed.stamp)
            if passed.decision.verb is not Verb.PASS or passed.decision.approver is None:
                yield _problem(f"{place}.decision.verb", "IMPORT_NOT_PASSED_ON")
        yield from self._stamp(f"{where}.stamp", case.stamp)

    def _stamp(self, where: str, stamp: StampSpec | None) -> Iterator[ImportProblem]:
        if stamp is not None:
            yield from self._login(f"{where}.signer", stamp.signer)

    def _login(self, field: str, login: str) -> Iterator[ImportProblem]:
        if login not in self._logins:
            yield _problem(field, "IMPORT_UNKNOWN_USER", id=login)

    def _version(
        self, where: str, version: VersionSpec, profile: Profile | None
    ) -> Iterator[ImportProblem]:
        if version.declaration.activity_id not in self._activities:
            yield _problem(
                f"{where}.declaration.activity_id",
                "IMPORT_UNKNOWN_ACTIVITY",
                id=version.declaration.activity_id,
            )
        yield from _doubles(_ids(f"{where}.attachments", "att_id", version.attachments), _NONE)
        if profile is not None:
            yield from _modules(where, version, profile)
            for index, attachment in enumerate(version.attachments):
                yield from _slot(f"{where}.attachments[{index}]", attachment, version, profile)
        try:
            canonical(version.model_dump(mode="json"))
        except ValueError as problem:  # a number that JSON cannot carry to everyone
            yield _problem(where, "IMPORT_BAD_FIELD", reason=str(problem))


_NONE: frozenset[str] = frozenset()


def _ids(where: str, name: str, items: Iterable[object]) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(items):
        yield f"{where}[{number}].{name}", getattr(item, name)


def _modules(where: str, version: VersionSpec, profile: Profile) -> Iterator[ImportProblem]:
    files_here = {attachment.att_id for attachment in version.attachments}
    for code, module in version.modules.items():
        place = f"{where}.modules.{code}"
        spec = profile.module(code)
        if spec is None or code == SETUP:
            yield _problem(place, "IMPORT_UNKNOWN_MODULE", id=code)
            continue
        yield from _doubles(_ids(f"{place}.entries", "entry_id", module.entries), _NONE)
        for index, entry in enumerate(module.entries):
            for name in entry.fields:
                if not spec.placeholder and spec.field(name) is None:
                    field = f"{place}.entries[{index}].fields.{name}"
                    yield _problem(field, "IMPORT_UNKNOWN_FIELD", id=name)
            for att_id in entry.attachment_ids:
                if att_id not in files_here:
                    field = f"{place}.entries[{index}].attachment_ids"
                    yield _problem(field, "IMPORT_UNKNOWN_ATTACHMENT", id=att_id)


def _slot(
    where: str, attachment: AttachmentSpec, version: VersionSpec, profile: Profile
) -> Iterator[ImportProblem]:
    module = profile.module(attachment.module_code)
    if module is None:
        yield _problem(f"{where}.module_code", "IMPORT_UNKNOWN_MODULE", id=attachment.module_code)
        return
    if module.slot(attachment.slot) is None and not module.placeholder:
        yield _problem(f"{where}.slot", "IMPORT_UNKNOWN_SLOT", id=attachment.slot)
    data = version.modules.get(attachment.module_code)
    entries = {entry.entry_id for entry in data.entries} if data else set()
    if attachment.entry_id is not None and attachment.entry_id not in entries:
        yield _problem(f"{where}.entry_id", "IMPORT_UNKNOWN_ENTRY", id=attachment.entry_id)

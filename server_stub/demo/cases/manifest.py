"""The import folder of a demo set: files and ``manifest.json`` (docs/import-format.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from app.domain.enums import Role
from app.domain.profile import Profile, parse_profile
from app.locate import resource
from server_stub.blobstore import magic_of
from server_stub.demo.cases import decisions, liuzhou, offices
from server_stub.demo.cases.contents import Content, files
from server_stub.demo.cases.dossiers import dossier_spec, licence, papers
from server_stub.demo.cases.draft import Draft, DraftFile
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.plan import Planned
from server_stub.demo.cases.registry import certificates
from server_stub.demo.cases.specs import Stored, Where, found_in, version_spec
from server_stub.demo.cases.steps import Steps, steps
from server_stub.demo.cases.versions import application_type, profile, versions
from server_stub.demo.cases.way import Way
from server_stub.demo.seals import SealKey
from server_stub.import_folder.manifest import (
    ApplicationSpec,
    DecisionSpec,
    EarlierVersionSpec,
    Manifest,
    UserSpec,
)
from server_stub.import_folder.read import MANIFEST

_FILES = "files"
_HEAD = 1024


def write(
    folder: Path,
    planned: Sequence[Planned],
    seed: int,
    moments: Moments,
    *,
    workers: int,
    cache: Path | None,
    keys: Mapping[str, SealKey],
) -> None:
    """Write all files, then the manifest, which comes last so that a half folder has none.

    :param keys: what is known of the keys of seals, by the id of the seal.
    """
    drafts = {case.number: versions(case, seed, moments) for case in planned}
    taken = {case.number: _steps(case, drafts[case.number], seed, moments) for case in planned}
    units = offices.units(seed)
    wanted = [
        (draft.app_id, file)
        for case in planned
        for draft in drafts[case.number]
        for file in draft.files
    ]
    wanted += [
        (drafts[case.number][-1].app_id, file)
        for case in planned
        for file in _papers(taken[case.number], drafts[case.number][-1], units[case.org_id])
    ]
    licences = {unit.org_id: licence(unit) for unit in units.values()}
    where = _write_files(folder, [*licences.items(), *wanted], workers, cache)
    rules = {name: _profile(name) for name in {profile(case) for case in planned}}
    manifest = Manifest(
        format="titledesk-import",
        version=1,
        organisations=offices.organisations(
            seed, {org: where[org, file.content].spec() for org, file in licences.items()}
        ),
        activities=offices.activities(moments),
        users=[
            *offices.officers(seed, moments.year),
            *(_applicant(case, drafts[case.number][-1]) for case in planned),
        ],
        seals=[
            keys[seal.seal_id].completed(seal) if seal.seal_id in keys else seal
            for seal in offices.seals(moments)
        ],
        certificates=[record for case in planned for record in certificates(drafts[case.number])],
        applications=[
            _application(
                case,
                drafts[case.number],
                taken[case.number],
                units[case.org_id],
                where,
                rules[profile(case)],
                moments,
            )
            for case in planned
        ],
    )
    text = manifest.model_dump_json(indent=1, exclude_defaults=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _steps(case: Planned, drafts: Sequence[Draft], seed: int, moments: Moments) -> Steps | None:
    """What the unit did, where the region asks for a dossier of every application."""
    if not profile(case).startswith(liuzhou.PROFILE):
        return None
    made = steps(case.number, case.group, drafts[-1], len(drafts), seed, moments)
    return case.persona.unit(made)


def _papers(taken: Steps | None, draft: Draft, unit: offices.Unit) -> Iterable[DraftFile]:
    return papers(taken, draft, unit) if taken is not None else ()


def _write_files(
    folder: Path, wanted: Sequence[tuple[str, DraftFile]], workers: int, cache: Path | None
) -> Where:
    names: dict[tuple[str, Content], str] = {}
    numbers: Counter[str] = Counter()
    for app_id, file in wanted:
        key = (app_id, file.content)
        if key not in names:
            numbers[app_id] += 1
            names[key] = _path(app_id, numbers[app_id], file)
    where: Where = {}
    made = files([content for _, content in names], workers=workers, cache=cache)
    for (key, path), data in zip(names.items(), made, strict=True):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        where[key] = Stored(path, digest, len(data), magic_of(data[:_HEAD]))
    return where


def _path(app_id: str, number: int, file: DraftFile) -> str:
    ending = PurePosixPath(file.filename).suffix
    return f"{_FILES}/{app_id}/{number:02d}-{file.slot}{ending}"


def _applicant(case: Planned, draft: Draft) -> UserSpec:
    return UserSpec(
        login=case.applicant,
        name=draft.person["name"],
        org_id=case.org_id,
        roles=[Role.APPLICANT],
        password=offices.PASSWORD,
    )


def _application(
    case: Planned,
    drafts: Sequence[Draft],
    taken: Steps | None,
    unit: offices.Unit,
    where: Where,
    rules: Profile,
    moments: Moments,
) -> ApplicationSpec:
    handler, approver = offices.reviewers(case.org_id)
    persona = case.persona

    def returned(draft: Draft, number: int, by: str | None) -> DecisionSpec:
        found = found_in(draft, version_spec(draft, where), where, rules, moments)
        name = f"{draft.app_id}-v{number}"
        return decisions.returned(name, found, draft.submitted_at, handler, by)

    last = drafts[-1]
    ready = taken.done_at if taken is not None else last.submitted_at
    way = Way(last.app_id, case.org_id, persona, moments, ready, seals=taken is not None).spec()
    if persona.stage in ("return proposed", "returned"):
        by = approver if persona.stage == "returned" else None
        way["decision"] = returned(last, len(drafts), by)
    return ApplicationSpec(
        app_id=last.app_id,
        profile=profile(case),
        unit_org_id=case.org_id,
        applicant=case.applicant,
        version=version_spec(last, where),
        earlier_versions=[
            EarlierVersionSpec(
                **dict(version_spec(draft, where)), decision=returned(draft, number, approver)
            )
            for number, draft in enumerate(drafts[:-1], start=1)
        ],
        dossier=dossier_spec(taken, last, unit, where) if taken is not None else None,
        type=application_type(case),
        **way,
    )


def _profile(key: str) -> Profile:
    name = key.partition("@")[0]
    return parse_profile(resource("profiles", f"{name}.json").read_bytes())

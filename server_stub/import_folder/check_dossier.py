"""Whether a dossier of a manifest makes sense: its people, its files, the version it publicises."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pydantic import BaseModel

from app.domain.dossier import Check, Dossier
from app.domain.dossier_files import files_of
from app.domain.profile import Profile
from app.protocol.canonical import canonical
from server_stub.import_folder.manifest import DossierSpec
from server_stub.import_folder.problems import ImportProblem
from server_stub.import_folder.read import MANIFEST

VERIFICATIONS = ("education", "papers", "social_insurance")


def dossier_problems(
    where: str,
    spec: DossierSpec,
    profile: Profile | None,
    versions: int,
    logins: Container[str],
) -> Iterator[ImportProblem]:
    """Everything that is wrong with a dossier.

    :param where: its place in the manifest.
    :param versions: how many versions the application has.
    """
    content, place = spec.content, f"{where}.content"
    if profile is not None and profile.dossier is None:
        yield _problem(where, "IMPORT_NO_DOSSIER", id=profile.key)
    for field, _ in unknown_keys(content, place):
        yield _problem(field, "IMPORT_BAD_FIELD", reason="unknown key")
    for field, login in people(content):
        if login and login not in logins:
            yield _problem(f"{place}.{field}", "IMPORT_UNKNOWN_USER", id=login)
    shown = content.publicity.version_no if content.publicity else 0
    if not 0 <= shown <= versions:
        field = f"{place}.publicity.version_no"
        yield _problem(field, "IMPORT_UNKNOWN_VERSION", id=str(shown))
    here = {file.sha256 for file in spec.files}
    named = dict(files_of(content))
    for field, sha256 in named.items():
        if sha256 not in here:
            yield _problem(f"{place}.{field}", "IMPORT_UNKNOWN_ATTACHMENT", id=sha256)
    for number, file in enumerate(spec.files):
        if file.sha256 not in named.values():
            params = {"id": file.path}
            field = f"{where}.files[{number}]"
            yield ImportProblem(file.path, field, "IMPORT_FILE_NOT_NAMED", params)
    try:
        canonical(content.model_dump(mode="json"))
    except ValueError as problem:  # a number that JSON cannot carry to everyone
        yield _problem(place, "IMPORT_BAD_FIELD", reason=str(problem))


def people(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Every account that a dossier names: its place, and the login."""
    yield "saved_by", dossier.saved_by
    yield "recommendation.author", dossier.recommendation.author
    yield "recommendation.approver", dossier.recommendation.approver
    for name in VERIFICATIONS:
        check: Check = getattr(dossier.verification, name)
        yield f"verification.{name}.by", check.by


def unknown_keys(part: BaseModel, where: str) -> Iterator[tuple[str, object]]:
    """Keys that no entity of the domain has: typing mistakes, in a file that people write."""
    for key, value in (part.model_extra or {}).items():
        yield f"{where}.{key}", value
    for name in type(part).model_fields:
        value = getattr(part, name)
        parts = enumerate(value) if isinstance(value, list) else [(None, value)]
        for number, one in parts:
            if isinstance(one, BaseModel):
                place = f"{where}.{name}" if number is None else f"{where}.{name}[{number}]"
                yield from unknown_keys(one, place)


def _problem(field: str, code: str, **params: str) -> ImportProblem:
    return ImportProblem(MANIFEST, field, code, params)

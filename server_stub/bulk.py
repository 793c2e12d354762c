"""Many applications at once, for measurements: entered as an applicant would have, in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from app.domain.dossier import Dossier
from app.domain.enums import Origin
from app.domain.model import ApplicationVersion, Organisation
from server_stub import cases, dossiers, registry, submission, unit_bindings
from server_stub.blobstore import magic_of
from server_stub.context import Server
from server_stub.tables import BlobRow, OrganisationRow

_BATCH = 500


DossierOf = Callable[[ApplicationVersion], Dossier]
"""Makes the dossier of a version that was handed in; its publicity is bound to that version."""


def insert_applications(
    server: Server,
    drafts: Iterable[ApplicationVersion],
    *,
    profile: str,
    unit_org_id: str,
    dossier_of: DossierOf | None = None,
) -> int:
    """Submit every draft to the unit, in transactions of 500; returns how many there were.

    :param profile: ``id@version`` of a rule pack that the server has.
    :param dossier_of: what the unit has added to each; nothing where None.
    """
    pack = server.packs.profile(profile)
    now = server.clock.now()
    total = 0
    batch: list[ApplicationVersion] = []

    def flush() -> None:
        nonlocal total
        with server.db.write() as session:
            row = session.get_one(OrganisationRow, unit_org_id)
            unit = Organisation.model_validate_json(row.doc)
            for draft in batch:
                mac = server.id_number_mac(draft.person.id_number)
                case = submission.begin(session, draft, pack, unit, mac)
                unit_bindings.bind(session, draft.person.person_id, unit_org_id)
                entered = submission.enter(
                    session,
                    case,
                    draft,
                    pack,
                    unit,
                    now,
                    origin=Origin.SUBMIT,
                    actor_id=draft.person.person_id,
                    actor_name=draft.person.name,
                )
                if dossier_of is not None:
                    made = dossier_of(entered.version)
                    cases.store(session, case, dossiers.with_dossier(entered, made))
                    dossiers.use_files(session, draft.app_id, made)
        total += len(batch)
        batch.clear()

    for draft in drafts:
        batch.append(draft)
        if len(batch) == _BATCH:
            flush()
    if batch:
        flush()
    return total


def insert_blobs(server: Server, files: Iterable[tuple[str, Path]]) -> int:
    """Take in attachment files by their (trusted) sha256; returns how many there were."""
    taken = [(sha256, path, *_look(path)) for sha256, path in files]
    for sha256, path, _, _ in taken:
        server.blobs.adopt(path, sha256, link=True)
    with server.db.write() as session:
        for sha256, _, size, magic in taken:
            session.merge(BlobRow(sha256=sha256, bytes=size, magic=magic))
    return len(taken)


def insert_office(
    server: Server,
    organisation: Organisation,
    users: Iterable[tuple[str, str, Iterable[str]]],
    password: str,
) -> None:
    """An office and its accounts, ``(login, name, roles)``, all with one password."""
    with server.db.write() as session:
        registry.save_organisation(session, organisation)
        for login, name, roles in users:
            registry.save_user(
                session,
                user_id=login,
                login=login,
                name=name,
                org_id=organisation.org_id,
                roles=roles,
                password_hash=server.passwords.hash(password),
            )


def _look(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, magic_of(file.read(1024))

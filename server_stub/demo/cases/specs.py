"""One version of an application, as the manifest writes it and as a reviewer reads it."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from app.domain.checks import FileFacts
from app.domain.finding import Finding
from app.domain.model import ApplicationVersion, Declaration, Person
from app.domain.profile import Profile
from server_stub.demo.cases import decisions
from server_stub.demo.cases.contents import Content
from server_stub.demo.cases.draft import COMMITMENT, Draft
from server_stub.demo.cases.moments import Moments
from server_stub.import_folder.manifest import (
    AttachmentSpec,
    EntrySpec,
    FileSpec,
    ModuleSpec,
    VersionSpec,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was written; ``magic`` is the MIME type its first bytes announce."""

    path: str
    sha256: str
    bytes: int
    magic: str

    def spec(self) -> FileSpec:
        """The file as the manifest names it."""
        return FileSpec(path=self.path, sha256=self.sha256, bytes=self.bytes)


BESIDE = {"commitment", "commitment_shows", "attachments"}
"""What a version's specification says in its own way."""
Where = dict[tuple[str, Content], Stored]
"""Files by application and content: an application names equal files once."""


def version_spec(draft: Draft, where: Where) -> VersionSpec:
    """The version with its files' places and hashes."""
    attachments = _attachments(draft, where)
    modules = {
        code: ModuleSpec(
            entries=[
                EntrySpec(
                    entry_id=row.entry_id,
                    order_no=place,
                    fields=row.fields,
                    provenance=dict.fromkeys(row.looked_up, "SYSTEM_VERIFIED"),
                    attachment_ids=[
                        each.att_id for each in attachments if each.entry_id == row.entry_id
                    ],
                )
                for place, row in enumerate(rows, start=1)
            ]
        )
        for code, rows in draft.modules.items()
    }
    return VersionSpec(
        declaration=Declaration.model_validate(draft.declaration),
        person=Person.model_validate(draft.person),
        modules=modules,
        attachments=attachments,
        commitment=COMMITMENT,
        commitment_shows=draft.commitment_shows,
        submitted_at=draft.submitted_at,
    )


def _attachments(draft: Draft, where: Where) -> list[AttachmentSpec]:
    made = []
    for number, file in enumerate(draft.files, start=1):
        stored = where[draft.app_id, file.content]
        made.append(
            AttachmentSpec(
                att_id=f"{draft.app_id}-f{number:02d}",
                path=stored.path,
                sha256=stored.sha256,
                bytes=stored.bytes,
                mime=mimetypes.guess_type(file.filename)[0] or "",
                slot=file.slot,
                module_code=file.module,
                entry_id=file.entry_id,
                filename=file.filename,
            )
        )
    return made


def found_in(
    draft: Draft, spec: VersionSpec, where: Where, rules: Profile, moments: Moments
) -> list[Finding]:
    """What the pre-check says of the version, its files looked at."""
    content = spec.model_dump(mode="json", exclude=BESIDE)
    attachments = [each.model_dump(mode="json", exclude={"path"}) for each in spec.attachments]
    version = ApplicationVersion.model_validate(
        {**content, "app_id": draft.app_id, "version_no": 1, "attachments": attachments}
    )
    stored = (where[draft.app_id, file.content] for file in draft.files)
    files = {each.sha256: FileFacts(each.magic, each.bytes) for each in stored}
    return decisions.findings(version, rules, moments.now, files)

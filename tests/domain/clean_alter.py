"""Copies of a subject with one thing changed.

Hashes, publicity and stamps are bound anew to what was changed, unless ``rebind=False`` asks for
the case in which somebody forgot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.checks.engine import Subject
from app.domain.dossier import Dossier
from app.domain.enums import Provenance
from app.domain.model import ApplicationVersion
from tests.domain.clean_parts import PAGE, bound, hashed, made_file, with_case


def with_fields(
    subject: Subject,
    module: str,
    entry_id: str | None = None,
    *,
    rebind: bool = True,
    **fields: Any,
) -> Subject:
    """Other values in one row (the first where none is named); None takes a value away."""

    def change(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        wanted = entry_id or entries[0]["entry_id"]
        return [
            row | {"fields": _merged(row["fields"], fields)} if row["entry_id"] == wanted else row
            for row in entries
        ]

    return with_rows(subject, module, change, rebind=rebind)


def with_rows(
    subject: Subject,
    module: str,
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    *,
    rebind: bool = True,
) -> Subject:
    """Other rows of a module: ``change`` takes and gives entry documents."""
    document = subject.version.model_dump(mode="json")
    rows = change(document["modules"].get(module, {"entries": []})["entries"])
    return with_version(
        subject, rebind=rebind, modules=document["modules"] | {module: {"entries": rows}}
    )


def with_row(subject: Subject, module: str, entry_id: str, **fields: Any) -> Subject:
    """One more row at the end of a module."""
    return with_rows(
        subject,
        module,
        lambda rows: [*rows, {"entry_id": entry_id, "order_no": len(rows) + 1, "fields": fields}],
    )


def without_module(subject: Subject, module: str) -> Subject:
    """Without the rows and files of a module."""
    document = subject.version.model_dump(mode="json")
    modules = {code: data for code, data in document["modules"].items() if code != module}
    files = [att for att in document["attachments"] if att["module_code"] != module]
    return with_version(subject, modules=modules, attachments=files)


def with_declaration(subject: Subject, *, rebind: bool = True, **fields: Any) -> Subject:
    """Another declaration (the module ``setup``)."""
    declaration = subject.version.declaration.model_dump(mode="json") | fields
    return with_version(subject, rebind=rebind, declaration=declaration)


def with_person(subject: Subject, **fields: Any) -> Subject:
    """Other personal data."""
    return with_version(subject, person=subject.version.person.model_dump(mode="json") | fields)


def with_provenance(subject: Subject, module: str, value: Provenance, *fields: str) -> Subject:
    """Fields of a module's first row looked up by the system, or typed in."""

    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [rows[0] | {"provenance": dict.fromkeys(fields, value.value)}, *rows[1:]]

    return with_rows(subject, module, change)


def with_file(
    subject: Subject, module: str, slot: str, entry_id: str | None = None, **attributes: Any
) -> Subject:
    """One more file of a slot; ``attributes`` are those of its attachment."""
    entries = subject.version.entries(module)
    owner = entry_id or (entries[0].entry_id if entries else None)
    spec = subject.profile.module(module)
    shape = spec.slot(slot) if spec else None
    document, facts = made_file(
        module, owner, slot, shape.formats[0] if shape else "pdf",
        number=len(subject.version.attachments),
    )  # fmt: skip
    document |= attributes
    old = subject.version.model_dump(mode="json")["attachments"]
    known = {**subject.files, document["sha256"]: facts}
    return with_version(replace(subject, files=known), attachments=[*old, document])


def without_file(subject: Subject, module: str, slot: str, entry_id: str | None = None) -> Subject:
    """Without the files of a slot."""
    kept = [
        att.model_dump(mode="json")
        for att in subject.version.attachments
        if (att.module_code, att.slot) != (module, slot) or entry_id not in (None, att.entry_id)
    ]
    return with_version(subject, attachments=kept)


def with_attachment(subject: Subject, module: str, slot: str, **attributes: Any) -> Subject:
    """Other attributes (``bytes``, ``mime``, ``filename``, ``sha256``) of the files of a slot."""
    changed = [
        att.model_dump(mode="json")
        | (attributes if (att.module_code, att.slot) == (module, slot) else {})
        for att in subject.version.attachments
    ]
    return with_version(subject, attachments=changed)


def with_facts(subject: Subject, module: str, slot: str, **facts: Any) -> Subject:
    """Other facts about the files of a slot. ``page`` are attributes of their only page."""
    page = facts.pop("page", None)
    if page is not None:
        facts["looks"] = (replace(PAGE, **page),)
    known = dict(subject.files)
    for att in subject.version.attachments:
        if (att.module_code, att.slot) == (module, slot):
            known[att.sha256] = replace(known[att.sha256], **facts)
    return replace(subject, files=known)


def without_facts(subject: Subject, module: str, slot: str) -> Subject:
    """As if nobody had looked at the files of a slot."""
    unseen = {
        att.sha256
        for att in subject.version.attachments
        if (att.module_code, att.slot) == (module, slot)
    }
    return replace(subject, files={k: v for k, v in subject.files.items() if k not in unseen})


def with_version(subject: Subject, *, rebind: bool = True, **parts: Any) -> Subject:
    """Another version document; ``parts`` replace whole parts of it."""
    document = subject.version.model_dump(mode="json") | parts
    changed = replace(subject, version=ApplicationVersion.model_validate(document))
    return bound(changed) if rebind else hashed(changed)


def with_dossier(subject: Subject, part: str = "", **fields: Any) -> Subject:
    """Another dossier: ``fields`` of a part (``publicity``), or whole parts where none is named."""
    dossier = subject.dossier or Dossier()
    if part:
        inner = getattr(dossier, part)
        fields = {part: None if inner is None else inner.model_copy(update=fields)}
    return with_case(subject, dossier=dossier.model_copy(update=fields))


def with_around(subject: Subject, **facts: Any) -> Subject:
    """Other surroundings; None is a fact that nobody gathered."""
    return with_case(subject, surroundings=subject.around.model_copy(update=facts))


def with_org(subject: Subject, **fields: Any) -> Subject:
    """Another unit."""
    assert subject.org is not None
    return replace(subject, org=subject.org.model_copy(update=fields))


def with_params(subject: Subject, rule: str, **params: Any) -> Subject:
    """Other parameters of one rule; None takes one away."""
    uses = [
        use.model_copy(update={"params": _merged(use.params, params)}) if use.rule == rule else use
        for use in subject.profile.rules
    ]
    return replace(subject, profile=subject.profile.model_copy(update={"rules": uses}))


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}

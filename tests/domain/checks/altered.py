"""Changes of rows and files, for the fixtures of families F to I."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.file_facts import FileFacts
from tests.domain.checks.examples import Change
from tests.domain.clean import (
    PAGE,
    with_attachment,
    with_facts,
    with_file,
    with_params,
    with_row,
    with_rows,
    with_version,
    without_facts,
    without_file,
    without_module,
)


def row(module: str, entry_id: str, **values: Any) -> Change:
    """One more row, with the values of the first where no others are given."""

    def change(s: Any) -> Any:
        first = s.version.entries(module)[0].fields if s.version.entries(module) else {}
        return with_row(s, module, entry_id, **{**first, **values})

    return change


def rows(module: str, *all_of_them: dict[str, Any]) -> Change:
    """These rows and no others, named e-1, e-2 …"""
    documents = [
        {"entry_id": f"e-{n}", "order_no": n, "fields": fields}
        for n, fields in enumerate(all_of_them, start=1)
    ]
    return lambda s: with_rows(s, module, lambda _old: documents)


def numbered(module: str, *numbers: int) -> Change:
    """As many copies of the first row as numbers, with these order numbers."""

    def change(old: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            old[0] | {"entry_id": f"e-{n}", "order_no": number} for n, number in enumerate(numbers)
        ]

    return lambda s: with_rows(s, module, change)


def nothing(module: str) -> Change:
    """Without the rows and files of a module."""
    return lambda s: without_module(s, module)


def no_rows(module: str) -> Change:
    """Without the rows of a module; its files stay."""
    return lambda s: with_rows(s, module, lambda _old: [])


def file(module: str, slot: str, entry_id: str | None = None, **attributes: Any) -> Change:
    """One more file of a slot."""
    return lambda s: with_file(s, module, slot, entry_id, **attributes)


def no_file(module: str, slot: str) -> Change:
    """Without the files of a slot."""
    return lambda s: without_file(s, module, slot)


def no_files(subject: Any) -> Any:
    """Without any file."""
    return with_version(subject, attachments=[])


def named(module: str, slot: str, **attributes: Any) -> Change:
    """Other attributes of the files of a slot."""
    return lambda s: with_attachment(s, module, slot, **attributes)


def moved(module: str, slot: str, to: str) -> Change:
    """The files of a slot stand in another one."""

    def change(s: Any) -> Any:
        documents = [att.model_dump(mode="json") for att in s.version.attachments]
        for document in documents:
            if (document["module_code"], document["slot"]) == (module, slot):
                document["slot"] = to
        return with_version(s, attachments=documents)

    return change


def seen(module: str, slot: str, **facts: Any) -> Change:
    """Other facts about the files of a slot; ``page`` are attributes of their only page."""
    return lambda s: with_facts(s, module, slot, **facts)


def pages(module: str, slot: str, *looks: dict[str, Any], **facts: Any) -> Change:
    """Files of a slot with these pages, each an alteration of a good one."""
    found = tuple(replace(PAGE, **look) for look in looks)
    return lambda s: with_facts(s, module, slot, looks=found, pages=len(found), **facts)


def unseen(module: str, slot: str) -> Change:
    """Nobody looked at the files of a slot."""
    return lambda s: without_facts(s, module, slot)


def half_seen(module: str, slot: str) -> Change:
    """Only the kind and the length of the files of a slot are known."""

    def change(s: Any) -> Any:
        files = dict(s.files)
        for att in s.version.attachments:
            if (att.module_code, att.slot) == (module, slot):
                known = files[att.sha256]
                files[att.sha256] = FileFacts(magic=known.magic, bytes=known.bytes)
        return replace(s, files=files)

    return change


def params(rule: str, **values: Any) -> Change:
    """Other parameters of a rule."""
    return lambda s: with_params(s, rule, **values)

"""Whether the files of a module keep the format and size of their slots (R043, R076)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import Hit, Subject
from app.domain.checks.facts import format_of
from app.domain.model import Attachment
from app.domain.profile import SlotSpec


def limit_hits(at: Subject, module_code: str) -> Iterator[Hit]:
    """Object to each file of a module that its slot does not permit.

    Variants: ``SIZE``, ``FORMAT``, ``FORMAT_UNKNOWN``, and ``UNKNOWN_SLOT`` (a question).
    """
    module = at.profile.module(module_code)
    if module is None:
        return
    for att in at.attached(module_code):
        slot = module.slot(att.slot)
        if slot is None:
            params = {"file": att.filename, "slot": att.slot}
            yield Hit(
                module_code, att.entry_id, variant="UNKNOWN_SLOT", params=params, uncertain=True,
                reason="FILE_PLACE",
            )  # fmt: skip
            continue
        yield from _size(slot, att)
        yield from _format(at, slot, att)


def _size(slot: SlotSpec, att: Attachment) -> Iterator[Hit]:
    if att.bytes > slot.max_bytes:
        yield Hit(
            att.module_code,
            att.entry_id,
            slot=slot.code,
            variant="SIZE",
            params={
                "file": att.filename,
                "size": f"{att.bytes / 1024**2:.1f}",
                "limit": f"{slot.max_bytes / 1024**2:g}",
            },
            evidence={"sha256": att.sha256, "bytes": att.bytes, "max_bytes": slot.max_bytes},
            reason="FILE_TOO_LARGE",
        )


def _format(at: Subject, slot: SlotSpec, att: Attachment) -> Iterator[Hit]:
    facts = at.files.get(att.sha256)
    by_bytes = facts is not None
    found = format_of(facts.magic if facts else att.mime)
    ending = att.filename.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if found in slot.formats and (by_bytes or ending in slot.formats):
        return
    shown = found if found not in slot.formats else ending
    yield Hit(
        att.module_code,
        att.entry_id,
        slot=slot.code,
        variant="FORMAT" if shown else "FORMAT_UNKNOWN",
        params={
            "file": att.filename,
            "found": shown.upper(),
            "wanted": "、".join(name.upper() for name in slot.formats),
            "wanted_en": ", ".join(name.upper() for name in slot.formats),
        },
        evidence={"sha256": att.sha256, "by_bytes": by_bytes},
    )

"""Family I: number and size of the files in each slot (R106)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, entry_title
from app.domain.model import Attachment
from app.domain.profile import ModuleSpec, SlotSpec


@rule(
    "R106",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S1",
        place="3.1(2)",
        quote="对每一类电子图片，在上传的页面栏位中都有相应的张数及大小限制",
    ),
    params=("measured", "asked", "unstated"),
    reason="FILE_COUNT",
)
def within_limits(at: Subject) -> Iterator[Hit]:
    """Every slot has as many files as it must and may, and none is too large.

    Parameters: modules whose files another rule has ``measured``, modules where another rule
    has ``asked`` for what is missing, and how grave it is to pass a limit that no source
    states (``unstated``).
    """
    params = at.params("R106")
    unstated = Severity(params["unstated"])
    for module in at.profile.modules:
        files = at.attached(module.code)
        if module.code not in params["measured"]:
            yield from _sizes(module, files, unstated)
        counts = Counter((att.entry_id, att.slot) for att in files)
        for row in _rows(at, module) if module.slots else ():
            for slot in module.slots:
                count = _count(row, slot, counts)
                if count < slot.minimum(row.values) and module.code not in params["asked"]:
                    yield _few(row, slot, _words(at, row, slot, count))
                if slot.max_count is not None and count > slot.max_count:
                    yield _many(row, slot, _words(at, row, slot, count), unstated)


def _sizes(module: ModuleSpec, files: list[Attachment], unstated: Severity) -> Iterator[Hit]:
    for att in files:
        slot = module.slot(att.slot)
        if slot is None or att.bytes <= slot.max_bytes:
            continue
        words = {
            "file": att.filename,
            "size": f"{att.bytes / 1024**2:.1f}",
            "limit": f"{slot.max_bytes / 1024**2:g}",
        }
        yield Hit(
            module.code,
            att.entry_id,
            slot=slot.code,
            variant="SIZE" if slot.stated else "SIZE_DEFAULT",
            params=words,
            evidence={"bytes": att.bytes, "max_bytes": slot.max_bytes},
            severity=None if slot.stated else unstated,
            reason="FILE_TOO_LARGE",
            file=att.sha256,
            unsourced=not slot.stated,
        )


def _rows(at: Subject, module: ModuleSpec) -> list[FormEntry]:
    """The rows that slots belong to; a module of files alone has one without being filled in."""
    rows = at.rows(module.code)
    return rows if rows or module.fields else [FormEntry(module.code, None, {})]


def _count(row: FormEntry, slot: SlotSpec, counts: Counter[tuple[str | None, str]]) -> int:
    """Files of a row's slot; files tied to no entry count for every row."""
    own = counts[row.entry_id, slot.code]
    return own if row.entry_id is None else own + counts[None, slot.code]


def _words(at: Subject, row: FormEntry, slot: SlotSpec, count: int) -> dict[str, str]:
    return {
        "name": entry_title(row, at.profile),
        "slot": slot.label.zh_CN,
        "slot_en": slot.label.en,
        "count": str(count),
    }


def _few(row: FormEntry, slot: SlotSpec, words: dict[str, str]) -> Hit:
    return Hit(
        row.module_code,
        row.entry_id,
        slot=slot.code,
        variant="FEW",
        params=words | {"least": str(slot.minimum(row.values))},
        unsourced=not slot.stated,
    )


def _many(row: FormEntry, slot: SlotSpec, words: dict[str, str], unstated: Severity) -> Hit:
    return Hit(
        row.module_code,
        row.entry_id,
        slot=slot.code,
        variant="MANY" if slot.stated else "MANY_DEFAULT",
        params=words | {"most": str(slot.max_count)},
        severity=None if slot.stated else unstated,
        reason="FILE_MANY",
        unsourced=not slot.stated,
    )

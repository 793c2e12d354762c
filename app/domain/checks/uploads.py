"""What rules on files ask again and again: which files, what is known of them, how to name them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from app.domain.checks.engine import Hit, Subject
from app.domain.checks.facts import FileFacts, PageFacts
from app.domain.model import Attachment
from app.domain.profile import SlotSpec

Pick = Callable[[PageFacts], bool]


def files_in(at: Subject, slots: Collection[str]) -> list[Attachment]:
    """The files of some slots, each named ``module.slot``, in the order of the version."""
    return [att for att in at.version.attachments if f"{att.module_code}.{att.slot}" in slots]


def slot_of(at: Subject, att: Attachment) -> SlotSpec | None:
    """The slot of a file; None where the rule pack has none of that name."""
    module = at.profile.module(att.module_code)
    return module.slot(att.slot) if module else None


def looked_through(at: Subject, att: Attachment) -> FileFacts | None:
    """The facts of a file whose every page was looked at, else None.

    What cannot be opened has no pages to look at, and counts as looked at: R105 tells it.
    """
    facts = at.files.get(att.sha256)
    if facts is None or facts.looks is None:
        return None
    whole = facts.decodes is not True or len(facts.looks) >= (facts.pages or 0)
    return facts if whole else None


def not_looked_at(at: Subject, files: Sequence[Attachment]) -> Iterator[Hit]:
    """One question for all files that nobody, or no probe, has looked through."""
    unseen = [att for att in files if looked_through(at, att) is None]
    if unseen:
        yield Hit(
            unseen[0].module_code,
            variant="NOT_LOOKED",
            params={"count": str(len(unseen)), "file": unseen[0].filename},
            evidence={"sha256": [att.sha256 for att in unseen]},
            uncertain=True,
            reason="FILE_LOOK",
        )


def page_hits(
    at: Subject,
    files: Sequence[Attachment],
    variant: str,
    pick: Pick,
    words: dict[str, str] | None = None,
) -> Iterator[Hit]:
    """For each file with pages that ``pick`` objects to, one hit that names them (启发式)."""
    for att in files:
        facts = at.files.get(att.sha256)
        looks = (facts.looks if facts else None) or ()
        pages = [number for number, page in enumerate(looks, start=1) if pick(page)]
        if pages:
            yield file_hit(att, variant, page_words(pages) | (words or {}), pages=pages)


def file_hit(
    att: Attachment, variant: str = "", params: dict[str, str] | None = None, **evidence: object
) -> Hit:
    """A hit at the place of a file."""
    return Hit(
        att.module_code,
        att.entry_id,
        slot=att.slot,
        variant=variant,
        params={"file": att.filename} | (params or {}),
        evidence=evidence,
        file=att.sha256,
    )


def page_words(pages: Sequence[int]) -> dict[str, str]:
    """The parameters that name pages, counted from 1."""
    numbers = [str(page) for page in pages]
    return {"page": "、".join(numbers), "page_en": ", ".join(numbers)}


def slot_words(at: Subject, module_code: str, slot: str) -> dict[str, str]:
    """The parameters that name a slot."""
    module = at.profile.module(module_code)
    spec = module.slot(slot) if module else None
    if spec is None:
        return {"slot": slot, "slot_en": slot}
    return {"slot": spec.label.zh_CN, "slot_en": spec.label.en}


def module_words(at: Subject, module_code: str) -> dict[str, str]:
    """The parameters that name a module."""
    module = at.profile.module(module_code)
    if module is None:
        return {"module": module_code, "module_en": module_code}
    return {"module": module.label.zh_CN, "module_en": module.label.en}

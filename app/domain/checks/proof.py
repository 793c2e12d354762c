"""Family H: the signed commitment, and originals rather than copies."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import DECIDE, PASS, Hit, Subject, rule
from app.domain.checks.facts import PageFacts
from app.domain.checks.uploads import files_in, not_looked_at, page_hits, slot_words
from app.domain.enums import Severity, Verb
from app.domain.finding import Citation

COMMITMENT = (
    "申报正高级工程师的应将个人亲笔签名的承诺书原件扫描上传，对申报副高及以下职称的不作要求。"
)
MODULE = "other_proof"


@rule(
    "R100",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(source="S2", place="(二)14", quote=COMMITMENT),
    params=("slot", "levels"),
    reason="COMMITMENT_FULL",
)
def commitment_signed(at: Subject) -> Iterator[Hit]:
    """Who applies for one of the ``levels`` hands in a hand-signed commitment (``slot``)."""
    params = at.params("R100")
    slot, level = params["slot"], at.version.declaration.level
    if files_in(at, {f"{MODULE}.{slot}"}):
        return
    words = slot_words(at, MODULE, slot)
    if not level.known:
        yield Hit(MODULE, slot=slot, variant="UNDECIDED_LEVEL", params=words, uncertain=True)
    elif level in params["levels"]:
        yield Hit(MODULE, slot=slot, params=words)


@rule(
    "R101",
    gates={DECIDE: Severity.GUARD},
    mode="H",
    source=Citation(source="S2", place="(二)14", quote=COMMITMENT),
    params=("levels", "subject", "asks", "spared", "reasons"),
)
def no_commitment_asked(at: Subject) -> Iterator[Hit]:
    """A return does not ask a lower level for the commitment that only ``levels`` owe.

    Parameters besides: words for the ``subject``, words that ``asks`` for papers, words by which a
    comment says itself that none are needed (``spared``), and the ``reasons`` of the library that
    ask for it.
    """
    params, decision, level = at.params("R101"), at.decision, at.version.declaration.level
    if decision is None or decision.verb not in {Verb.RETURN, Verb.REFER_DOWN}:
        return
    if not level.known or level in params["levels"]:
        return
    for comment in decision.module_comments:
        text = comment.text + comment.fix_hint
        asked = all(any(word in text for word in params[kind]) for kind in ("subject", "asks"))
        if any(word in text for word in params["spared"]):
            continue
        if asked or comment.reason_id in params["reasons"]:
            yield Hit(
                comment.module,
                comment.entry_id,
                comment.field,
                evidence={"comment_id": comment.comment_id},
            )


@rule(
    "R102",
    gates={PASS: Severity.WARN},
    mode="H",
    source=Citation(
        source="S2",
        place="★",
        quote="上传的材料必须是原件扫描上传。如确实无原件的，材料复印件应加盖核验章和单位公章。",
    ),
    params=("places", "ink"),
    reason="COPY_STAMP",
)
def no_bare_copies(at: Subject) -> Iterator[Hit]:
    """A page scanned without any colour may be a copy without the stamps it needs (启发式).

    Parameters: ``places`` (``module.slot``) that hold originals, and ``ink`` below which a page is
    blank.
    """
    params = at.params("R102")
    least = float(params["ink"])

    def grey(page: PageFacts) -> bool:
        return page.scanned and not page.coloured and page.ink >= least

    files = files_in(at, params["places"])
    yield from page_hits(at, files, "", grey)
    yield from not_looked_at(at, files)

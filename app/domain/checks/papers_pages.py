"""Family F: how the scans of papers look."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.anchors import FieldPath
from app.domain.checks.anchored import matched
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.facts import PageFacts
from app.domain.checks.uploads import file_hit, files_in, not_looked_at, page_hits
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import entry_title

MODULE = "papers"


@rule(
    "R074",
    gates={PASS: Severity.WARN},
    mode="H",
    source=Citation(source="S2", place="(二)5(2)", quote="上传内容必须文字正向摆放，清晰可见。"),
    params=("contrast", "sharpness", "ink"),
    reason="PAPER_ORIENTATION",
)
def legible(at: Subject) -> Iterator[Hit]:
    """The pages of a paper lie the right way up, are sharp, strong enough and not blank (启发式).

    Parameters: below which ``contrast`` and ``sharpness`` a scanned page is hard to read, below
    which share of ``ink`` a page is blank.
    """
    params = at.params("R074")
    least_ink = float(params["ink"])
    least_contrast = float(params["contrast"])
    least_sharpness = float(params["sharpness"])

    def blank(page: PageFacts) -> bool:
        return page.ink < least_ink

    def faint(page: PageFacts) -> bool:
        weak = page.contrast is not None and page.contrast < least_contrast
        return page.scanned and weak and not blank(page)

    def blurred(page: PageFacts) -> bool:
        soft = page.sharpness is not None and page.sharpness < least_sharpness
        return page.scanned and soft and not blank(page) and not faint(page)

    files = at.attached(MODULE)
    yield from page_hits(at, files, "LYING", lambda page: page.lying is True)
    yield from page_hits(at, files, "BLURRED", blurred)
    yield from page_hits(at, files, "FAINT", faint)
    yield from page_hits(at, files, "BLANK", blank)
    yield from not_looked_at(at, files)


@rule(
    "R075",
    gates={PASS: Severity.ASK},
    mode="M",
    source=Citation(
        source="S2",
        place="(二)5(2)",
        quote="上传目录一般为有申报人论文的目录页并在论文标题处做好标记。",
    ),
    params=("slot", "mark"),
    reason="PAPER_TOC",
)
def listed_and_marked(at: Subject) -> Iterator[Hit]:
    """The contents page lists the paper, with its title marked: for an officer to look.

    A mark in red, as applicants draw it, is taken for an answer; so is an anchor on that file that
    says the title, or the file as a whole, is right. Parameters: the ``slot`` of the
    contents page, and ``mark``, the share of red in the reddest place that counts as a mark.
    """
    params = at.params("R075")
    titles = {row.entry_id: entry_title(row, at.profile) for row in at.rows(MODULE)}
    for att in files_in(at, {f"{MODULE}.{params['slot']}"}):
        facts = at.files.get(att.sha256)
        looks = (facts.looks if facts else None) or ()
        entry = att.entry_id or ""
        paths = [FieldPath(MODULE, entry, code) for code in ("title", params["slot"])]
        seen = matched(at, *paths, file=att.sha256)
        if not seen and not any(page.red >= params["mark"] for page in looks):
            yield file_hit(att, params={"title": titles.get(att.entry_id, att.filename)})

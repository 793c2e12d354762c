"""Family I: that files can be opened, are of a permitted kind, and keep the limits of their slots.

R108 stands in :mod:`app.domain.checks.twins`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.domain.checks.engine import PASS, SUBMIT, Hit, Subject, rule
from app.domain.checks.facts import FileFacts, PageFacts, format_of
from app.domain.checks.uploads import file_hit, not_looked_at, page_hits
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.model import Attachment

ENDINGS = {"pdf": {"pdf"}, "jpg": {"jpg", "jpeg", "jpe", "jfif"}, "png": {"png"}}


@rule(
    "R103",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S1",
        place="3.1(2)",
        quote="注意：对每一类电子图片，在上传的页面栏位中都有相应的张数及大小限制、格式只能为jpg或jpeg格式",
    ),
    params=("formats",),
    reason="FILE_FORMAT",
)
def pictures_only(at: Subject) -> Iterator[Hit]:
    """Every file is of one of the ``formats``, by its bytes where they are known."""
    yield from _of_other_format(at, at.params("R103")["formats"])


@rule(
    "R104",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(source="S3", place="2.4 三公示材料", quote="附件请上传图片或PDF格式。"),
    params=("formats",),
    reason="FILE_FORMAT",
)
def pictures_or_pdf(at: Subject) -> Iterator[Hit]:
    """Every file is of one of the ``formats``, by its bytes where they are known."""
    yield from _of_other_format(at, at.params("R104")["formats"])


def _of_other_format(at: Subject, formats: Collection[str]) -> Iterator[Hit]:
    for att in at.version.attachments:
        facts = at.files.get(att.sha256)
        found = facts.form if facts else format_of(att.mime)
        if found in formats:
            continue
        words = {
            "found": found.upper(),
            "wanted": "、".join(name.upper() for name in formats),
            "wanted_en": ", ".join(name.upper() for name in formats),
        }
        yield file_hit(att, "" if found else "UNKNOWN", words, by_bytes=facts is not None)


@rule(
    "R105",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S0", place="4、录入个人信息", quote="文件上传，pdf文件格式", sourced=False
    ),
    reason="FILE_BROKEN",
)
def files_open(at: Subject) -> Iterator[Hit]:
    """A file is what its name says, opens without a password and can be read to its end."""
    unseen: list[Attachment] = []
    for att in at.version.attachments:
        facts = at.files.get(att.sha256)
        if facts is None:
            unseen.append(att)
            continue
        if _misnamed(att, facts):
            words = {"found": facts.form.upper()}
            yield file_hit(att, "TYPE", words)
        trouble = _trouble(facts)
        if trouble:
            yield file_hit(att, trouble)
        elif facts.decodes is None:
            unseen.append(att)
    yield from not_looked_at(at, unseen)


def _misnamed(att: Attachment, facts: FileFacts) -> bool:
    ending = att.filename.rpartition(".")[2].lower()
    known = ENDINGS.get(facts.form)
    return known is not None and (ending not in known or format_of(att.mime) != facts.form)


def _trouble(facts: FileFacts) -> str:
    if not facts.bytes:
        return "EMPTY"
    if not facts.magic:
        return "UNKNOWN"
    if facts.encrypted:
        return "ENCRYPTED"
    return "BROKEN" if facts.decodes is False or facts.pages == 0 else ""


@rule(
    "R107",
    gates={SUBMIT: Severity.BLOCK},
    mode="F",
    source=Citation(source="S3", place="2.4 三公示材料", quote="评审标准条件公示"),
    params=("module", "slots"),
    reason="THREE_PUBLICITY",
)
def publicity_attached(at: Subject) -> Iterator[Hit]:
    """Each of the ``slots`` of a ``module`` has at least one file."""
    params = at.params("R107")
    module = at.profile.module(params["module"])
    there = {att.slot for att in at.attached(params["module"])}
    for code in params["slots"]:
        spec = module.slot(code) if module else None
        if spec is not None and code not in there:
            words = {"name": spec.label.zh_CN, "name_en": spec.label.en}
            yield Hit(params["module"], slot=code, params=words)


@rule(
    "R109",
    gates={PASS: Severity.WARN},
    mode="H",
    source=Citation(
        source="S2",
        place="(二)5(2)",
        quote="上传内容必须文字正向摆放，清晰可见。",
        sourced=False,
    ),
    params=("dpi", "ink", "except", "blank_elsewhere"),
    reason="FILE_LEGIBLE",
)
def pages_legible(at: Subject) -> Iterator[Hit]:
    """No page is blank or scanned too coarsely to be read on A4 (启发式).

    Parameters: the least ``dpi``, the share of ``ink`` below which a page is blank, slots
    (``module.slot``) that hold no pages (``except``), and modules in which another rule looks for
    blank pages (``blank_elsewhere``).
    """
    params = at.params("R109")
    least_dpi, least_ink = int(params["dpi"]), float(params["ink"])

    def coarse(page: PageFacts) -> bool:
        return page.dpi is not None and page.dpi < least_dpi

    def blank(page: PageFacts) -> bool:
        return page.ink < least_ink

    files = [
        att
        for att in at.version.attachments
        if f"{att.module_code}.{att.slot}" not in params["except"]
    ]
    others = [att for att in files if att.module_code not in params["blank_elsewhere"]]
    yield from page_hits(at, others, "BLANK", blank)
    yield from page_hits(at, files, "COARSE", coarse, {"dpi": str(least_dpi)})
    yield from not_looked_at(at, files)

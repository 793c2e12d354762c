"""Family E: continuing education."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import DECIDE, PASS, Hit, Subject, rule
from app.domain.enums import Provenance, Severity, Verb
from app.domain.finding import Citation
from app.domain.form import is_empty

MODULE = "continuing_education"
PUBLIC = (
    "无需提供纸质证明，在完成个人基本信息录入后，点击“查询”，可在“继续教育情况”栏目自动生成考试合格"
    "证明提示。"
)


@rule(
    "R060",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S2", place="(二)4(1)", quote=PUBLIC),
    reason="PUBLIC_SUBJECT",
)
def public_subject(at: Subject) -> Iterator[Hit]:
    """The public subject of the year applied in is passed, and the system itself said so.

    A pass that was typed in counts for nothing; one of unknown origin is asked about.
    """
    year = at.version.declaration.year
    params = {"year": str(year)}
    rows = [row for row in at.rows(MODULE) if str(row.values.get("year")) == str(year)]
    if not rows:
        yield Hit(MODULE, field="public_subject_passed", variant="NO_YEAR", params=params)
        return
    verdicts = [
        (row.values.get("public_subject_passed"), row.entry.provenance if row.entry else {})
        for row in rows
    ]
    origins = [from_.get("public_subject_passed") for passed, from_ in verdicts if passed is True]
    place = (MODULE, rows[0].entry_id, "public_subject_passed")
    if Provenance.SYSTEM_VERIFIED in origins:
        return
    if not origins:
        told = at.told_missing(rows[0], "public_subject_passed")
        if not (told and all(is_empty(passed) for passed, _ in verdicts)):
            yield Hit(*place, params=params)
    elif all(origin is Provenance.MANUAL for origin in origins):
        yield Hit(*place, variant="TYPED", params=params)
    else:
        yield Hit(*place, variant="UNKNOWN", params=params, uncertain=True)


@rule(
    "R061",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)4(2)",
        quote="本行业继续教育情况：完成本部门、本行业规定的继续教育任务。",
    ),
    reason="INDUSTRY_CE",
)
def industry_training(at: Subject) -> Iterator[Hit]:
    """Training in the applicant's own industry is described, counted or proved."""
    described = any(
        not is_empty(row.values.get(field)) and row.values.get(field) != 0
        for row in at.rows(MODULE)
        for field in ("industry_desc", "industry_hours")
    )
    if not described and not at.attached(MODULE):
        yield Hit(MODULE, field="industry_desc")


@rule(
    "R062",
    gates={DECIDE: Severity.GUARD},
    mode="H",
    source=Citation(source="S2", place="(二)4(1)", quote=PUBLIC),
    params=("subject", "asks", "spared"),
)
def no_paper_asked(at: Subject) -> Iterator[Hit]:
    """A return does not ask for paper proof of the public subject.

    Parameters: words for the ``subject``, words that ``asks`` for papers, and words by which a
    comment says itself that none are needed (``spared``).
    """
    params, decision = at.params("R062"), at.decision
    if decision is None or decision.verb not in {Verb.RETURN, Verb.REFER_DOWN}:
        return
    for comment in decision.module_comments:
        text = comment.text + comment.fix_hint
        if any(word in text for word in params["spared"]):
            continue
        if all(any(word in text for word in params[kind]) for kind in ("subject", "asks")):
            yield Hit(
                comment.module,
                comment.entry_id,
                comment.field,
                evidence={"comment_id": comment.comment_id},
            )

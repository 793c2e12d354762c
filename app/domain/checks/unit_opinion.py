"""Family J, words: the unit's recommendation, and an opinion that nobody has to give."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import DECIDE, UNIT_PASS, Hit, Subject, rule
from app.domain.checks.unit_facts import MODULE, dossier_of
from app.domain.enums import Severity, Verb
from app.domain.finding import Citation
from app.domain.recommendation import (
    ASPECT_NAMES,
    Aspect,
    is_trivial,
    likest,
    text_length,
    touched,
)

FIELD = "recommendation"
_SOURCE = Citation(
    source="S2",
    place="二6",
    quote="推荐意见应对申报人在“思想品德、工作成绩、专业水平、业务能力、工作态度”等方面给予评价，"
    "不能简单地写“同意推荐”。",
)


@rule(
    "R131",
    gates={DECIDE: Severity.GUARD},
    mode="A",
    source=Citation(source="S2", place="二5", quote="专家鉴定意见（不作要求）。"),
    params=("keywords",),
)
def expert_opinion_is_free(at: Subject) -> Iterator[Hit]:
    """Nobody is sent back for an expert opinion that is not asked for.

    Parameters: ``keywords`` that name it.
    """
    decision = at.decision
    if decision is None or decision.verb is Verb.PASS:
        return
    words = list(at.params("R131")["keywords"])
    for comment in decision.module_comments:
        named = comment.module == MODULE and comment.field == "expert_opinion"
        if named or any(word in comment.text for word in words):
            yield Hit(
                comment.module,
                comment.entry_id,
                comment.field,
                evidence={"comment_id": comment.comment_id},
            )


@rule(
    "R132",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=_SOURCE,
    params=("phrases",),
    reason="OPINION_THIN",
)
def says_something(at: Subject) -> Iterator[Hit]:
    """There is a recommendation, and it says more than 同意推荐.

    Parameters: ``phrases`` that say nothing.
    """
    text = dossier_of(at).recommendation.text
    if not text.strip():
        yield Hit(MODULE, field=FIELD, variant="EMPTY")
    elif is_trivial(text, at.params("R132")["phrases"]):
        yield Hit(MODULE, field=FIELD, params={"text": text.strip()})


@rule(
    "R133",
    gates={UNIT_PASS: Severity.ERROR},
    mode="H",
    source=_SOURCE,
    params=("words",),
    reason="OPINION_THIN",
)
def touches_all_aspects(at: Subject) -> Iterator[Hit]:
    """The recommendation speaks of all five aspects; found out by words, so it may be mistaken.

    Parameters: ``words`` by name of :class:`~app.domain.recommendation.Aspect`.
    """
    text = dossier_of(at).recommendation.text
    if not text.strip():
        return
    words = at.params("R133")["words"]
    missing = [one for one in Aspect if not touched(text, words.get(one.value, ()))]
    if missing:
        yield Hit(
            MODULE,
            field=FIELD,
            params={
                "aspects": "、".join(ASPECT_NAMES[one].zh_CN for one in missing),
                "aspects_en": ", ".join(ASPECT_NAMES[one].en for one in missing),
            },
            evidence={"missing": [one.value for one in missing]},
        )


@rule(
    "R134",
    gates={UNIT_PASS: Severity.WARN},
    mode="A",
    source=Citation(source="W32/W33", place="推荐意见", sourced=False),
)
def worth_reading(at: Subject) -> Iterator[Hit]:
    """The recommendation has a reasonable length and was not written for somebody else."""
    text, policy = dossier_of(at).recommendation.text, at.profile.dossier
    if policy is None or not text.strip():
        return
    length = text_length(text)
    told = {
        "length": str(length),
        "least": str(policy.recommendation_min),
        "most": str(policy.recommendation_max),
    }
    if length < policy.recommendation_min:
        yield Hit(MODULE, field=FIELD, variant="SHORT", params=told, reason="OPINION_THIN")
    if length > policy.recommendation_max:
        yield Hit(MODULE, field=FIELD, variant="LONG", params=told)
    others = at.around.recommendations
    if others is None:
        yield Hit(MODULE, field=FIELD, variant="UNDECIDED", uncertain=True)
        return
    alike = likest(text, (one for one in others if one.app_id != at.version.app_id))
    if alike is not None and alike.share >= policy.likeness:
        yield Hit(
            MODULE,
            field=FIELD,
            variant="ALIKE",
            params={"app_id": alike.app_id, "percent": str(int(alike.share * 100))},
            evidence={"app_id": alike.app_id, "share": alike.share},
        )

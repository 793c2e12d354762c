"""审议小组推荐表: the group's members and what it suggests (R126 to R128)."""

from __future__ import annotations

from datetime import date

from app.domain.dossier import Deliberation
from app.forms.content.source import Case, day, need
from app.forms.content.unit_opinion import vote_words
from app.forms.form import Form, FormCode


def panel_recommendation(case: Case, made_on: date) -> Form:
    """The form of one case; its members sign on paper, the leader and the unit may seal it.

    :raises FormError: ``FORM_CONTENT_MISSING`` where no deliberation was held.
    """
    held = (case.dossier.deliberation if case.dossier else None) or Deliberation()
    need(day(held.held_on), "审议小组审议情况")
    data = {
        "name": case.version.person.name,
        "target": case.target,
        "held_on": day(held.held_on),
        "leader": held.leader,
        "votes": vote_words(held),
        "members": [
            {"name": one.name, "post": one.post, "title": one.title} for one in held.members
        ],
        "suggestion": need(held.suggestion_text, "审议小组推荐建议"),
        "date": day(made_on),
    }
    return Form(
        FormCode.PANEL,
        "审议小组推荐表",
        case.issuer,
        made_on,
        data,
        (case.binding,),
        line_left=f"单位：{case.issuer}",
        line_right=f"共 {len(held.members)} 人",
    )

"""The verbs a region offers for a case, what each leads to, and why one cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.enums import Verb
from app.domain.finding import Finding
from app.domain.model import Account, Application
from app.domain.profile import Profile, ReasonCategory, Text, VerbSpec
from app.domain.workflow import Refusal, is_last_stage, offered_verbs
from app.operations import wording
from app.operations.guards import content_refusals, decide_refusals
from app.operations.notes import notes_on
from app.protocol.messages import message
from app.store.readmodels import CaseView

_ASKED_WITH_THE_VERB = frozenset(
    {"R157", "finding.R150.NO_REASON.short", "finding.R157.NO_GROUND.short"}
)
"""Category and reason of a refusal are asked for when the verb is chosen: they do not bar it."""


@dataclass(frozen=True)
class VerbOffer:
    """One verb of the decision bar.

    ``why`` names all that stands in its way, the first being the one to tell. ``categories`` are
    the grounds of which a terminal verb needs one; ``notes`` is what rules say about the decision
    without barring it (:mod:`app.operations.notes`).
    """

    verb: Verb
    label: Text
    proposal_label: Text
    why: tuple[Refusal, ...]
    sentence: Text
    sentence_short: Text
    needs_approver: bool
    terminal: bool
    batch: bool
    categories: tuple[ReasonCategory, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the verb can be proposed now."""
        return not self.why

    def why_text(self, language: str) -> str:
        """Why it cannot be used, in words; empty where it can."""
        return message(self.why[0].code, language, **self.why[0].params) if self.why else ""

    def consequence(self, language: str) -> str:
        """What will happen, in one or two sentences."""
        return self.sentence.in_(language)

    def short(self, language: str) -> str:
        """The same for narrow windows."""
        return self.sentence_short.in_(language)


def offered(
    case: CaseView, *, account: Account, now: datetime, approvers: Sequence[str] = ()
) -> list[VerbOffer]:
    """The verbs of the office that has the case, in the order of its rule pack, with refusals.

    :param approvers: the names of those who may agree, the officer excluded.
    """
    return [
        _offer(case, verb, case.profile.verbs[verb], account, now, approvers)
        for verb in offered_verbs(case.profile, case.application)
    ]


def _offer(
    case: CaseView,
    verb: Verb,
    spec: VerbSpec,
    account: Account,
    now: datetime,
    approvers: Sequence[str],
) -> VerbOffer:
    decision = case.draft.decision(verb)
    long, short = consequences(spec, case.application)
    projected = case.application.model_copy(update={"status": case.status})
    why = decide_refusals(
        projected, account, case.profile, now, decision, worked_on=case.draft.has_work
    )
    why = [refusal for refusal in why if refusal.code not in _ASKED_WITH_THE_VERB]
    subject = case.judged(now)
    if not why:
        why = content_refusals(decision, case.findings, subject)
    return VerbOffer(
        verb=verb,
        label=spec.label,
        proposal_label=spec.proposal_label,
        why=tuple(refusal for refusal in why if refusal.code not in _ASKED_WITH_THE_VERB),
        sentence=consequence_text(long, spec, case.application, case.profile, now, approvers),
        sentence_short=consequence_text(
            short, spec, case.application, case.profile, now, approvers
        ),
        needs_approver=spec.needs_approver,
        terminal=spec.terminal,
        batch=spec.batch,
        categories=tuple(case.profile.not_passed_categories) if spec.terminal else (),
        notes=notes_on(decision, subject),
    )


def consequences(spec: VerbSpec, application: Application) -> tuple[Text, Text]:
    """The sentence of the rule pack, long and short: at the last stage nothing follows."""
    long, short = spec.consequence, spec.consequence_short
    if application.route and is_last_stage(application):
        return spec.consequence_last or long, spec.consequence_last_short or short
    return long, short


def consequence_text(
    template: Text,
    spec: VerbSpec,
    application: Application,
    profile: Profile,
    now: datetime,
    approvers: Sequence[str] = (),
) -> Text:
    """A consequence sentence of the rule pack with its phrases, in both languages."""

    deadline = _resubmit_until(application, profile, now)

    def filled(language: str) -> str:
        return template.in_(language).format(
            deadline=wording.deadline_phrase(deadline, now, language),
            left=wording.left_phrase(deadline, now, language),
            next=_next_stop(application, language),
            approval=wording.approval_phrase(spec.needs_approver, approvers, language),
        )

    return Text(zh_CN=filled("zh_CN").strip(), en=filled("en").strip())


def _resubmit_until(application: Application, profile: Profile, now: datetime) -> datetime | None:
    """The stage's deadline, or sooner where the region gives applicants a number of days."""
    end = application.deadline_current
    if profile.resubmit_deadline_days is None:
        return end
    days = now + timedelta(days=profile.resubmit_deadline_days)
    return min(end, days) if end is not None else days


def _next_stop(application: Application, language: str) -> str:
    ahead = application.route[application.stage_index + 1 :]
    name = next((node.name for node in ahead if node.state == "next"), "")
    return name or message("workflow.next_stage", language)

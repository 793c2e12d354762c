"""Which answers of the last return may be taken over to the version that came in since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.answered import last_return
from app.domain.carry_over import Carried, carry_over
from app.domain.checks import Subject, check
from app.domain.finding import Finding
from app.domain.model import ApplicationVersion


def carried_answers(
    subject: Subject | None, previous: ApplicationVersion | None, findings: Sequence[Finding]
) -> Carried:
    """What the same stage said on the version before, as far as it still holds.

    :param subject: what the rules looked at for the present version; None where they did not run.
    :param previous: the version before; None where it is not here.
    :param findings: those of the present version.
    """
    case = subject.case if subject is not None else None
    last = last_return(case) if case is not None else None
    if subject is None or case is None or previous is None or last is None:
        return Carried()
    same_round = last.stage_index == case.stage_index and last.version_no == previous.version_no
    if not same_round or not (last.decision.findings_ack or last.decision.overrides):
        return Carried()
    older = [version for version in subject.history if version.version_no < previous.version_no]
    before = check(replace(subject, version=previous, history=older))
    return carry_over(last.decision, old=previous, new=subject.version, before=before, now=findings)

"""What an officer said of the findings of the version before, as far as it still holds.

An acknowledgement or a request to let pass goes over to the new version when nothing it rests on
changed: the same rule objects at the same place (the entry by its id, the file by its hash), the
module is the same to the byte, and the finding says the same on the same evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.diff import same_module
from app.domain.finding import Finding
from app.domain.model import ApplicationVersion, Decision, FindingAck, OverrideRequest

CARRIED = "CARRIED"
"""The status of an acknowledgement that was made on an earlier version."""


@dataclass(frozen=True)
class Carried:
    """What may be taken over, in the order it was said."""

    acks: tuple[FindingAck, ...] = ()
    overrides: tuple[OverrideRequest, ...] = ()

    def __len__(self) -> int:
        return len(self.acks) + len(self.overrides)

    def without(self, finding_ids: Iterable[str]) -> Carried:
        """What is left where the officer has already answered these findings."""
        gone = set(finding_ids)
        return Carried(
            tuple(ack for ack in self.acks if ack.finding_id not in gone),
            tuple(one for one in self.overrides if one.finding_id not in gone),
        )


def carry_over(
    said: Decision,
    *,
    old: ApplicationVersion,
    new: ApplicationVersion,
    before: Iterable[Finding],
    now: Iterable[Finding],
) -> Carried:
    """The acknowledgements and override requests of ``said`` that hold for ``new`` too.

    :param said: the decision on ``old``.
    :param before: the findings of ``old``.
    :param now: the findings of ``new``.
    """
    was = {finding.finding_id: finding for finding in before}
    held = {
        found.finding_id
        for found in now
        if found.finding_id in was
        and _says_the_same(was[found.finding_id], found)
        and _stands_in(new, found.module_code)
        and same_module(old, new, found.module_code)
    }
    return Carried(
        tuple(
            ack.model_copy(update={"status": CARRIED})
            for ack in said.findings_ack
            if ack.finding_id in held
        ),
        tuple(one for one in said.overrides if one.finding_id in held),
    )


def _says_the_same(one: Finding, other: Finding) -> bool:
    kept = ("rule_id", "severity", "params", "evidence", "uncertain")
    return all(getattr(one, name) == getattr(other, name) for name in kept)


def _stands_in(version: ApplicationVersion, code: str) -> bool:
    """Whether a module is part of the version; a unit's dossier, say, is not."""
    known = {"setup", "personal", *version.modules}
    return code in known or any(att.module_code == code for att in version.attachments)

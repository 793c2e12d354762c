"""The clean cases stay clean, at every gate, whatever rules arrive."""

from __future__ import annotations

import pytest

from app.domain.checks.engine import GATES, LOSS_ITEM_1, LOSS_ITEM_2, UNIT_PASS, run
from app.domain.completeness import module_completeness
from app.domain.enums import ApplicationType
from tests.domain.clean import clean, with_fields

CASES = [
    ("LZ_ENG_2020", ApplicationType.EVALUATION),
    ("GXRC", ApplicationType.EVALUATION),
    ("GXRC", ApplicationType.LOSS_REISSUE),
    ("SX_2024", ApplicationType.EVALUATION),
    ("LZ_CERT_2019", ApplicationType.CERT_VERIFICATION),
]


def gates_of(profile: str, kind: ApplicationType) -> list[str]:
    """The gates that such an application can come to."""
    subject = clean(profile, kind)
    loss = {LOSS_ITEM_1, LOSS_ITEM_2} if kind is not ApplicationType.LOSS_REISSUE else set()
    unit = set() if subject.profile.dossier else {UNIT_PASS}
    return sorted(GATES - loss - unit)


@pytest.mark.parametrize(
    ("profile", "kind", "gate"), [(*case, gate) for case in CASES for gate in gates_of(*case)]
)
def test_nothing_is_found(profile: str, kind: ApplicationType, gate: str) -> None:
    found = run(clean(profile, kind), gate)
    assert [(one.rule_id, one.severity.value, one.variant, one.params) for one in found] == []


@pytest.mark.parametrize(("profile", "kind"), CASES)
def test_everything_required_is_there(profile: str, kind: ApplicationType) -> None:
    subject = clean(profile, kind)
    found = module_completeness(subject.version, subject.profile)
    assert [code for code, one in found.items() if not one.complete] == []


def test_a_change_can_keep_or_forget_the_publicity() -> None:
    subject = clean("LZ_ENG_2020")
    told, forgot = (
        with_fields(subject, "papers", rebind=rebind, title="另一题名") for rebind in (True, False)
    )
    assert told.version.content_sha256 == forgot.version.content_sha256
    assert told.version.content_sha256 != subject.version.content_sha256
    shown = [one.dossier.publicity for one in (subject, told, forgot) if one.dossier]
    assert [one.content_sha256 for one in shown if one] == [
        subject.version.content_sha256,
        told.version.content_sha256,
        subject.version.content_sha256,
    ]

"""The personas of domain §4.18: each has its case, which shows the rules that it stands for."""

from __future__ import annotations

import pytest

from server_stub.demo.cases.plan import WHOLE, plan

PERSONAS: dict[str, tuple[tuple[int, ...], str]] = {
    "clean pass": ((1, 74, 76), ""),
    "wrong committee": ((65,), "R001"),
    "建设工程 misrouted": ((66,), "R002"),
    "双定向 三江": ((54,), ""),
    "paper before title": ((2, 36), "R071"),
    "missing copyright page": ((4,), "R073"),
    "rotated scan": ((12,), "R074"),
    "SI gap month": ((6, 63), "R091 R093"),
    "SI unit differs": ((44,), "R093"),
    "无职称 wrong": ((20,), "R050"),
    "公需科目 missing": ((49,), "R060"),
    "正高 without signature": ((67,), "R100"),
    "高级 with defence after deliberation": ((28,), "R125 R138"),
    "4-member group": ((29,), "R127"),
    "“同意推荐”": ((32,), "R132 R133 R134"),
    "boilerplate twins": ((35, 39), "R134"),
    "publicity across 国庆": ((42,), "R121"),
    "resubmitted after publicity": ((46,), "R124"),
    "flagged-but-unchanged": ((17,), "R091 R093 R160"),
    "withdrawn while downloaded": ((69,), ""),
    "claimed twice": ((52,), ""),
    "deadline in 10 minutes": ((68,), ""),
    "2027 publicity without calendar": ((48,), "R121 R122 R123 R138"),
    "paid-unverified": ((72,), "R202 (accept)"),
    "loss-reissue day 4": ((73,), "R190 (item 2)"),
    "certificate with S4's inconsistencies": ((77,), "R022 R023 R179 R180 R181"),
    "duplicate certificate number": ((78,), "R182"),
    "self-review attempt": ((45,), ""),
    "seal expired yesterday": ((70,), "R136 (forward)"),
    "45 MB PDF": ((27,), ""),
    "truncated JPEG": ((16, 33), "R105"),
    "PDF named .jpg": ((22,), "R103 R105"),
}
"""Persona → its cases in the set, and the ids of the rules that each of them shows.

That the rules do say so is what ``test_plan`` and ``test_dataset`` hold for every case.
"""


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_persona_has_its_case(persona: str) -> None:
    numbers, told = PERSONAS[persona]
    for number in numbers:
        case = plan(WHOLE)[number - 1].persona
        shown = [*case.rules, *case.unit_rules, *case.gates]
        assert " ".join(sorted(shown)) == told


def test_no_persona_is_missing() -> None:
    assert len(PERSONAS) == 32


def test_all_four_regions_have_cases() -> None:
    worlds = {case.persona.world for case in plan(WHOLE)}
    assert worlds >= {"shanxi", "certificate", "lost"}

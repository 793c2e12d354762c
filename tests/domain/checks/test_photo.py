"""A photo that nobody has looked at is judged by its record, and its ground is asked about."""

from __future__ import annotations

from app.domain.checks.engine import PASS, run
from tests.domain.clean import clean, with_attachment, without_facts


def said(profile: str, module: str, rule: str, **attributes: object) -> set[tuple[str, bool]]:
    subject = with_attachment(clean(profile), module, "photo", **attributes)
    found = run(without_facts(subject, module, "photo"), PASS)
    return {(one.variant, one.uncertain) for one in found if one.rule_id == rule}


def test_the_length_of_its_record_counts() -> None:
    ground = ("GROUND_UNSEEN", True)
    assert said("SX_2024", "personal", "R027", bytes=512_000) == {("SIZE_UNSURE", False), ground}
    assert said("SX_2024", "personal", "R027", bytes=512_001) == {("SIZE", False), ground}
    assert said("SX_2024", "personal", "R027", bytes=500_000) == {ground}


def test_so_do_its_format_and_its_shape() -> None:
    asked = {("GROUND_UNSEEN", True), ("RATIO_UNSEEN", True)}
    assert said("LZ_CERT_2019", "certificate", "R028") == asked
    as_png = said("LZ_CERT_2019", "certificate", "R028", mime="image/png")
    assert as_png == asked | {("FORMAT", False)}
    half = said("LZ_CERT_2019", "certificate", "R028", px_w=350)
    assert half == asked

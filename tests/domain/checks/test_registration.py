"""A unit's registration is checked without any application."""

from __future__ import annotations

from app.domain.checks.registration import check_organisation
from app.domain.model import Organisation
from tests.domain.make import NOW, packaged


def rules(profile: str, **changes: str) -> list[str]:
    unit = {"org_id": "o", "name": "示例单位", "uscc": "91350100M000100Y43", "licence_file": "a"}
    org = Organisation.model_validate(unit | changes)
    return [found.rule_id for found in check_organisation(org, packaged(profile), NOW)]


def test_each_region_asks_for_what_its_source_asks() -> None:
    assert rules("LZ_ENG_2020") == []
    assert rules("LZ_ENG_2020", uscc="1", licence_file="") == ["R210", "R211"]
    assert rules("GXRC", uscc="1", licence_file="") == ["R210"]

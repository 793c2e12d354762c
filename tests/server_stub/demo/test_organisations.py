"""Invented units: valid credit codes of a region that does not exist."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from server_stub.demo.organisations import organisation

_GB_11714 = (3, 7, 9, 10, 5, 8, 4, 2)


def test_credit_codes_are_valid_and_never_repeat() -> None:
    units = [organisation(3, index) for index in range(200)]
    for unit in units:
        uscc.validate(unit.credit_code)
        assert unit.credit_code[2:8] == "999999"
        code, check = unit.credit_code[8:16], unit.credit_code[16]
        rest = 11 - sum(int(d) * w for d, w in zip(code, _GB_11714, strict=True)) % 11
        assert check == {10: "X", 11: "0"}.get(rest, str(rest))
        assert unit.name.startswith("示例市")
    assert len({unit.credit_code for unit in units}) == len(units)


def test_kind_and_trade_shape_the_unit() -> None:
    centre = organisation(3, 5, kind="事业单位", trade="水利水电")
    assert centre.credit_code.startswith("12")
    assert centre.supervisor == "示例市水利局"
    assert organisation(3, 5, kind="机关", trade="水利水电").name == "示例市水利局"
    firms = {organisation(3, index, kind="非公企业", trade="建筑工程").name for index in range(132)}
    assert len(firms) == 132


def test_an_unknown_trade_is_named() -> None:
    with pytest.raises(ValueError, match="unknown trade: 炼金"):
        organisation(1, 1, trade="炼金")

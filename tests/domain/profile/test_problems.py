"""What is wrong with a rule pack is named: where, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.checks import read_profile
from app.domain.enums import Level, OrgKind
from app.domain.profile import Problem, ProfileError
from app.locate import resource

MODULE = {"code": "a", "number": "1", "label": {"zh_CN": "甲", "en": "A"}}
Change = Callable[[Any], None]


def document(name: str = "GXRC") -> Any:
    return json.loads(resource("profiles", f"{name}.json").read_bytes())


def problems(change: Change, name: str = "GXRC", *, strict: bool = True) -> list[Problem]:
    pack = document(name)
    change(pack)
    with pytest.raises(ProfileError) as refused:
        read_profile(json.dumps(pack).encode(), strict=strict)
    return refused.value.problems


def put(*path: str | int, value: Any) -> Change:
    """Set what stands at a place."""

    def change(pack: Any) -> None:
        for part in path[:-1]:
            pack = pack[part]
        pack[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    """Take away what stands at a place."""

    def change(pack: Any) -> None:
        for part in path[:-1]:
            pack = pack[part]
        del pack[path[-1]]

    return change


STAGES = ("types", "EVALUATION", "routing", "stages")
RETURN = ("verbs", "RETURN")
KEYS_ALWAYS: list[tuple[Change, str, str]] = [
    (put("vresion", value=1), "vresion", "UNKNOWN_KEY"),
    (drop("label"), "label", "MISSING"),
    (drop("label", "en"), "label.en", "MISSING_LANGUAGE"),
    (drop("modules", 0, "fields", 0, "label", "zh_CN"), "modules[0].fields[0].label.zh_CN",
     "MISSING_LANGUAGE"),
    (put("version", value=0), "version", "BAD_VALUE"),
    (put("withdraw_policy", value="PERHAPS"), "withdraw_policy", "BAD_VALUE"),
    (put("rules", value=[{"rule": "R020"}, {"rule": "R020"}]), "rules[1]", "TWICE"),
    (put("not_passed_categories", value=[]), "not_passed_categories", "NO_CATEGORIES"),
    (put("modules", 3, value=document()["modules"][2]), "modules[3]", "TWICE"),
    (put("types", "LOSS_REISSUE", "modules", 1, value="pesronal"),
     "types.LOSS_REISSUE.modules[1]", "UNKNOWN_MODULE"),
    (put("types", "LOSS_REISSUE", "first_modules", value=["x"]),
     "types.LOSS_REISSUE.first_modules[0]", "UNKNOWN_MODULE"),
    (put("dossier", "publicised", 0, value="x"), "dossier.publicised[0]", "UNKNOWN_MODULE"),
    (put("modules", 5, "slots", 0, "required_when", value={"field": "knid", "values": ["A"]}),
     "modules[5].slots[0].required_when.field", "UNKNOWN_FIELD"),
    (put(*STAGES, 2, "next", value="unit"), "types.EVALUATION.routing.stages[2].next",
     "ROUTE_CYCLE"),
    (put(*STAGES, 1, "next", value="comittee"), "types.EVALUATION.routing.stages[1].next",
     "UNKNOWN_STAGE"),
    (put("types", "EVALUATION", "routing", "start", value="x"),
     "types.EVALUATION.routing.start", "UNKNOWN_STAGE"),
    (drop(*STAGES, 1, "next"), "types.EVALUATION.routing.stages[2]", "STAGE_UNREACHED"),
    (put(*STAGES, 1, "id", value="unit"), "types.EVALUATION.routing.stages[1]", "TWICE"),
    (put("verbs_at", "UNIT", 1, value="NOT_PASSED"), "", ""),
    (drop("verbs", "REFER_DOWN"), "verbs_at.REGION_TITLE[3]", "VERB_WITHOUT_WORDING"),
    (drop(*RETURN, "consequence"), "verbs.RETURN.consequence", "MISSING"),
    (put("rules", value=[{"rule": "R050", "params": {"level": "X"}}]), "rules[0].params",
     "MISSING_PARAM"),
]  # fmt: skip
ONLY_STRICT: list[tuple[Change, str, str]] = [
    (put("rules", 0, "rule", value="R999"), "rules[0].rule", "UNKNOWN_RULE"),
    (put("rules", value=[{"rule": "R020", "params": {"except": ["personal.fone"]}}]),
     "rules[0].params.except[0]", "UNKNOWN_FIELD"),
    (put("rules", value=[{"rule": "R020", "params": {"except": ["persnal.phone"]}}]),
     "rules[0].params.except[0]", "UNKNOWN_FIELD"),
    (put("rules", value=[{"rule": "R020", "params": {"slots": ["cover", "cvoer"]}}]),
     "rules[0].params.slots[1]", "UNKNOWN_SLOT"),
    (put("rules", value=[{"rule": "R020", "params": {"modules": ["papers", "paper"]}}]),
     "rules[0].params.modules[1]", "UNKNOWN_MODULE"),
    (put("rules", value=[{"rule": "R020", "params": {"offices": {"MIDDLE": ["CITY"]}}}]),
     "rules[0].params.offices.MIDDLE[0]", "UNKNOWN_OFFICE"),
    (put("rules", value=[{"rule": "R020", "params": {"offices": {"MID": []}}}]),
     "rules[0].params.offices.MID", "UNKNOWN_LEVEL"),
    (put("rules", value=[{"rule": "R020", "params": {"field": "fone"}}]),
     "rules[0].params.field", "UNKNOWN_FIELD"),
    (put(*STAGES, 1, "kind", value="REGION"), "types.EVALUATION.routing.stages[1].kind",
     "UNKNOWN_OFFICE"),
    (put("verbs_at", "OFFICE", value=["PASS"]), "verbs_at.OFFICE", "UNKNOWN_OFFICE"),
    (put("verbs_at", "UNIT", 0, value="OK"), "verbs_at.UNIT[0]", "UNKNOWN_VERB"),
    (put("verbs_at", "DEPT", value=["PASS"]), "verbs_at.DEPT", "NO_SUCH_STAGE"),
    (drop("verbs_at", "COMMITTEE"), "verbs_at", "STAGE_WITHOUT_VERBS"),
    (put("seal", "uses", 0, "stage", value="DEPT"), "seal.uses[0].stage", "NO_SUCH_STAGE"),
    (put("types", "REVIEW", value=document()["types"]["RECOGNITION"]), "types.REVIEW",
     "UNKNOWN_TYPE"),
    (put("types", value={}), "types", "NO_TYPES"),
    (put("levels", "HIGH", value={"zh_CN": "高", "en": "High"}), "levels.HIGH", "UNKNOWN_LEVEL"),
    (put("types", "LOSS_REISSUE", "routing", "stages", 0, "when", 0, "values", value=["LOW"]),
     "types.LOSS_REISSUE.routing.stages[0].when[0].values[0]", "UNKNOWN_LEVEL"),
    (put("fees", "amounts", "HIGH", value=1), "fees.amounts.HIGH", "UNKNOWN_LEVEL"),
    (drop("status_labels", "RETURNED"), "status_labels", "MISSING_LABEL"),
    (drop("status_labels", "LOSS_PUBLICITY"), "status_labels", "MISSING_LABEL"),
    (put("status_labels", "SUBMITED", value={"zh_CN": "甲", "en": "A"}),
     "status_labels.SUBMITED", "STRANGE_LABEL"),
    (put("status_labels", "SUBMITTED@OFFICE", value={"zh_CN": "甲", "en": "A"}),
     "status_labels.SUBMITTED@OFFICE", "STRANGE_LABEL"),
    (put("status_labels", "REVIEW/SUBMITTED", value={"zh_CN": "甲", "en": "A"}),
     "status_labels.REVIEW/SUBMITTED", "STRANGE_LABEL"),
    (put("status_labels", "SUBMITTED.one", value={"zh_CN": "甲", "en": "A"}),
     "status_labels.SUBMITTED.one", "STRANGE_LABEL"),
    (put(*RETURN, "label", "en", value=" "), "verbs.RETURN.label.en", "EMPTY_TEXT"),
    (put(*RETURN, "consequence", "zh_CN", value="可{deadlin}提交"),
     "verbs.RETURN.consequence.zh_CN", "UNKNOWN_PHRASE"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "code"), [one for one in KEYS_ALWAYS if one[2]])
@pytest.mark.parametrize("strict", [True, False])
def test_a_pack_that_nobody_can_use(change: Change, where: str, code: str, strict: bool) -> None:
    assert (where, code) in [(one.where, one.code) for one in problems(change, strict=strict)]


@pytest.mark.parametrize(("change", "where", "code"), ONLY_STRICT)
def test_what_a_newer_server_may_know_is_told_to_the_author(
    change: Change, where: str, code: str
) -> None:
    assert (where, code) in [(one.where, one.code) for one in problems(change)]
    pack = document()
    change(pack)
    if code not in {"UNKNOWN_TYPE", "UNKNOWN_VERB"}:
        assert read_profile(json.dumps(pack).encode()).profile_id == "GXRC"


def test_a_verb_may_be_offered_wherever_it_is_worded() -> None:
    pack = document()
    put("verbs_at", "UNIT", 1, value="NOT_PASSED")(pack)
    assert read_profile(json.dumps(pack).encode(), strict=True)


def test_a_key_that_stands_twice_is_named() -> None:
    data = resource("profiles", "GXRC.json").read_bytes()
    doubled = data.replace(b'"version": 1,', b'"version": 1,\n  "version": 2,', 1)
    with pytest.raises(ProfileError) as refused:
        read_profile(doubled)
    assert [(one.where, one.code) for one in refused.value.problems] == [("version", "TWICE")]


@pytest.mark.parametrize(
    ("data", "code"), [(b'{"a": [1,}', "NOT_JSON"), (b"", "NOT_JSON"), (b'"\xff"', "NOT_UTF8")]
)
def test_what_is_no_json_is_told_apart(data: bytes, code: str) -> None:
    with pytest.raises(ProfileError) as refused:
        read_profile(data)
    assert [one.code for one in refused.value.problems] == [code]


def test_the_cycle_is_spelt_out() -> None:
    (found,) = problems(put(*STAGES, 2, "next", value="office"))
    assert found.params == {"cycle": "unit → office → committee → office"}


def test_all_problems_are_told_at_once() -> None:
    def spoil(pack: Any) -> None:
        put("dossier", "publicised", 0, value="x")(pack)
        put("verbs_at", "OFFICE", value=["PASS"])(pack)

    assert {one.code for one in problems(spoil)} == {"UNKNOWN_MODULE", "UNKNOWN_OFFICE"}


def test_an_error_in_a_log_names_file_place_and_code() -> None:
    error = ProfileError([Problem(("a", 1, "b"), "TWICE", {"name": "b"})], "x.json")
    assert str(error) == "x.json: a[1].b: TWICE (name=b)"
    assert str(Problem((), "NOT_UTF8")) == "(file): NOT_UTF8"


def test_what_is_known_instead_is_named() -> None:
    """The kinds and levels that a pack may name, and not the one for what is unknown."""
    params = {"offices": {"MID": ["CITY"], "MIDDLE": ["CITY"]}}
    told = problems(put("rules", value=[{"rule": "R020", "params": params}]))
    (level,) = (one.params["known"] for one in told if one.code == "UNKNOWN_LEVEL")
    assert level.split(", ") == [one.value for one in Level if one is not Level.UNKNOWN]
    offices = {one.params["known"] for one in told if one.code == "UNKNOWN_OFFICE"}
    assert [known.split(", ") for known in offices] == [
        [one.value for one in OrgKind if one is not OrgKind.UNKNOWN]
    ]


def test_an_unknown_rule_does_not_hide_the_next_fault() -> None:
    uses = [{"rule": "R999"}, {"rule": "R020", "params": {"field": "fone"}}]
    told = [one.code for one in problems(put("rules", value=uses))]
    assert told[:2] == ["UNKNOWN_RULE", "UNKNOWN_FIELD"]

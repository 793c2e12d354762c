from __future__ import annotations

import json

import pytest

from app.domain.enums import ApplicationType, OrgKind, Status, Verb
from app.domain.profile import Profile, parse_profile
from app.domain.profile.exactness import states_of
from app.locate import resource

MIB = 1024 * 1024
Limits = tuple[list[str], int, bool]


def packaged(name: str) -> Profile:
    return parse_profile(resource("profiles", f"{name}.json").read_bytes())


def test_liuzhou_has_setup_and_the_fifteen_categories_of_s2() -> None:
    modules = packaged("LZ_ENG_2020").modules
    assert [m.number for m in modules] == [str(n) for n in range(16)]
    unnamed = [m.code for m in modules if m.placeholder]
    assert unnamed == ["lz10", "lz11", "lz12", "lz15"]
    assert {m.label.zh_CN for m in modules if m.placeholder} == {"（来源文件未载明）"}


@pytest.mark.parametrize(
    ("module", "slot", "mib", "stated"),
    [
        ("education", "edu_cert", 10, True),
        ("papers", "fulltext", 45, True),
        ("awards", "original_scan", 25, True),
        ("current_title", "title_cert", 25, False),
        ("social_insurance", "si_list_scan", 25, False),
    ],
)
def test_liuzhou_limits_say_whether_a_source_states_them(
    module: str, slot: str, mib: int, stated: bool
) -> None:
    spec = packaged("LZ_ENG_2020").module(module)
    assert spec is not None
    found = spec.slot(slot)
    assert found is not None
    assert (found.max_bytes, found.stated, found.formats) == (mib * MIB, stated, ["pdf"])


def test_the_same_button_means_different_things() -> None:
    liuzhou, market = packaged("LZ_ENG_2020"), packaged("GXRC")
    assert liuzhou.verbs_of(OrgKind.UNIT) == [Verb.PASS, Verb.RETURN]
    assert "不通过" in liuzhou.verbs[Verb.RETURN].label.zh_CN
    assert not liuzhou.verbs[Verb.RETURN].terminal
    assert market.verbs[Verb.NOT_PASSED].terminal
    assert not market.verbs[Verb.NOT_PASSED].batch


def test_a_return_says_explicitly_whether_it_needs_the_approver() -> None:
    raw = json.loads(resource("profiles", "LZ_ENG_2020.json").read_bytes())
    assert raw["verbs"]["RETURN"]["needs_approver"] is True


def test_the_states_are_worded_per_region_and_stage() -> None:
    assert packaged("LZ_ENG_2020").status_label(Status.SUBMITTED, 0).zh_CN == "待单位审核"
    assert packaged("LZ_ENG_2020").status_label(Status.SUBMITTED, 1).zh_CN == "已报送主管/系列"
    assert packaged("GXRC").status_label(Status.SUBMITTED, 0).zh_CN == "单位待受理"
    assert packaged("GXRC").status_label("SOMETHING_NEW", 0).zh_CN == "SOMETHING_NEW"


def test_a_paper_needs_five_files_and_a_book_two() -> None:
    papers = packaged("LZ_ENG_2020").module("papers")
    assert papers is not None
    for kind, wanted in (("PAPER", 5), ("BOOK", 2), (None, 2)):
        assert sum(slot.minimum({"kind": kind}) for slot in papers.slots) == wanted


def test_a_kind_of_application_has_its_own_modules_and_state_labels() -> None:
    whole = packaged("GXRC")
    loss = whole.for_type(ApplicationType.LOSS_REISSUE)
    assert [module.code for module in loss.modules] == [
        "setup", "personal", "original_certificate", "reissue_material",
    ]  # fmt: skip
    assert loss.status_label(Status.SUBMITTED, 0).zh_CN == "待受理"
    assert loss.status_label(Status.DRAFT, 0) == whole.status_label(Status.DRAFT, 0)
    evaluation = whole.for_type(ApplicationType.EVALUATION)
    assert evaluation.module("original_certificate") is None
    assert evaluation.status_label(Status.SUBMITTED, 0).zh_CN == "单位待受理"
    assert packaged("SX_2024").for_type(ApplicationType.EVALUATION) == packaged("SX_2024")


def test_a_committee_has_its_own_words_wherever_it_stands_on_the_route() -> None:
    pack = packaged("LZ_ENG_2020")
    for stage in (2, 3, 5):
        label = pack.status_label(Status.SUBMITTED, stage, OrgKind.COMMITTEE)
        assert label.zh_CN == "系列审核通过，待评委会受理"
    assert pack.status_label(Status.SUBMITTED, 2, OrgKind.SERIES_TITLE).zh_CN == "已报送主管/系列"


def test_shanxi_begins_at_the_department_and_ends_at_the_committee() -> None:
    spec = packaged("SX_2024").type_spec(ApplicationType.EVALUATION)
    assert spec is not None
    assert [stage.kind for stage in spec.routing.chain()] == [OrgKind.DEPT, OrgKind.COMMITTEE]


@pytest.mark.parametrize(
    ("status", "stage", "words"),
    [
        (Status.DRAFT, 0, "未提交"),
        (Status.SUBMITTED, 0, "审核中"),
        (Status.CLAIMED, 0, "审核中"),
        (Status.SUBMITTED, 1, "已上报，待评委会审核"),
        (Status.RETURNED, 0, "已退回"),
        (Status.NOT_PASSED, 0, "不通过"),
        (Status.ACCEPTED, 1, "评委会审核通过"),
        (Status.RESULT_PUBLICITY, 1, "评审结果公示"),
    ],
)
def test_shanxi_words_its_states_as_s3_does(status: Status, stage: int, words: str) -> None:
    assert packaged("SX_2024").status_label(status, stage).zh_CN == words


PACKS = ("LZ_ENG_2020", "GXRC", "SX_2024", "LZ_CERT_2019")


@pytest.mark.parametrize("name", PACKS)
def test_every_state_of_every_stage_has_a_word(name: str) -> None:
    pack = packaged(name)
    for kind, spec in pack.types.items():
        narrowed = pack.for_type(kind)
        for position, stage in enumerate(spec.routing.chain()):
            for status in states_of(pack, kind):
                label = narrowed.status_label(status, position, stage.kind)
                assert status.value not in (label.zh_CN, label.en), (kind, stage.id, status)


@pytest.mark.parametrize("name", PACKS)
def test_every_consequence_says_who_must_agree(name: str) -> None:
    for verb, spec in packaged(name).verbs.items():
        assert spec.needs_approver, verb
        for text in (spec.consequence, spec.consequence_short):
            assert "{approval}" in text.zh_CN
            assert "{approval}" in text.en
            assert "请您" not in text.zh_CN
            assert "！" not in text.zh_CN


@pytest.mark.parametrize(
    ("name", "withdraw", "photo", "support"),
    [
        ("LZ_ENG_2020", "NONE", (["jpg"], MIB, False), None),
        ("GXRC", "UNTIL_CLAIMED", (["jpg"], 2 * MIB, False), None),
        ("SX_2024", "UNTIL_CLAIMED", (["jpg", "png"], 512_000, True), None),
        ("LZ_CERT_2019", "UNTIL_AUDITED", (["jpg"], MIB, True), (["pdf", "jpg"], 10 * MIB, False)),
    ],
)
def test_where_the_regions_contradict_each_other(
    name: str, withdraw: str, photo: Limits, support: Limits | None
) -> None:
    pack = packaged(name)
    assert pack.withdraw_policy == withdraw
    module = pack.module("certificate" if support else "personal")
    assert module is not None
    for code, limits in (("photo", photo), ("support", support)):
        slot = module.slot(code)
        found = (slot.formats, slot.max_bytes, slot.stated) if slot else None
        assert found == limits


@pytest.mark.parametrize("name", PACKS)
def test_no_source_states_a_fee(name: str) -> None:
    fees = packaged(name).fees
    assert fees is None or not fees.stated


def test_a_lost_certificate_goes_where_its_level_says() -> None:
    spec = packaged("GXRC").type_spec(ApplicationType.LOSS_REISSUE)
    assert spec is not None
    assert spec.publicity_before_submit
    levels = {stage.kind: stage.when[0].values for stage in spec.routing.chain()}
    assert set(levels[OrgKind.REGION_TITLE]) == {"SENIOR_FULL", "SENIOR_ASSOC"}
    assert not set(levels[OrgKind.REGION_TITLE]) & set(levels[OrgKind.CITY_TITLE])


def test_papers_are_printed_after_the_committee_has_accepted() -> None:
    (prints,) = packaged("SX_2024").prints
    assert prints.forms == ["overview", "evaluation_form", "defence_paper", "work_summary"]
    assert Status.SUBMITTED not in prints.unlocked_by
    assert Status.ACCEPTED in prints.unlocked_by

"""In every packaged region: a word for every state at every stage, a consequence for every verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain.enums import ApplicationType, Status, Verb
from app.domain.model import Application
from app.domain.profile import LANGUAGES, Profile, RouteStage
from app.domain.profile.exactness import states_of
from app.domain.workflow import is_last_stage, offered_verbs
from app.operations.verbs import consequence_text, consequences
from app.protocol.messages import message
from tests.domain.make import NOW, application, packaged

PACKS = ("LZ_ENG_2020", "GXRC", "SX_2024", "LZ_CERT_2019")
KINDS = [(name, kind) for name in PACKS for kind in packaged(name).types]
ODD = re.compile(r"[{}]|。。|，，|；。|\.\.|  |^[，。；、 ]|None|经 |上报；|报送；")
"""What a hole or a phrase that was left empty looks like."""


def stages(name: str, kind: ApplicationType) -> Iterator[tuple[Profile, RouteStage, Application]]:
    """Each stage of the longest route, with an application that lies there."""
    pack = packaged(name)
    spec = pack.types[kind]
    chain = spec.routing.chain()
    route = [
        {"kind": stage.kind, "org_id": f"o{number}", "name": f"第{number}站", "state": "next"}
        for number, stage in enumerate(chain)
    ]
    for number, stage in enumerate(chain):
        states = [{"state": "done"}] * number + [{"state": "now"}]
        here = [one | state for one, state in zip(route, states, strict=False)]
        case = application(
            profile=pack.key, type=kind, status="CLAIMED", stage_index=number,
            route=[*here, *route[number + 1 :]],
        )  # fmt: skip
        yield pack.for_type(kind), stage, case


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_state_has_a_word_at_every_stage(name: str, kind: ApplicationType) -> None:
    reached = states_of(packaged(name), kind)
    unknown = packaged(name).status_labels["UNKNOWN"]
    for pack, stage, case in stages(name, kind):
        for status in Status:
            label = pack.status_label(status, case.stage_index, stage.kind)
            for language in LANGUAGES:
                words = label.in_(language)
                assert words.strip(), (status, stage.id, language)
                assert words != status.value, (status, stage.id, language)
            if status in reached and status.known:
                assert label != unknown, (status, stage.id)


@pytest.mark.parametrize(("name", "kind"), KINDS)
@pytest.mark.parametrize("hours", [None, 5, 400])
def test_every_verb_says_what_follows_at_every_stage(
    name: str, kind: ApplicationType, hours: int | None
) -> None:
    deadline = NOW + timedelta(hours=hours) if hours else None
    for pack, stage, case in stages(name, kind):
        at = case.model_copy(update={"deadline_current": deadline})
        offered = offered_verbs(pack, at)
        assert offered, stage.id
        for verb in offered:
            spec = pack.verbs[verb]
            assert spec.label.zh_CN
            assert spec.label.en
            for template in consequences(spec, at):
                said = consequence_text(template, spec, at, pack, NOW, ("甲",))
                for language in LANGUAGES:
                    words = said.in_(language)
                    where = (stage.id, verb, language, words)
                    assert len(words) > 8, where
                    assert not ODD.search(words), where
                    if verb is Verb.PASS:
                        assert message("workflow.next_stage", language) not in words, where


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_pass_at_the_last_stage_does_not_send_on(name: str, kind: ApplicationType) -> None:
    for pack, _, case in stages(name, kind):
        if Verb.PASS not in offered_verbs(pack, case):
            continue
        sent_on = ["{next}" in text.zh_CN for text in consequences(pack.verbs[Verb.PASS], case)]
        assert sent_on == [not is_last_stage(case)] * 2


def test_kinds_of_one_region_word_a_verb_in_their_own_way() -> None:
    market = packaged("GXRC")
    said = {
        kind: market.for_type(kind).verbs[Verb.PASS].consequence_last
        for kind in (ApplicationType.LOSS_REISSUE, ApplicationType.CERT_VERIFICATION)
    }
    loss, cert = (text.zh_CN if text else "" for text in said.values())
    assert "原证书作废" in loss
    assert "证书信息登记" in cert
    assert market.for_type(ApplicationType.EVALUATION).verbs == market.verbs

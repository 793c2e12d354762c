"""What the panel says of newer rules, another route and a seal, and where the one way on leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from app.ui.i18n import Lang, set_language
from tests.operations import trouble
from tests.operations.office import Office, ops, sync
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, pause, wait_for
from tests.ui.pages.sync.test_page import MakeDesk, button, show, words
from tests.ui.prepared import Prepared


def outdated(office: Office) -> Workspace:
    """A decision by older rules."""
    ws = trouble.decided_by_older_rules(office)
    sync(ws)
    return ws


def test_newer_rules_are_listed_with_their_sentence_and_reviewed_again(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(outdated))
    page = show(place)
    wait_for(lambda: page.conflict)
    said = words(page)
    assert "规则包已更新" in said
    assert "LZ_ENG_2020@1 → LZ_ENG_2020@2" in said
    assert "R071" in said
    assert "论文早于现职称" in said
    quote = page.conflict.news.found[0].citation.quote  # type: ignore[union-attr]
    assert quote
    assert quote in said
    opened: list[str] = []
    page.openRequested.connect(lambda app_id, _filter: opened.append(app_id))
    button(page, "复核后重发").click()
    wait_for(lambda: opened == ["A1"])
    assert len(place.ws.queries.case("A1").draft.comments) == 1
    assert ops(place.ws, "A1")[0].state.value == "ARCHIVED"


def test_both_routes_are_shown_and_the_way_on_leads_to_the_dossier(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(trouble.rerouted_meanwhile))
    page = show(place)
    wait_for(lambda: page.conflict)
    said = words(page)
    assert "上报路径已变" in said
    assert "原路径\n" in said
    assert "【示例市住房和城乡建设局】" in said
    new = said.split("新路径\n")[1].split("\n")[0]
    assert "示例市政" in new
    assert "住房" not in new
    assert "去掉\n示例市住房和城乡建设局" in said
    opened: list[str] = []
    page.dossierRequested.connect(lambda app_id, _filter: opened.append(app_id))
    button(page, "按新路径重新上报").click()
    wait_for(lambda: opened == ["A1"])


def test_the_reason_of_a_seal_is_shown_and_leads_to_sealing_again(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(trouble.revoked_meanwhile))
    page = show(place)
    wait_for(lambda: page.conflict)
    assert "印章“公章”已注销" in words(page)
    opened: list[str] = []
    page.dossierRequested.connect(lambda app_id, _filter: opened.append(app_id))
    button(page, "重新用章").click()
    wait_for(lambda: opened == ["A1"])


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("made", [outdated, trouble.rerouted_meanwhile, trouble.revoked_meanwhile])
def test_nothing_is_cut_off(
    prepared: Prepared,
    desk: MakeDesk,
    qapp: QApplication,
    lang: Lang,
    made: Callable[[Office], Workspace],
) -> None:
    set_language(qapp, lang)
    try:
        place = desk(prepared(made))
        page = show(place)
        wait_for(lambda: page.conflict)
        for size in SIZES:
            place.window.resize(*size)
            page.tabs.setCurrentIndex(0)
            pause(0.05)
            assert still_clipped(page) == [], size
    finally:
        set_language(qapp, "zh_CN")

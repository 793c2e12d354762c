"""What the dossier screen helps with: scans, ready text, a batch's publicity, two dossiers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.domain.dossier import Dossier
from app.domain.enums import OrgKind, Verb
from app.domain.model import Organisation
from app.domain.publicity import Publicity
from app.operations import comments
from app.operations import dossier as dossiers
from app.operations.dossier_batch import batch_publicities
from app.ui.i18n import Lang, set_language
from app.ui.pages.dossier.compare import differences
from app.ui.pages.dossier.compare_dialog import CompareDialog
from app.ui.pages.dossier.scan_dialog import ScanDialog
from app.ui.pages.dossier.text_acts import achievements_of, ready_sentences
from app.ui.widgets import Button, ComboBox, ConfirmDialog, EmptyState, Label
from server_stub import registry
from tests.operations import trouble
from tests.operations.office import Office, ops, submitted, sync
from tests.operations.road import opinion
from tests.server_stub.placing import put
from tests.server_stub.world import PDF
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, in_dialog, pause, wait_for
from tests.ui.pages.dossier.test_page import (
    ALL,
    MakeDesk,
    Show,
    claimed_bare,
    dossier,
    kept,
    open_page,
    press,
    type_,
)
from tests.ui.prepared import Prepared

__all__ = ["dossier"]
SERIES = "org-series"
ALT = Qt.KeyboardModifier.AltModifier


def shown(when: str, until: str, **more: object) -> Publicity:
    """A publicity of these days."""
    days = {"start_date": date.fromisoformat(when), "end_date": date.fromisoformat(until)}
    return Publicity.model_validate(
        {"pub_id": "p", "place": "公告栏", "method": "张贴"} | days | more
    )


def pick(choose: str) -> None:
    """Choose in the next menu as a person does: by arrow keys and Enter."""

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, look)
            return
        menu.setActiveAction(next(one for one in menu.actions() if one.text().startswith(choose)))
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(10, look)


def test_a_scan_is_opened_over_the_page(dossier: Show, tmp_path: Path) -> None:
    page, place = dossier()
    path = tmp_path / "公告栏.pdf"
    path.write_bytes(PDF)
    page.files.add("publicity", path)
    wait_for(lambda: (got := kept(place).publicity) and got.proof_files)
    chip = wait_for(
        lambda: next(
            (one for one in page.publicity.proof.findChildren(Button) if "公告栏" in one.text()),
            None,
        )
    )
    chip.click()
    dialog = wait_for(lambda: next(iter(page.findChildren(ScanDialog)), None))
    assert dialog.windowTitle() == "公告栏.pdf"
    assert dialog.view is not None
    dialog.accept()
    wait_for(lambda: not page.findChildren(ScanDialog))
    place.window.activateWindow()
    wait_for(place.window.isActiveWindow)
    page.go("publicity")
    press(page, Qt.Key.Key_O, ALT)
    dialog = wait_for(lambda: next(iter(page.findChildren(ScanDialog)), None))
    dialog.reject()


def test_a_scan_that_is_not_here_can_be_fetched(dossier: Show) -> None:
    page, place = dossier()
    dialog = ScanDialog(place.session, "0" * 64, None, page)
    dialog.open()
    (state,) = dialog.findChildren(EmptyState)
    asked: list[bool] = []
    dialog.downloadRequested.connect(lambda: asked.append(True))
    state.action.emit("download")
    assert asked == [True]


def test_a_ready_sentence_and_an_achievement_go_in_at_the_cursor(dossier: Show) -> None:
    page, place = dossier()
    assert page.view is not None
    sentences = ready_sentences(page.view.case)
    assert any(one.startswith("任现职以来主持") for one in sentences)
    names = achievements_of(page.view.case)
    assert names
    type_(page.opinion.editor, "该同志")
    pick("任现职以来主持")
    press(page.opinion.editor, Qt.Key.Key_F4)
    text = page.opinion.editor.toPlainText()
    assert text.startswith("该同志任现职以来主持")
    pick(names[0][:6])
    place.window.commands.trigger("dossier.achievements")
    assert page.opinion.editor.toPlainText() == text + names[0]
    wait_for(lambda: kept(place).recommendation.text == text + names[0])


def test_the_publicity_of_the_batch_is_taken_over_but_not_its_result(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(claimed_bare, "bare", "other", "third"))
    done = Dossier(
        publicity=shown("2026-09-24", "2026-10-08", objection=False, result_text="无异议")
    )
    dossiers.keep_dossier(place.ws, app_id="other", dossier=done)
    dossiers.keep_dossier(place.ws, app_id="third", dossier=done)
    assert [one.app_id for one in batch_publicities(place.ws, app_id="other")] == ["third"]
    page = open_page(place, "bare")

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, ConfirmDialog)
        combo = dialog.findChild(ComboBox)
        assert combo is not None
        assert combo.count() == 2  # a hint, and one for both that say the same
        combo.setCurrentIndex(1)
        dialog.do.click()

    in_dialog(choose)
    page.publicity.copy.click()
    got = wait_for(lambda: kept(place).publicity)
    assert (got.start_date, got.end_date) == (date(2026, 9, 24), date(2026, 10, 8))
    assert (got.place, got.method) == ("公告栏", "张贴")
    assert (got.objection, got.result_text) == (None, "")
    assert got.version_no == 1
    place.session.undo.undo()
    wait_for(lambda: not (again := kept(place).publicity) or again.start_date is None)


def test_two_dossiers_stand_side_by_side_and_one_is_chosen(
    dossier: Show, prepared: Prepared
) -> None:
    page, place = dossier()
    other = prepared.office.officer("hanxu", "two")
    type_(page.opinion.editor, "业绩突出")
    wait_for(lambda: kept(place).recommendation.text == "业绩突出")
    dossiers.keep_dossier(other, app_id="bare", dossier=opinion("同事写的"))
    dossiers.save_dossier(other, app_id="bare")
    sync(other)
    sync(place.ws)
    page.open_case("bare", ALL)
    wait_for(lambda: page.banner.current() == "changed")
    seen: list[str] = []
    cut: list[object] = []

    def look(dialog: QWidget) -> None:
        seen.extend(one.plain_text() for one in dialog.findChildren(Label))
        cut.extend(still_clipped(dialog))
        if isinstance(dialog, CompareDialog):
            dialog.take_theirs.click()

    in_dialog(look)
    page.acts.compare()
    assert {"业绩突出", "同事写的"} <= set(seen)
    assert cut == []
    wait_for(lambda: page.opinion.editor.toPlainText() == "同事写的")


def test_what_differs_is_told_value_by_value() -> None:
    mine = opinion("甲").model_copy(update={"publicity": shown("2026-09-24", "2026-10-08")})
    theirs = opinion("乙").model_copy(update={"publicity": shown("2026-09-24", "2026-10-09")})
    told = [(one.part, one.mine, one.theirs) for one in differences(mine, theirs)]
    assert told == [("公示情况", "2026-10-08", "2026-10-09"), ("推荐意见", "甲", "乙")]
    assert differences(mine, mine) == []


def test_another_target_than_the_proposed_wants_a_reason(office: Office, desk: MakeDesk) -> None:
    ws = trouble.sealed(office)
    world = office.world
    with world.server.db.write() as session:
        series = Organisation(org_id=SERIES, name="示例市系列", kind=OrgKind.SERIES_TITLE)
        registry.save_organisation(session, series)
    route = world.get("A1")["route"]
    route[2] |= {"org_id": SERIES, "name": "示例市系列"}
    let = {
        "stage_index": 0, "target_org": SERIES, "reason": "主管部门已撤销", "by": "u-lujs",
        "at": world.server.clock.now().isoformat(),
    }  # fmt: skip
    put(world, "A1", route=route, route_override=let)
    sync(ws)
    page = open_page(desk(ws), "A1")
    section = page.onward
    assert section.target is not None
    assert section.target.proposed
    assert not section.reason.isVisible()
    section.radio(SERIES).click()
    assert section.reason.isVisible()
    assert section.button.reason == "不按路线上报，须写理由"
    page.acts.forward()
    assert [op.kind for op in ops(ws, "A1")] == ["stamp"]
    assert section.reason.hasFocus()
    type_(section.reason, "主管部门已撤销")
    assert section.button.reason == ""
    wait_for(lambda: (draft := ws.journal.dossier("A1")) and draft.half.get("onward.reason"))
    page = open_page(desk(ws), "A1")  # the next day
    assert page.onward.reason.text() == "主管部门已撤销"
    assert page.onward.target.node.org_id == SERIES  # type: ignore[union-attr]
    page.onward.button.click()
    wait_for(lambda: [op.kind for op in ops(ws, "A1")] == ["stamp", "forward"])
    sync(ws)
    assert world.get("A1")["node_org"] == SERIES
    assert [node["state"] for node in world.get("A1")["route"]][1] == "skipped"


def test_warnings_of_the_decision_are_read_before_it_is_proposed(
    office: Office, desk: MakeDesk
) -> None:
    """The first Enter reads what the rules warn of, the second proposes."""
    office.submit(submitted("one"))
    handler = office.handler_with("one")
    comments.add(handler, app_id="one", module="papers", text="请修改")  # R151 finds it thin
    page = open_page(desk(handler), "one")
    page.verdict.choose(Verb.PASS)
    assert page.bar.primary.text() == "看过 1 条提醒"
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: page.bar.primary.text() == "提请负责人批准")
    assert ops(handler, "one") == []
    page.bar.primary.setFocus()
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: [op.kind for op in ops(handler, "one")] == ["propose"])


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_off(dossier: Show, qapp: QApplication, lang: Lang, tmp_path: Path) -> None:
    set_language(qapp, lang)
    try:
        page, place = dossier()
        path = tmp_path / "公示现场照片二〇二六年九月.pdf"
        path.write_bytes(PDF)
        page.files.add("publicity", path)
        wait_for(lambda: (got := kept(place).publicity) and got.proof_files)
        for size in SIZES:
            place.window.resize(*size)
            pause(0.2)
            assert still_clipped(page) == [], size
    finally:
        set_language(qapp, "zh_CN")

"""The dossier screen over a real office: filled in, counted, kept, saved, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.dossier import Dossier
from app.domain.enums import Verb
from app.domain.recommendation import Aspect
from app.operations import approve
from app.operations import dossier as dossiers
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.i18n import Lang, set_language
from app.ui.pages.dossier import DossierPage
from app.ui.pages.dossier.compare_dialog import CompareDialog
from app.ui.pages.dossier.reading import read
from app.ui.widgets import CheckBox, ConfirmDialog
from tests.operations import road
from tests.operations.office import Office, ops, submitted, sync
from tests.operations.road import bare, opinion
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, in_dialog, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]
Shown = tuple[DossierPage, Desk]
Show = Callable[..., Shown]
ALL = QueueFilter(view="all")


def open_page(place: Desk, app_id: str, size: tuple[int, int] = SIZES[0]) -> DossierPage:
    """The page with a case on screen."""
    page: DossierPage = place.show("dossier", lambda w: DossierPage(w, place.session), size)
    page.open_case(app_id, ALL)
    wait_for(lambda: page.app_id == app_id)
    wait_for(lambda: page.neighbours is not None)
    return page


def claimed_bare(office: Office, *app_ids: str) -> Workspace:
    """A handler has claimed cases whose dossiers nobody has begun."""
    bare(office, *app_ids)
    return office.handler_with(*app_ids)


@pytest.fixture
def dossier(prepared: Prepared, desk: MakeDesk) -> Show:
    """Shows a case of mine whose dossier nobody has begun."""

    def show(size: tuple[int, int] = SIZES[0]) -> Shown:
        place = desk(prepared(claimed_bare, "bare"))
        return open_page(place, "bare", size), place

    return show


def type_(field: QWidget, text: str) -> None:
    """Type as an input method does."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def kept(place: Desk) -> Dossier:
    """The dossier that the journal holds."""
    draft = place.ws.journal.dossier("bare")
    return draft.dossier if draft else Dossier()


def press(page: QWidget, keys: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, keys, modifiers or Qt.KeyboardModifier.NoModifier)


def test_days_are_counted_as_the_dates_are_typed_and_kept_at_once(dossier: Show) -> None:
    page, place = dossier()
    start, end = page.publicity.day_fields
    type_(start, "2026-09-24")
    type_(end, "2026-10-08")
    notes = [(cell.day.isoformat(), cell.look, cell.note) for cell in page.publicity.strip.cells]
    assert ("2026-09-24", "counted", "第 1 天") in notes
    assert ("2026-10-08", "counted", "第 5 天") in notes
    assert ("2026-10-01", "free", "国庆") in notes
    assert page.publicity.verdict.text == "5 个工作日，满足"
    assert [line.total for line in page.publicity.lines] == [
        "5 天",
        "5 天",
        "4 天",
        "4 天",
        "11 天",
    ]
    wait_for(lambda: (shown := kept(place).publicity) and shown.end_date == date(2026, 10, 8))
    assert kept(place).publicity.calendar_version == "CN-2026@1"  # type: ignore[union-attr]


def test_a_year_without_holidays_is_undecided_in_amber(dossier: Show) -> None:
    page, _ = dossier()
    start, end = page.publicity.day_fields
    type_(start, "2026-12-28")
    type_(end, "2027-01-05")
    assert page.publicity.verdict.text == "2027 年放假安排未发布，结果待定"
    assert page.publicity.verdict.tone == "amber"
    doubtful = [cell.day.year for cell in page.publicity.strip.cells if cell.look == "doubt"]
    assert set(doubtful) == {2027}


def test_half_a_date_says_nothing_and_a_wrong_one_is_told(dossier: Show) -> None:
    page, _ = dossier()
    start, _end = page.publicity.day_fields
    type_(start, "2026-02-3")
    type_(start, "1")
    page.publicity.day_fields[1].setFocus()
    assert start.text() == "2026-02-31"
    assert start.property("ring") == "bad"


def test_half_a_date_is_there_again_the_next_day(dossier: Show, desk: MakeDesk) -> None:
    page, place = dossier()
    start, end = page.publicity.day_fields
    type_(start, "2026-09-31")  # there is none
    type_(end, "2026-1")
    wait_for(lambda: (draft := place.ws.journal.dossier("bare")) and len(draft.half) == 2)
    page = open_page(desk(place.ws), "bare")  # all it knows is what was kept
    fields = page.publicity.day_fields
    assert [one.text() for one in fields] == ["2026-09-31", "2026-1"]
    assert [one.property("ring") for one in fields] == ["bad", "bad"]
    type_(fields[1], "0-08")
    fields[1].setFocus()
    wait_for(lambda: page.work.all_saved and page.work.half("publicity.end_date") == "")
    assert page.work.dossier.publicity.end_date == date(2026, 10, 8)  # type: ignore[union-attr]


def test_what_is_typed_survives_the_way_out_and_back(dossier: Show) -> None:
    page, place = dossier()
    type_(page.opinion.editor, "业绩突出")
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Escape)
    wait_for(lambda: kept(place).recommendation.text == "业绩突出")
    page.open_case("bare", ALL)
    wait_for(lambda: page.opinion.editor.toPlainText() == "业绩突出")
    assert page.opinion.chips[Aspect.RESULTS].spec.tone == "green"
    assert page.opinion.chips[Aspect.ATTITUDE].spec.tone == "red"


def test_text_still_composed_is_not_thrown_away_by_a_reload(dossier: Show) -> None:
    page, place = dossier()
    type_(page.opinion.editor, "思想端正")
    composing = QInputMethodEvent("yeji", [])
    QApplication.sendEvent(page.opinion.editor, composing)
    wait_for(lambda: kept(place).recommendation.text == "思想端正")
    place.session.casesChanged.emit(frozenset({"bare"}))
    pause(0.3)
    done = QInputMethodEvent()
    done.setCommitString("业绩突出")
    QApplication.sendEvent(page.opinion.editor, done)
    assert page.opinion.editor.toPlainText() == "思想端正业绩突出"


def test_a_case_read_before_a_change_does_not_take_the_change_back(dossier: Show) -> None:
    """A slow reading that began first may end after what was typed is written."""
    page, place = dossier()
    begun = page.work._unwritten._edits
    late = read(place.ws, "bare", place.session.now())
    type_(page.opinion.editor, "业绩突出")
    type_(page.publicity.day_fields[0], "2026-0")  # no date yet
    wait_for(lambda: kept(place).recommendation.text == "业绩突出" and page.work.all_saved)
    half = page.work.half("publicity.start_date")
    assert half == "2026-0"
    page.work._unwritten._read_at = begun  # whatever was read meanwhile, this began before
    page._opened(late)
    assert page.opinion.editor.toPlainText() == "业绩突出"
    assert page.work.dossier.recommendation.text == "业绩突出"
    assert page.work.half("publicity.start_date") == half
    type_(page.opinion.editor, "。")
    wait_for(lambda: kept(place).recommendation.text == "业绩突出。")
    page.work.reading()
    page._opened(read(place.ws, "bare", place.session.now()))
    assert page.opinion.editor.toPlainText() == "业绩突出。"


def test_ctrl_enter_saves_and_ctrl_z_takes_it_back(dossier: Show) -> None:
    page, place = dossier()
    type_(page.opinion.editor, "业绩突出")
    press(page.opinion.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: [op.kind for op in ops(place.ws, "bare")] == ["save_dossier"])
    wait_for(place.session.undo.undo)  # the window learns a moment later that it was done
    wait_for(lambda: kept(place).recommendation.text == "业绩突出")
    assert page.opinion.editor.toPlainText() == "业绩突出"


def test_undo_takes_back_one_choice_and_leaves_what_was_typed(dossier: Show) -> None:
    page, place = dossier()
    page.assessments.box(2025).setCurrentIndex(2)
    page.assessments.box(2025).activated.emit(2)
    type_(page.opinion.editor, "业绩突出")
    place.session.undo.undo()
    assert page.work.dossier.assessments == []
    assert page.opinion.editor.toPlainText() == "业绩突出"
    wait_for(lambda: kept(place).recommendation.text == "业绩突出")


def test_f7_and_f8_go_through_steps_and_open_gates(dossier: Show) -> None:
    page, _ = dossier()
    assert page.current_part == "publicity"
    press(page, Qt.Key.Key_F7)
    assert page.current_part == "deliberation"  # no defence at this level
    press(page, Qt.Key.Key_F8)
    assert page.current_part == "publicity"
    assert page.publicity.day_fields[0].hasFocus()


def test_members_are_typed_in_and_taken_out(dossier: Show) -> None:
    page, place = dossier()
    page.deliberation.members.add_member()
    type_(page.deliberation.members.fields(0)[0], "卫长风")
    wait_for(lambda: (held := kept(place).deliberation) and held.members[0].name == "卫长风")


def test_a_colleagues_save_shows_one_way_on(dossier: Show, prepared: Prepared) -> None:
    page, place = dossier()
    other = prepared.office.officer("hanxu", "two")
    type_(page.opinion.editor, "业绩突出")
    wait_for(lambda: kept(place).recommendation.text == "业绩突出")
    dossiers.keep_dossier(other, app_id="bare", dossier=opinion("同事写的"))
    dossiers.save_dossier(other, app_id="bare")
    sync(other)
    sync(place.ws)
    place.session.casesChanged.emit(frozenset({"bare"}))
    wait_for(lambda: page.banner.current() == "changed")
    assert page.opinion.editor.toPlainText() == "业绩突出"

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, CompareDialog)
        dialog.take_mine.click()

    in_dialog(choose)
    page.acts.compare()
    wait_for(lambda: page.banner.current() != "changed")
    assert page.opinion.editor.toPlainText() == "业绩突出"


def test_an_approver_reads_only(office: Office, desk: MakeDesk) -> None:
    office.submit(submitted("one"))
    page = open_page(desk(office.officer("lujs")), "one")
    assert page.banner.current() == "locked"
    assert page.publicity.day_fields[0].isReadOnly()
    assert page.opinion.editor.isReadOnly()


def test_passed_sealed_and_sent_on_from_the_window(office: Office, desk: MakeDesk) -> None:
    road.build(office)
    office.submit(submitted("one"))
    handler, lead = office.handler_with("one"), office.officer("lujs", "lead")
    page = open_page(desk(handler), "one")
    assert not page.verdict.reason(Verb.PASS)
    press(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is page.bar.primary
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: [op.kind for op in ops(handler, "one")] == ["propose"])
    sync(handler)
    sync(lead)
    approve.approve(lead, app_id="one")
    sync(lead)
    sealer = office.officer(road.SEALER, "sealer")
    page = open_page(desk(sealer), "one")
    assert page.current_part == "seal"
    in_dialog(_seal)
    page.seal.button.click()
    wait_for(lambda: [op.kind for op in ops(sealer, "one")] == ["stamp"])
    sync(sealer)
    page.open_case("one", ALL)
    wait_for(lambda: page.view is not None and not page.view.forms)
    wait_for(lambda: page.onward.target is not None and not page.onward.button.reason)
    assert page.onward.target.node.org_id == road.DEPT  # type: ignore[union-attr]
    page.onward.button.click()
    wait_for(lambda: [op.kind for op in ops(sealer, "one")] == ["stamp", "forward"])
    sync(sealer)
    assert office.world.get("one")["stage_index"] == 1


def _seal(dialog: QWidget) -> None:
    assert isinstance(dialog, ConfirmDialog)
    for box in dialog.findChildren(CheckBox):
        box.click()
    dialog.do.click()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_off(
    dossier: Show, qapp: QApplication, size: tuple[int, int], lang: Lang
) -> None:
    set_language(qapp, lang)
    try:
        page, _ = dossier(size)
        type_(page.publicity.day_fields[0], "2026-09-24")
        type_(page.publicity.day_fields[1], "2026-09-28")
        type_(page.opinion.editor, "业绩突出")
        assert page.publicity.verdict.tone == "red"
        pause(0.5)
        assert still_clipped(page) == []
    finally:
        set_language(qapp, "zh_CN")

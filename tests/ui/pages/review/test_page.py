"""The review page over a real office, by keyboard: finding, comment, verdict, next case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.enums import Verb
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.i18n import Lang, set_language
from app.ui.pages.review import ReviewPage
from app.ui.theme import theme
from tests.operations.office import Office, late_paper, ops, submitted
from tests.operations.test_resolve_conflict import meanwhile_returned_by, resubmitted
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]
Shown = tuple[ReviewPage, Desk]
Show = Callable[..., Shown]
ALL = QueueFilter(view="all")
LONG = "请核对论文的发表时间、刊名与刊号，补交版权页和目录页的扫描件。" * 12


def open_page(place: Desk, app_id: str, size: tuple[int, int] = SIZES[0]) -> ReviewPage:
    """The page with a case and its verbs on screen."""
    page: ReviewPage = place.show("review", lambda w: ReviewPage(w, place.session), size)
    page.open_case(app_id, ALL)
    wait_for(lambda: shown(page) == app_id and page.verdict.has_offers)
    wait_for(lambda: page.neighbours is not None)
    page.sheet.fields.setFocus()
    place.window.activateWindow()
    wait_for(page.sheet.fields.hasFocus)
    return page


def shown(page: ReviewPage) -> str:
    """The case on screen."""
    return page.case.app_id if page.case else ""


def claimed(office: Office) -> Workspace:
    """A case of mine with one finding (R071); a clean one follows it."""
    office.submit(submitted("late", 1, **late_paper()), submitted("clean", 2))
    return office.handler_with("late", "clean")


def corrected(office: Office, publish_date: str) -> Workspace:
    """A case was returned for its late paper and has come back with another date."""
    office.submit(submitted("A1", 1, **late_paper()))
    meanwhile_returned_by(office, "hanxu")
    resubmitted(office, publish_date=publish_date)
    return office.officer("chenyao")


@pytest.fixture
def review(prepared: Prepared, desk: MakeDesk) -> Show:
    """Shows a case of mine with one finding; a clean one follows it."""

    def show(size: tuple[int, int] = SIZES[0]) -> Shown:
        place = desk(prepared(claimed))
        return open_page(place, "late", size), place

    return show


def press(page: QWidget, keys: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, keys, modifiers or Qt.KeyboardModifier.NoModifier)


def type_(page: ReviewPage, text: str) -> None:
    """Type into the comment box as an input method does."""
    editor = page.sheet.composer.editor
    editor.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def kept(place: Desk, app_id: str = "late") -> str:
    """The texts of the comment boxes that the journal holds."""
    draft = place.ws.queries.case(app_id).draft
    return "".join(one.text for one in draft.composers.values())


def test_f8_lights_the_field_and_f9_makes_the_comment_that_can_be_taken_back(review: Show) -> None:
    page, place = review()
    press(page, Qt.Key.Key_F8)
    assert (page.place.module, page.place.field) == ("papers", "publish_date")
    row = page.sheet.fields.row("publish_date")
    card = page.sheet.findings.card(page.place.finding)
    assert row is not None
    assert card is not None
    assert row.spec.finding is not None
    press(page, Qt.Key.Key_F9)
    wait_for(lambda: page.case is not None and len(page.case.draft.comments) == 1)
    assert page.case is not None
    (comment,) = page.case.draft.comments
    assert (comment.module, comment.field) == ("papers", "publish_date")
    assert "2016-03" in comment.text
    place.session.undo.undo()
    wait_for(lambda: page.case is not None and page.case.draft.comments == [])


def test_shift_f9_settles_a_finding_and_the_field_is_plain_again(review: Show) -> None:
    page, _ = review()
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    wait_for(lambda: page.case is not None and len(page.case.draft.acks) == 1)
    row = page.sheet.fields.row("publish_date")
    assert row is not None
    assert row.spec.finding is None


def test_alt_2_and_enter_propose_a_return_and_the_next_case_comes(review: Show) -> None:
    page, place = review()
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_F9)
    wait_for(lambda: not page.verb_reason(Verb.RETURN))
    press(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.verdict.verb is Verb.RETURN
    assert QApplication.focusWidget() is page.bar.primary
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: [op.kind for op in ops(place.ws, "late")] == ["propose"])
    wait_for(lambda: shown(page) == "clean")


def test_a_blocked_verb_says_why_and_writes_nothing(review: Show) -> None:
    page, place = review()
    press(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.verdict.verb is None
    assert page.verb_reason(Verb.PASS)
    pause(0.2)
    assert ops(place.ws, "late") == []


def test_what_is_typed_is_in_the_journal_within_a_second(review: Show) -> None:
    page, place = review()
    type_(page, "发表时间早于")
    pause(0.9)
    assert kept(place) == "发表时间早于"


def test_f12_leaves_for_the_next_case_and_keeps_what_was_just_typed(review: Show) -> None:
    page, place = review()
    page.go_module("papers")
    type_(page, "刚写的半句")
    press(page, Qt.Key.Key_F12)
    wait_for(lambda: shown(page) == "clean")
    wait_for(lambda: kept(place) == "刚写的半句")
    press(page, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    wait_for(lambda: shown(page) == "late")
    page.go_module("papers")
    assert page.sheet.composer.text() == "刚写的半句"


def test_keys_of_an_input_method_at_work_are_not_commands(review: Show) -> None:
    page, _ = review()
    editor = page.sheet.composer.editor
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent("fabiao", []))
    QTest.keyClick(editor, Qt.Key.Key_2)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert page.verdict.verb is None
    assert page.case is not None
    assert page.case.draft.comments == []


def test_a_corrected_version_says_what_was_changed(prepared: Prepared, desk: MakeDesk) -> None:
    page = open_page(desk(prepared(corrected, "2021-02")), "A1")
    page.go_module("papers")
    (change,) = [line for line in page.sheet.changes.findChildren(QWidget)
                 if "2021-02" in line.accessibleName()]  # fmt: skip
    assert "2016-03" in change.accessibleName()
    names = [page.modules.list.model().index(row, 0).data() for row in range(8)]
    assert [name for name in names if "已改" in str(name)] == ["5 论文、著作 · 已改"]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_at_any_size(qapp: QApplication, review: Show, lang: Lang) -> None:
    set_language(qapp, lang)
    try:
        page, place = review()
        press(page, Qt.Key.Key_F8)
        press(page, Qt.Key.Key_F9)
        type_(page, LONG)
        wait_for(lambda: not page.verb_reason(Verb.RETURN))
        press(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        for percent in (100, 130):
            theme.install(qapp, "light", percent)
            for size in SIZES:
                place.window.resize(*size)
                pause(0.15)
                assert still_clipped(page) == [], (size, percent)
                bar = page.bar.consequence
                assert bar.fits(), (size, percent)
    finally:
        set_language(qapp, "zh_CN")


def test_a_corrected_version_says_what_was_left_and_what_nobody_asked_for(
    prepared: Prepared, desk: MakeDesk
) -> None:
    page = open_page(desk(prepared(corrected, "2016-03")), "A1")
    page.go_module("papers")
    names = [str(page.modules.list.model().index(row, 0).data()) for row in range(8)]
    assert [name for name in names if "·" in name] == ["5 论文、著作 · 未改"]
    assert "上次 1 条意见所指之处未改" in page.sheet.changes.remark

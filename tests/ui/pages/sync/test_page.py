"""The sync page over real conflicts: what it says, and where each way out leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.enums import Verb
from app.operations import decide
from app.operations.workspace import Workspace
from app.store.readmodels import LocalState
from app.ui.i18n import Lang, set_language
from app.ui.pages.sync import SyncLog, SyncPage
from app.ui.pages.sync.conflict_words import conflict_text
from app.ui.widgets import Button, ConfirmDialog, Label
from tests.operations.office import Office, ops, submitted, sync
from tests.operations.test_resolve_conflict import (
    meanwhile_returned_by,
    offline_return,
    resubmitted,
)
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, in_dialog, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]


def show(place: Desk, size: tuple[int, int] = SIZES[0]) -> SyncPage:
    """The page in a window."""
    log = SyncLog(place.session.now, place.session)
    page: SyncPage = place.show("sync", lambda window: SyncPage(window, place.session, log), size)
    return page


def words(page: SyncPage) -> str:
    """All that the right pane says."""
    return "\n".join(label.plain_text() for label in page.pane.findChildren(Label))


def button(page: SyncPage, begins: str) -> Button:
    """A button of the right pane."""

    def found() -> Button | None:
        shown = [one for one in page.pane.findChildren(Button) if one.isVisible()]
        return next((one for one in shown if one.text().startswith(begins)), None)

    made = wait_for(found)
    assert made is not None
    return made


def new_version(office: Office) -> Workspace:
    """Chenyao's return meets a version that they did not see."""
    ws = offline_return(office)
    meanwhile_returned_by(office, "hanxu")
    resubmitted(office, publish_date="2021-02")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    return ws


def already_decided(office: Office) -> Workspace:
    """Hanxu was faster."""
    ws = offline_return(office)
    meanwhile_returned_by(office, "hanxu")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    return ws


def lease_lost(office: Office) -> Workspace:
    """Hanxu holds the case now."""
    ws = offline_return(office)
    office.handler_with("A1", login="hanxu", machine="two")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    return ws


def test_a_new_version_is_told_module_by_module_and_moved_to(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(new_version))
    page = show(place)
    wait_for(lambda: page.conflict)
    said = words(page)
    assert "你审的是第 1 版，申报人已提交第 2 版" in said
    assert "2 条意见" in said
    opened: list[str] = []
    page.openRequested.connect(lambda app_id, _filter: opened.append(app_id))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)  # to the main way out
    main = button(page, "移到第 2 版")
    assert main.hasFocus()
    QTest.keyClick(main, Qt.Key.Key_Return)
    wait_for(lambda: opened == ["A1"])
    case = place.ws.queries.case("A1")
    assert case.local is LocalState.DRAFT
    assert len(case.draft.comments) == 2
    wait_for(lambda: page.conflict is None)


def test_theirs_stands_next_to_mine_and_giving_up_is_asked(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(already_decided))
    page = show(place)
    wait_for(lambda: page.conflict)
    said = words(page)
    assert "卢景山 已先办理这一件" in said
    assert "韩旭" in said
    assert "论文请更换为近三年的。" in said  # theirs
    assert "请更换早于现职称的论文。" in said  # mine
    asked: list[str] = []

    def refuse(dialog: object) -> None:
        assert isinstance(dialog, ConfirmDialog)
        asked.append(dialog.windowTitle())
        dialog.reject()

    in_dialog(refuse)
    button(page, "放弃").click()
    assert asked
    assert len(place.ws.queries.outbox().need_you) == 1

    def agree(dialog: object) -> None:
        assert isinstance(dialog, ConfirmDialog)
        dialog.do.click()

    in_dialog(agree)
    button(page, "放弃").click()
    wait_for(lambda: not place.ws.queries.outbox().need_you)
    assert ops(place.ws, "A1")[0].state.value == "ARCHIVED"


def test_a_lost_lease_that_somebody_else_holds_is_said(prepared: Prepared, desk: MakeDesk) -> None:
    place = desk(prepared(lease_lost))
    page = show(place)
    wait_for(lambda: page.conflict)
    assert "签收已失效" in words(page)
    button(page, "重新签收并发送").click()
    toast = wait_for(lambda: "韩旭" in (page_toast(place)) and page_toast(place))
    assert "韩旭" in toast
    assert len(place.ws.queries.outbox().need_you) == 1


def page_toast(place: Desk) -> str:
    """What the window says now."""
    toast = place.window.toasts.current
    return toast.text if toast is not None else ""


def test_what_is_safe_is_always_said(prepared: Prepared) -> None:
    ws = prepared(new_version)
    (row,) = ws.queries.outbox().need_you
    text = conflict_text(ws.queries.conflict(row.op_id))
    assert "2 条意见" in text.safe
    assert "本机" in text.safe
    assert text.after


def test_an_unsent_operation_can_be_taken_back_here(office: Office, desk: MakeDesk) -> None:
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    page = show(desk(ws))
    wait_for(lambda: page.current() is not None)
    button(page, "撤销").click()
    wait_for(lambda: not ws.queries.outbox().under_way)
    assert ops(ws, "A1")[0].state.value == "CANCELLED"


def test_a_paused_engine_stays_paused_and_says_so(office: Office, desk: MakeDesk) -> None:
    place = desk(office.officer("chenyao"))
    page = show(place)
    place.window.commands.trigger("sync.pause")
    assert place.ws.sync is not None
    wait_for(lambda: place.ws.sync is not None and place.ws.sync.paused)
    page.set_status(place.ws.sync.status)
    assert place.window.commands.label("sync.pause") == "恢复同步"
    place.window.commands.trigger("sync.pause")
    wait_for(lambda: place.ws.sync is not None and not place.ws.sync.paused)


def test_narrow_windows_begin_with_the_trouble(prepared: Prepared, desk: MakeDesk) -> None:
    page = show(desk(prepared(new_version)), SIZES[1])
    wait_for(lambda: page.conflict)
    wait_for(lambda: page.tabs.current() == "trouble")
    assert page.pane.isVisible()
    assert not page.transfers.isVisible()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_off(
    prepared: Prepared, desk: MakeDesk, qapp: QApplication, lang: Lang
) -> None:
    set_language(qapp, lang)
    try:
        place = desk(prepared(new_version))
        page = show(place)
        wait_for(lambda: page.conflict)
        for size in SIZES:
            place.window.resize(*size)
            for tab in ("trouble", "outbox", "transfers"):
                page.tabs.setCurrentIndex(["trouble", "outbox", "transfers"].index(tab))
                pause(0.05)
                assert still_clipped(page) == [], (size, tab)
    finally:
        set_language(qapp, "zh_CN")

"""The approval page over a real office: what an approver sees, and what their answers write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.enums import Verb
from app.operations import comments, decide, findings
from app.operations.workspace import Workspace
from app.store.draft import ApprovalDraft
from app.store.errors import StoreFull
from app.store.readmodels import QueueFilter
from app.ui.i18n import Lang, set_language
from app.ui.pages.approve import ApprovePage
from app.ui.pages.batch import ApprovalBatchDialog
from tests.operations.office import Office, late_paper, ops, submitted, sync
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]
WIDE = SIZES[0]
TWO = {"A1": Verb.PASS, "A2": Verb.PASS}
SOME = {**TWO, "late": Verb.PASS, "A3": Verb.RETURN}


def propose(ws: Workspace, app_id: str, verb: Verb) -> None:
    """Chenyao proposes, with a comment for a return and overrides for a pass that needs them."""
    if verb is Verb.RETURN:
        comments.add(ws, app_id=app_id, module="papers", text="请更换为授予时间之后发表的论文。")
    for finding in ws.queries.case(app_id).findings if verb is Verb.PASS else ():
        findings.request_override(
            ws, app_id=app_id, finding_id=finding.finding_id, reason="录用在授予时间之后"
        )
    decide.propose(ws, app_id=app_id, verb=verb)


def proposed(office: Office, *verbs: tuple[str, Verb]) -> Workspace:
    """The machine of lujs with the given proposals."""
    office.submit(
        *(
            submitted(name, number, **(late_paper() if name.startswith("late") else {}))
            for number, (name, _) in enumerate(verbs, 1)
        )
    )
    handler = office.handler_with(*(name for name, _ in verbs))
    for name, verb in verbs:
        propose(handler, name, verb)
    sync(handler)
    return office.officer("lujs", "two")


@pytest.fixture
def inbox(prepared: Prepared, desk: MakeDesk) -> Callable[..., tuple[ApprovePage, Desk]]:
    """Shows the page of lujs with the given proposals; a case named ``late…`` needs an override."""

    def show(size: tuple[int, int] = WIDE, **verbs: Verb) -> tuple[ApprovePage, Desk]:
        place = desk(prepared(proposed, *verbs.items()))
        page: ApprovePage = place.show(
            "approve", lambda window: ApprovePage(window, place.session), size
        )
        wait_for(lambda: len(page.model.rows()) == len(verbs))
        return page, place

    return show


def select(page: ApprovePage, app_id: str) -> None:
    """Go to a proposal and wait for its evidence."""
    page.select(app_id)
    case = wait_for(page.in_sight)
    assert case is not None
    assert case.app_id == app_id


def test_an_answer_never_goes_to_a_case_whose_evidence_is_not_shown(inbox) -> None:
    page, place = inbox(**TWO)
    select(page, "A1")
    page.select("A2")  # the evidence of A1 is still on screen
    assert page.acts.why_not_approve()
    page.acts.approve()
    pause(0.3)
    assert ops(place.ws, "A1") == ops(place.ws, "A2") == []


def commit(widget: QWidget, text: str) -> None:
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_proposals_stand_by_verb_and_only_clean_passes_are_ticked_together(inbox) -> None:
    page, _ = inbox(**SOME)
    heads = page.model.group_rows()
    assert len(heads) == 2
    page.inbox.tick_group()
    assert {row.app_id for row in page.model.ticked()} == {"A1", "A2"}
    page.inbox.tick_group()
    assert page.model.ticked() == []


def test_approving_writes_one_operation_and_goes_on(inbox) -> None:
    page, place = inbox(**TWO)
    select(page, "A2")
    QTest.keyClick(page.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    wait_for(lambda: ops(place.ws, "A2"))
    (written,) = ops(place.ws, "A2")
    assert written.kind == "approve"
    assert written.operation().actor == "u-lujs"
    wait_for(lambda: page.inbox.current() is not None and page.inbox.current().app_id == "A1")
    wait_for(lambda: page.inbox.answered("A2"))
    place.session.undo.undo()
    wait_for(lambda: not page.inbox.answered("A2"))
    assert ops(place.ws, "A2")[0].state.value == "CANCELLED"


def test_sending_back_asks_for_words_and_keeps_them(inbox) -> None:
    page, place = inbox(**TWO)
    select(page, "A1")
    page.acts.send_back()
    assert page.detail.text.hasFocus()
    assert ops(place.ws, "A1") == []
    commit(page.detail.text, "请核对社保月份")
    page.acts.send_back()
    wait_for(lambda: ops(place.ws, "A1"))
    (written,) = ops(place.ws, "A1")
    assert written.kind == "send_back"
    assert written.operation().payload["text"] == "请核对社保月份"


def test_what_is_typed_is_in_the_journal_within_a_second(inbox) -> None:
    page, place = inbox(**SOME)
    select(page, "A1")
    commit(page.detail.text, "先放一放")
    pause(1.0)
    kept = place.ws.journal.approval("A1")
    assert kept is not None
    assert kept.text == "先放一放"
    select(page, "A3")
    wait_for(lambda: page.detail.text.toPlainText() == "")
    select(page, "A1")
    wait_for(lambda: page.detail.text.toPlainText() == "先放一放")


def test_a_case_read_before_a_change_does_not_take_the_change_back(inbox) -> None:
    """A slow reading that began first may end after what was typed or granted is written."""
    page, place = inbox(**SOME)
    select(page, "late")
    late = place.ws.queries.case("late")
    (request,) = late.proposal.decision.overrides
    begun = page.work._unwritten._edits
    commit(page.detail.text, "已与单位核实")
    page._override(request.finding_id, True)

    def stored() -> tuple[str, list[str]]:
        kept = place.ws.journal.approval("late") or ApprovalDraft()
        return kept.text, kept.granted

    wanted = ("已与单位核实", [request.finding_id])
    wait_for(lambda: stored() == wanted and page.work.all_saved)
    page.work._unwritten._read_at = begun  # whatever was read meanwhile, this began before
    page._show_case(late)
    assert page.detail.text.toPlainText() == "已与单位核实"
    assert page.work.draft.granted == [request.finding_id]
    page.work.flush()
    pause(0.2)
    assert stored() == wanted, "the older answer is not written over the newer one"
    page.work.reading()
    page._show_case(place.ws.queries.case("late"))
    assert (page.work.draft.text, page.work.draft.granted) == wanted


def test_leaving_the_case_writes_what_the_timer_has_not(inbox) -> None:
    page, place = inbox(**SOME)
    select(page, "A1")
    commit(page.detail.text, "还没到时间")
    select(page, "A3")
    wait_for(lambda: place.ws.journal.approval("A1") is not None)
    kept = place.ws.journal.approval("A1")
    assert kept is not None
    assert kept.text == "还没到时间"


def test_an_override_is_decided_before_the_case_is_approved(inbox) -> None:
    page, place = inbox(**SOME)
    select(page, "late")
    assert "1" in page.acts.why_not_approve()
    page.acts.approve()  # the button is blocked, the command says why; the operation refuses too
    pause(0.2)
    assert ops(place.ws, "late") == []
    case = page.work.case
    assert case is not None
    assert case.proposal is not None
    finding_id = case.proposal.decision.overrides[0].finding_id
    page.detail.overrideAnswered.emit(finding_id, True)
    assert page.acts.why_not_approve() == ""
    page.acts.approve()
    wait_for(lambda: ops(place.ws, "late"))
    assert ops(place.ws, "late")[0].operation().payload["overrides"] == [finding_id]


def test_refusing_an_override_begins_the_words_for_the_handler(inbox) -> None:
    page, _ = inbox(**SOME)
    select(page, "late")
    case = page.work.case
    assert case is not None
    assert case.proposal is not None
    request = case.proposal.decision.overrides[0]
    page.detail.overrideAnswered.emit(request.finding_id, False)
    assert request.rule in page.detail.text.toPlainText()
    assert page.detail.text.hasFocus()


def test_a_batch_names_what_stays_out_and_why(inbox) -> None:
    page, place = inbox(**SOME)
    page.tick(["A1", "late"])
    dialog = ApprovalBatchDialog(place.window, place.session, ["A1", "late"])
    dialog.open()
    plan = wait_for(lambda: dialog.plan)
    assert [one.app_id for one in plan.included] == ["A1"]
    (left,) = plan.excluded
    assert left.rule_ids
    done: list[object] = []
    dialog.applied.connect(done.append)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: done)
    assert ops(place.ws, "late") == []
    assert len(ops(place.ws, "A1")) == 1
    assert place.session.undo.undo()
    wait_for(lambda: ops(place.ws, "A1")[0].state.value == "CANCELLED")


def test_enter_opens_the_case_among_those_that_wait(inbox) -> None:
    page, _ = inbox(**TWO)
    select(page, "A1")
    asked: list[tuple[str, QueueFilter]] = []
    page.openRequested.connect(lambda app_id, filter_: asked.append((app_id, filter_)))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [("A1", QueueFilter(view="waiting"))]


def test_in_a_narrow_window_the_evidence_is_seen_before_the_answer(inbox) -> None:
    page, place = inbox(SIZES[1], **TWO)
    select(page, "A1")
    assert not page.detail.isVisible()
    page.acts.approve()
    assert page.detail.isVisible()
    pause(0.2)
    assert ops(place.ws, "A1") == []
    page.acts.approve()
    wait_for(lambda: ops(place.ws, "A1"))


def test_search_and_handler_narrow_the_list(inbox) -> None:
    page, _ = inbox(**TWO)
    page.top.search.setText("测试2")
    page.top.search.returnPressed.emit()
    wait_for(lambda: [row.app_id for row in page.model.rows()] == ["A2"])
    page.top.search.clear()
    page.top.search.returnPressed.emit()
    wait_for(lambda: len(page.model.rows()) == 2)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_off(inbox, qapp: QApplication, lang: Lang) -> None:
    set_language(qapp, lang)
    try:
        page, place = inbox(**SOME)
        select(page, "late")
        for size in SIZES:
            place.window.resize(*size)
            page.detail.show()
            pause(0.1)
            assert still_clipped(page) == [], size
    finally:
        set_language(qapp, "zh_CN")


def test_words_that_the_disk_refuses_are_written_when_it_has_room(inbox, monkeypatch) -> None:
    """The refusal arrives when another proposal is in sight, and typed to as well."""
    page, place = inbox(**TWO)
    journal, typed_on = place.ws.journal, threading.Event()
    save = journal.save_approval

    def full(app_id: str, body: ApprovalDraft, **who: Any) -> None:
        if app_id == "A1":
            assert typed_on.wait(30)
            monkeypatch.undo()
            raise StoreFull("journal")
        save(app_id, body, **who)

    def stored(app_id: str) -> str:
        draft = journal.approval(app_id)
        return draft.text if draft is not None else ""

    monkeypatch.setattr(journal, "save_approval", full)
    select(page, "A1")
    page.work.type_text("第一件")
    select(page, "A2")
    page.work.type_text("第二件")
    typed_on.set()
    wait_for(lambda: stored("A2") == "第二件")
    wait_for(lambda: stored("A1") == "第一件")

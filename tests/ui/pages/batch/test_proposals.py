from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.enums import Verb
from app.operations import comments
from app.operations.workspace import Workspace
from app.ui.pages.batch import BatchDialog
from app.ui.widgets.tables import Roles, TableView, TextCell
from tests.operations.office import Office, late_paper, ops, submitted
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]


def claimed(office: Office) -> Workspace:
    """Three cases of mine: clean, with a finding, with a comment."""
    office.submit(submitted("A1", 1), submitted("late", 2, **late_paper()), submitted("A3", 3))
    ws = office.handler_with("A1", "late", "A3")
    comments.add(ws, app_id="A3", module="papers", text="请补充第一篇论文的版权页扫描件。")
    return ws


def shown(prepared: Prepared, desk: MakeDesk, verb: Verb) -> tuple[BatchDialog, Desk]:
    """The dialog for them."""
    place = desk(prepared(claimed))
    place.window.resize(*SIZES[1])
    place.window.show()
    dialog = BatchDialog(place.window, place.session, ["A1", "late", "A3"], verb)
    dialog.open()
    wait_for(lambda: dialog.plan is not None)
    return dialog, place


def cells(dialog: BatchDialog) -> list[list[list[str]]]:
    """The words of each table, row by row."""
    found = []
    for table in dialog.findChildren(TableView):
        model = table.model()
        rows = []
        for row in range(model.rowCount()):
            cell = [model.index(row, column).data(Roles.CELL) for column in range(4)]
            rows.append([one.text if isinstance(one, TextCell) else "" for one in cell])
        found.append(rows)
    return found


def test_what_stays_out_comes_first_with_rule_reason_and_remedy(
    prepared: Prepared, desk: MakeDesk
) -> None:
    dialog, place = shown(prepared, desk, Verb.PASS)
    out, included = cells(dialog)
    assert [row[0] for row in out] == ["测试2", "测试3"]
    assert "R071" in out[0][1]
    assert all(row[2] and row[3] for row in out)
    assert [row[0] for row in included] == ["测试1"]
    pause(0.1)
    assert still_clipped(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: ops(place.ws, "A1"))
    assert ops(place.ws, "late") == ops(place.ws, "A3") == []


def test_a_return_takes_each_case_with_its_own_comments_and_can_be_undone(
    prepared: Prepared, desk: MakeDesk
) -> None:
    dialog, place = shown(prepared, desk, Verb.RETURN)
    dialog.run()
    wait_for(lambda: not dialog.isVisible())
    (written,) = ops(place.ws, "A3")
    assert [one.text for one in written.operation().decision().module_comments] == [
        "请补充第一篇论文的版权页扫描件。"
    ]
    toast = place.window.toasts.current
    assert toast is not None
    assert "1 件" in toast.text
    place.session.undo.undo()
    wait_for(lambda: ops(place.ws, "A3")[0].state.value == "CANCELLED")
    assert len(place.ws.queries.case("A3").draft.comments) == 1


def test_a_case_that_changed_after_the_plan_is_told_and_left_alone(
    prepared: Prepared, desk: MakeDesk
) -> None:
    dialog, place = shown(prepared, desk, Verb.PASS)
    comments.add(place.ws, app_id="A1", module="papers", text="请更换为近三年的论文。")
    comments.add(place.ws, app_id="late", module="papers", text="请更换为近三年的论文。")
    plan = dialog.plan
    assert plan is not None
    from app.operations import decide

    decide.propose(place.ws, app_id="A1", verb=Verb.RETURN)
    dialog.run()
    wait_for(lambda: dialog.plan is not plan)
    assert dialog.isVisible()
    assert [one.app_id for one in (dialog.plan.excluded if dialog.plan else ())] == ["A1"]
    assert len(ops(place.ws, "A1")) == 1
    dialog.reject()


def test_never_not_passed(prepared: Prepared, desk: MakeDesk) -> None:
    place = desk(prepared(claimed))
    with pytest.raises(ValueError, match="one by one"):
        BatchDialog(place.window, place.session, [], Verb.NOT_PASSED)

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.enums import Verb
from app.domain.model import ModuleComment
from app.protocol.operations import OperationKind, OperationResult, ResultStatus
from app.store.draft import ComposerDraft, DraftKind, ReviewDraft
from app.store.engine import make_engine
from app.store.errors import StoreFull
from app.store.journal import Journal
from app.store.journal_writer import NotUndoable
from app.store.readmodels import OpState
from tests.store.factory import KEY, ME, NOW, operation

SOON = NOW + timedelta(seconds=30)


def queue(journal: Journal, app_id: str = "A1", verb: str = "PASS") -> str:
    with journal.transaction(actor=ME, now=NOW) as writer:
        op = operation(app_id, writer.next_seq(app_id), verb=verb)
        writer.add_op(op, subject="云知秋")
        writer.audit("decide.propose", app_id, {"verb": verb})
    return op.op_id


def ready(journal: Journal, limit: int = 50) -> list[str]:
    return [op.op_id for op in journal.ready_ops(limit, NOW)]


def state(journal: Journal, op_id: str) -> OpState:
    found = journal.op(op_id)
    assert found is not None
    return found.state


def answer(op_id: str, status: ResultStatus, code: str | None = None) -> OperationResult:
    return OperationResult(op_id=op_id, status=status, code=code)


def test_an_action_stands_as_a_whole_or_not_at_all(journal: Journal) -> None:
    journal.save_review("A1", ReviewDraft(overall_text="写到一半"), actor=ME, now=NOW)

    def broken() -> None:
        with journal.transaction(actor=ME, now=NOW) as writer:
            writer.add_op(operation("A1", 1), subject="云知秋")
            writer.delete_draft("A1", DraftKind.REVIEW)
            writer.audit("decide.propose", "A1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert journal.ops_of("A1") == []
    assert journal.audit_head().seq == 0
    saved = journal.review("A1")
    assert saved is not None
    assert saved.draft.overall_text == "写到一半"
    assert saved.saved_at == NOW


def test_an_operation_is_kept_as_the_bytes_that_are_sent(journal: Journal) -> None:
    with journal.transaction(actor=ME, now=NOW) as writer:
        written = operation("A1", writer.next_seq("A1"), verb="RETURN")
        writer.add_op(written, subject="云知秋")
    (kept,) = journal.ready_ops(10, NOW)
    assert kept.body == written.to_bytes()
    assert kept.operation() == written
    assert (kept.verb, kept.subject, kept.state) == ("RETURN", "云知秋", OpState.READY)


def test_sequences_count_within_a_case(journal: Journal) -> None:
    queue(journal, "A1")
    queue(journal, "A2")
    queue(journal, "A1")
    assert [op.seq for op in journal.ops_of("A1")] == [1, 2]
    with (
        pytest.raises(ValueError, match="not the next"),
        journal.transaction(actor=ME, now=NOW) as writer,
    ):
        writer.add_op(operation("A1", 2), subject="")


def test_operations_go_out_in_order_and_a_blocked_case_holds_only_itself(
    journal: Journal,
) -> None:
    first, other, second = queue(journal, "A1"), queue(journal, "A2"), queue(journal, "A1")
    assert ready(journal) == [first, other, second]
    assert ready(journal, 2) == [first, other]
    journal.mark_sending([first])
    assert ready(journal) == [other]
    journal.mark_unconfirmed([first], next_try_at=SOON, code="STALLED")
    assert ready(journal) == [other]
    assert [op.op_id for op in journal.ready_ops(9, SOON)] == [first, other, second]


def test_a_conflict_holds_what_comes_behind_it_until_it_is_settled(journal: Journal) -> None:
    first, second = queue(journal, "A1"), queue(journal, "A1")
    other = queue(journal, "A2")
    journal.mark_sending([first])
    made = journal.record_result(answer(first, ResultStatus.CONFLICT, "NEW_VERSION"), NOW)
    assert made is OpState.CONFLICT
    assert state(journal, second) is OpState.HELD
    assert ready(journal) == [other]
    third = queue(journal, "A1")
    assert state(journal, third) is OpState.HELD
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.archive_op(first)
    assert ready(journal) == [second, other, third]


def test_a_rejected_operation_can_be_offered_again_under_its_id(journal: Journal) -> None:
    first, second = queue(journal, "A1"), queue(journal, "A1")
    journal.mark_sending([first])
    journal.record_result(answer(first, ResultStatus.REJECTED, "R157"), NOW)
    found = journal.op(first)
    assert found is not None
    assert (found.state, found.error_code) == (OpState.REJECTED, "R157")
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.requeue_op(first)
    assert state(journal, first) is OpState.UNCONFIRMED
    assert ready(journal) == [first, second]


def test_it_leaves_the_outbox_only_when_a_document_lists_it(journal: Journal) -> None:
    op_id = queue(journal)
    journal.mark_sending([op_id])
    journal.record_result(answer(op_id, ResultStatus.APPLIED), NOW)
    assert state(journal, op_id) is OpState.SENDING
    assert journal.unsent_cases() == {"A1"}
    assert ready(journal) == []
    later = NOW + timedelta(minutes=2)  # no document came: it is asked about again
    assert [op.op_id for op in journal.ready_ops(9, later)] == [op_id]
    assert journal.acknowledge({op_id: 41}, NOW) == {"A1"}
    assert state(journal, op_id) is OpState.ACKED
    assert journal.unsent_cases() == frozenset()
    assert journal.acknowledge({op_id: 41}, NOW) == set()


def test_a_lost_reply_is_unconfirmed_and_settled_by_the_document(journal: Journal) -> None:
    op_id = queue(journal)
    journal.mark_sending([op_id])
    journal.mark_unconfirmed([op_id], next_try_at=SOON, code="STALLED", params={"host": "x"})
    found = journal.op(op_id)
    assert found is not None
    assert found.error_params == {"host": "x"}
    journal.acknowledge({op_id: 7}, NOW)
    assert state(journal, op_id) is OpState.ACKED


def test_what_was_never_sent_can_be_taken_back_and_nothing_else(journal: Journal) -> None:
    first = queue(journal, "A1")
    journal.mark_sending([first])
    journal.mark_unsent([first], next_try_at=SOON, code="UNREACHABLE")
    assert state(journal, first) is OpState.READY
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.undo_op(first)
    assert state(journal, first) is OpState.CANCELLED
    second = queue(journal, "A1")
    journal.mark_sending([second])
    journal.mark_unconfirmed([second], next_try_at=SOON, code="STALLED")
    journal.mark_sending([second])
    journal.mark_unsent([second], next_try_at=SOON, code="UNREACHABLE")
    assert state(journal, second) is OpState.UNCONFIRMED
    with pytest.raises(NotUndoable), journal.transaction(actor=ME, now=NOW) as writer:
        writer.undo_op(second)


def test_a_restored_server_is_offered_what_its_backup_lacks(journal: Journal) -> None:
    journal.enter_epoch("e1")
    safe, lost, waiting = queue(journal, "A1"), queue(journal, "A2"), queue(journal, "A3")
    journal.acknowledge({safe: 10, lost: 20}, NOW, durable_mark=15)
    assert journal.enter_epoch("e1") == set()
    assert journal.enter_epoch("e2") == {"A2"}
    assert ready(journal) == [lost, waiting]
    assert state(journal, safe) is OpState.ACKED
    with pytest.raises(NotUndoable), journal.transaction(actor=ME, now=NOW) as writer:
        writer.undo_op(lost)
    journal.acknowledge({lost: 12}, NOW, durable_mark=30)
    assert journal.enter_epoch("e3") == set()


def test_after_a_crash_what_was_being_sent_is_unconfirmed(journal: Journal, tmp_path: Path) -> None:
    op_id = queue(journal)
    journal.mark_sending([op_id])
    journal.close()
    again = Journal(tmp_path / "journal.db", KEY)
    assert state(again, op_id) is OpState.UNCONFIRMED
    assert ready(again) == [op_id]
    again.close()


def test_a_strange_answer_is_neither_failure_nor_success(journal: Journal) -> None:
    op_id = queue(journal)
    journal.mark_sending([op_id])
    journal.record_result(answer(op_id, ResultStatus.UNKNOWN), NOW)
    assert state(journal, op_id) is OpState.UNCONFIRMED
    assert ready(journal) == []
    assert journal.record_result(answer("no such", ResultStatus.APPLIED), NOW) is None


def test_old_settled_operations_are_forgotten_and_open_ones_never(journal: Journal) -> None:
    durable, fresh, open_ = queue(journal, "A1"), queue(journal, "A2"), queue(journal, "A3")
    journal.acknowledge({durable: 1, fresh: 9}, NOW, durable_mark=5)
    journal.prune(NOW + timedelta(days=30))
    assert journal.op(durable) is None
    assert journal.op(fresh) is not None
    assert journal.op(open_) is not None


def test_drafts_keep_everything_typed(journal: Journal) -> None:
    body = ReviewDraft(
        version_no=2,
        comments=[ModuleComment(comment_id="k1", module="papers", text="缺版权页，请补齐。")],
        verb=Verb.RETURN,
        composers={"papers": ComposerDraft(text="第二条没写完")},
    )
    journal.save_review("A1", body, actor=ME, now=NOW)
    saved = journal.review("A1")
    assert saved is not None
    assert saved.draft == body
    assert journal.unsent_cases() == {"A1"}
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.delete_draft("A1", DraftKind.REVIEW)
    assert journal.review("A1") is None
    assert journal.unsent_cases() == frozenset()


def test_reading_marks_alone_are_no_unsent_work(journal: Journal) -> None:
    body = ReviewDraft.model_validate({"reading": {"papers": "seen"}, "of_tomorrow": 1})
    before = journal.projection
    journal.save_review("A1", body, actor=ME, now=NOW)
    journal.save_review("A1", body, actor=ME, now=SOON)
    assert journal.unsent_cases() == frozenset()
    assert journal.projection <= before + 1
    saved = journal.review("A1")
    assert saved is not None
    assert saved.draft.model_dump()["of_tomorrow"] == 1


def test_settings_are_json_by_key(journal: Journal) -> None:
    assert journal.setting("zoom", 1.0) == 1.0
    journal.put_settings({"zoom": 1.5, "队列": {"宽": [1, 2]}})
    assert journal.setting("zoom") == 1.5
    assert journal.settings()["队列"] == {"宽": [1, 2]}


def test_the_audit_chain_shows_what_was_changed(journal: Journal, tmp_path: Path) -> None:
    for _ in range(5):
        queue(journal)
    verdict = journal.verify_audit()
    assert verdict.intact
    assert (verdict.rows, verdict.head) == (5, journal.audit_head())
    assert journal.audit_entries(2)[0].seq == 5
    raw = make_engine(tmp_path / "journal.db", KEY, durable=True).raw_connection()
    raw.cursor().execute("UPDATE audit SET action = 'nothing' WHERE seq = 3")
    raw.close()
    assert journal.verify_audit().broken_at == 3


def test_a_removed_audit_row_is_missed(journal: Journal, tmp_path: Path) -> None:
    for _ in range(4):
        queue(journal)
    raw = make_engine(tmp_path / "journal.db", KEY, durable=True).raw_connection()
    raw.cursor().execute("DELETE FROM audit WHERE seq = 2")
    raw.close()
    assert journal.verify_audit().broken_at == 3


def test_one_that_does_not_open_is_set_aside_and_never_deleted(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"this is no database" * 999)
    journal, notice = Journal.open(path, KEY)
    assert notice is not None
    assert notice.code == "JOURNAL_SET_ASIDE"
    aside = tmp_path / notice.params["file"]
    assert aside.read_bytes() == b"this is no database" * 999
    queue(journal)
    journal.close()
    again, notice = Journal.open(path, KEY)
    assert notice is None
    assert len(again.ops_of("A1")) == 1
    again.close()


def test_a_full_disk_leaves_everything_before_it(journal: Journal) -> None:
    journal.save_review("A1", ReviewDraft(overall_text="已保存"), actor=ME, now=NOW)
    with journal.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StoreFull):
        journal.save_review("A1", ReviewDraft(overall_text="字" * 90_000), actor=ME, now=SOON)
    saved = journal.review("A1")
    assert saved is not None
    assert saved.draft.overall_text == "已保存"


DAY = """
import sys
from pathlib import Path
from app.store.draft import ReviewDraft
from app.store.journal import Journal
from tests.store.factory import KEY, ME, NOW, operation
journal = Journal(Path(sys.argv[1]), KEY)
print("ready", flush=True)
for number in range(int(sys.argv[2]), 10**6):
    app_id = f"A{number % 7}"
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.add_op(operation(app_id, writer.next_seq(app_id)), subject=str(number))
        writer.save_review(app_id, ReviewDraft(overall_text=str(number)))
        writer.audit("decide.propose", app_id, {"number": number})
        writer.put_setting("last", number)
    print(number, flush=True)
"""


def test_kills_at_any_moment_tear_nothing(tmp_path: Path) -> None:
    """What the program said was saved is there, and each action is there as a whole."""
    path = tmp_path / "journal.db"
    start = 0
    chance = random.Random(11)
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", DAY, str(path), str(start)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.01, 0.15))
        child.send_signal(signal.SIGKILL)
        told = [int(line) for line in child.communicate()[0].split()]
        journal = Journal(path, KEY)
        last = journal.setting("last", -1)
        assert last >= max(told, default=start - 1)
        rows = [op for n in range(7) for op in journal.ops_of(f"A{n}")]
        assert sorted(int(op.subject) for op in rows) == list(range(last + 1))
        assert all(
            [op.seq for op in journal.ops_of(f"A{n}")]
            == list(range(1, len(journal.ops_of(f"A{n}")) + 1))
            for n in range(7)
        )
        verdict = journal.verify_audit()
        assert verdict.intact
        assert verdict.rows == last + 1
        if last >= 0:
            saved = journal.review(f"A{last % 7}")
            assert saved is not None
            assert saved.draft.overall_text == str(last)
        journal.close()
        start = last + 1


def test_other_kinds_carry_no_verb(journal: Journal) -> None:
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.add_op(operation("A1", 1, OperationKind.RECALL), subject="云知秋")
    (kept,) = journal.ops_of("A1")
    assert (kept.kind, kept.verb, kept.comments) == ("recall", "", 0)

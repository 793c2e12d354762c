"""The acts: each drives the real windows by key and checks what a person would see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.enums import Verb
from app.store.readmodels import QueueFilter, QueueRow
from app.ui.pages.queue import QueuePage
from app.ui.pages.review import ReviewPage
from app.ui.widgets import ConfirmDialog
from tests.journey import sealing, unit
from tests.journey.anchors import anchors
from tests.journey.compare import compare
from tests.journey.looks import looks
from tests.journey.office import APPROVER, HANDLER, PASSWORD
from tests.journey.scene import Scene
from tests.journey.viewer import viewer

if TYPE_CHECKING:
    from tests.journey.record import Step

CLAIMS = 20
CLEAN = 3
"""So many cases are passed."""
FIRST = "发表时间早于现职称授予时间，"
SECOND = "请更换任现职以来的论文，并补充查询截图和版权页"


def online(scene: Scene) -> None:
    """Sign in, claim 20, download, go offline, review, and be killed in the middle of a word."""
    driver = scene.driver
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    queue = scene.queue()
    with driver.step("queue") as step:
        driver.wait_for("the queue", lambda: queue.model.lines.total >= CLAIMS)
        step.check("cases are listed", queue.model.lines.total >= CLAIMS, queue.model.lines.total)
    with driver.step("claim 20") as step:
        _claim(scene, queue, step)
    with driver.step("download all") as step:
        _download(scene, queue, step)
    with driver.step("transfers") as step:
        scene.window.show_page("sync")
        driver.picture(step)
    with driver.step("server stopped, offline") as step:
        driver.ask("stop_server")
        scene.sync_now()
        driver.wait_for("offline", lambda: scene.app.sync_status.online is False)
        scene.window.show_page("queue")
        step.check("offline is said", scene.app.sync_status.online is False)
    mine = scene.rows(QueueFilter(view="mine"))
    wrong = scene.with_finding(mine, "R071")
    with driver.step("search two characters") as step:
        _search(scene, queue, wrong[:0] or mine[0].name[:2], step)
    review = scene.review()
    with driver.step("finding to comment") as step:
        entry = _comment_from_finding(scene, review, wrong, step)
    with driver.step("scan page") as step:
        _scan_page(scene, review, step)
    decided = {wrong: "RETURN"}
    with driver.step("propose return") as step:
        _propose(scene, review, wrong, Verb.RETURN, step)
    clean = [row.app_id for row in mine if row.counts.clean and row.app_id != wrong][:CLEAN]
    for number, app_id in enumerate(clean, 1):
        with driver.step(f"propose pass {number}") as step:
            _propose(scene, review, app_id, Verb.PASS, step)
        decided[app_id] = "PASS"
    rest = next(row.app_id for row in mine if row.app_id not in decided)
    _type_and_die(scene, review, rest, decided, entry)


def offline(scene: Scene) -> None:
    """Start again without a server, find everything, then let it go out."""
    driver, given = scene.driver, scene.given
    with driver.step("unlock offline") as step:
        scene.sign_in(HANDLER, PASSWORD, step, offline=True)
    with driver.step("proposals are here") as step:
        outbox = scene.workspace.queries.outbox()
        waiting = {op.app_id for op in (*outbox.under_way, *outbox.need_you)}
        step.check("all proposals wait", waiting == set(given["decided"]), sorted(waiting))
        scene.window.show_page("sync")
        driver.picture(step)
    review = scene.review()
    with driver.step("comment is here") as step:
        scene.open_case(given["typing"])
        box = review.sheet.composer
        driver.wait_for("the text", lambda: box.text().startswith(given["typed"]))
        step.check("what was typed is here", box.text().startswith(given["typed"]), box.text())
    with driver.step("server back, sync") as step:
        driver.ask("start_server")
        scene.sign_in_again(PASSWORD)
        scene.sync_now()
        driver.wait_for("an empty outbox", lambda: not _waiting(scene))
        scene.window.show_page("sync")
        driver.picture(step)
        step.check("nothing waits", not _waiting(scene))


def approver(scene: Scene) -> None:
    """A second person approves."""
    driver, given = scene.driver, scene.given
    with driver.step("sign in as approver") as step:
        scene.sign_in(APPROVER, PASSWORD, step)
    decided = cast(dict[str, str], given["decided"])
    with driver.step("inbox") as step:
        scene.window.show_page("approve")
        driver.wait_for("the proposals", lambda: len(scene.workspace.queries.approvals()) >= 4)
        shown = {row.app_id for row in scene.workspace.queries.approvals()}
        step.check("all proposals are there", set(decided) <= shown, sorted(shown))
        driver.pause(0.5)
        driver.picture(step)
    with driver.step("approve in batch") as step:
        scene.approve_batch([app for app, verb in decided.items() if verb == "PASS"], step)
    with driver.step("approve a return") as step:
        scene.approve_one(next(app for app, verb in decided.items() if verb == "RETURN"), step)
    with driver.step("approvals sent") as step:
        scene.sync_now()
        driver.wait_for("an empty outbox", lambda: not _waiting(scene))
        step.check("nothing waits", not _waiting(scene))


def again(scene: Scene) -> None:
    """The corrected version comes back."""
    driver, given = scene.driver, scene.given
    with driver.step("sign in again") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    with driver.step("new version in the queue") as step:
        queue = scene.queue()
        scene.window.show_page("queue")
        queue.show_view("resubmitted")
        returned = given["returned"]
        driver.wait_for("the new version", lambda: returned in scene.ids("resubmitted"))
        driver.pause(0.3)
        step.check("it is marked", returned in scene.ids("resubmitted"))
    with driver.step("what was changed") as step:
        review = scene.review()
        scene.open_case(returned)
        review.go_module("papers")
        driver.wait_for("the changes", lambda: review.sheet.changes.has_changes)
        case = review.case
        assert case is not None
        assert case.diff is not None
        step.check("papers changed", "papers" in case.diff.changed, case.diff.changed)
        step.check("the finding is gone", not [f for f in case.findings if f.rule_id == "R071"
                                               and f.entry_id == given["entry"]])  # fmt: skip


ACTS: dict[str, Callable[[Scene], None]] = {
    "online": online, "offline": offline, "approver": approver, "again": again, "looks": looks,
    "viewer": viewer, "anchors": anchors, "compare": compare,
    "unit": unit.filled, "unit-lead": unit.passed, "unit-seal": unit.onward,
    "department": unit.above, **sealing.ACTS,
}  # fmt: skip


# --- parts ----------------------------------------------------------------------------------------


def _waiting(scene: Scene) -> int:
    return scene.workspace.queries.outbox().waiting


def _claim(scene: Scene, queue: QueuePage, step: Step) -> None:
    driver = scene.driver
    queue.show_view("to_claim")
    driver.wait_for("what can be claimed", lambda: queue.filter.view == "to_claim"
                    and queue.model.lines.total >= CLAIMS)  # fmt: skip
    driver.settle()
    rows = scene.rows(QueueFilter(view="to_claim"))
    wanted = _worth(scene, rows)
    queue.model.set_ticked(wanted)
    driver.picture(step, name="claim-20-ticked")
    scene.window.commands.trigger("queue.claim")
    driver.wait_for("20 claims", lambda: len(scene.ids("mine")) >= CLAIMS)
    queue.show_view("mine")
    driver.pause(0.5)
    mine = scene.ids("mine")
    step.check("20 are mine", len(mine) == CLAIMS, len(mine))
    driver.picture(step)


def _worth(scene: Scene, rows: list[QueueRow]) -> list[QueueRow]:
    """Twenty cases with at least one early paper and three clean ones among them."""
    wrong = scene.with_finding(rows, "R071")
    first = [row for row in rows if row.app_id == wrong]
    clean = [row for row in rows if row.counts.clean][:5]
    chosen = first + clean
    chosen += [row for row in rows if row not in chosen and not row.resubmitted]
    return chosen[:CLAIMS]


def _download(scene: Scene, queue: QueuePage, step: Step) -> None:
    driver = scene.driver

    def confirm(dialog: QWidget) -> None:
        driver.picture(step, dialog, name="download-size")
        assert isinstance(dialog, ConfirmDialog)
        dialog.do.click()

    queue.model.set_ticked(scene.rows(QueueFilter(view="mine")))
    driver.in_dialog(confirm)
    scene.window.commands.trigger("queue.download")
    driver.wait_for("all files", lambda: all(
        row.cached == row.files for row in scene.rows(QueueFilter(view="mine"))), 120)  # fmt: skip

    def clean() -> int:
        return sum(row.counts.clean for row in scene.rows(QueueFilter(view="mine")))

    driver.wait_for("what the rules say of the files", lambda: clean() >= CLEAN, 300)
    queue.model.set_ticked([])
    rows = scene.rows(QueueFilter(view="mine"))
    step.check("every file is here", all(row.cached == row.files for row in rows))
    driver.pause(0.5)
    driver.picture(step)


def _search(scene: Scene, queue: QueuePage, text: str, step: Step) -> None:
    driver = scene.driver
    driver.press("Ctrl+F", queue.table)
    driver.type(text, queue.top.search)
    driver.wait_for("the search", lambda: queue.filter.text == text and queue.model.lines.total)
    driver.pause(0.3)
    rows = [queue.model.row_at(line) for line in range(queue.model.lines.count)]
    found = [row for row in rows if row is not None]
    step.check("every hit has the name", all(text in row.name + row.unit_name for row in found))
    step.check("there is a hit", bool(found), len(found))
    driver.picture(step)
    driver.press("Escape", queue.top.search)


def _comment_from_finding(scene: Scene, review: ReviewPage, app_id: str, step: Step) -> str:
    driver = scene.driver
    scene.open_case(app_id)
    for _ in range(12):
        finding = review.acts.finding()
        if finding is not None and finding.rule_id == "R071":
            break
        driver.press("F8", review)
        driver.settle()
    finding = review.acts.finding()
    assert finding is not None
    step.check("the finding leads to its field", review.place.field == "publish_date", review.place)
    driver.picture(step, name="finding-at-its-field")
    driver.press("F9", review)
    driver.wait_for("the comment", lambda: review.case is not None and review.case.draft.comments)
    case = review.case
    assert case is not None
    comment = case.draft.comments[-1]
    step.check("the comment is about the field", comment.field == "publish_date", comment.field)
    step.check("it comes from the rule", comment.from_rule == "R071", comment.from_rule)
    title_date = next(e.fields["obtain_date"] for e in case.version.entries("current_title"))
    driver.tell(
        returned=app_id,
        entry=finding.entry_id,
        applicant=scene.applicant_of(app_id),
        corrected=f"{int(str(title_date)[:4]) + 1}-06",
    )
    driver.picture(step)
    return str(finding.entry_id)


def _scan_page(scene: Scene, review: ReviewPage, step: Step) -> None:
    driver = scene.driver
    painted: list[tuple[str, int]] = []
    review.scan.view.pagePainted.connect(lambda key, page: painted.append((key, page)))
    case = review.case
    assert case is not None
    files = case.version.attachments_of("papers", review.place.entry)
    text = next(att for att in files if att.slot.endswith("fulltext"))
    review.go_attachment(text.att_id)
    driver.wait_for("the first page", lambda: text.sha256 in {key for key, _ in painted})
    step.check("it has pages", review.scan.view.page_count > 1, review.scan.view.page_count)
    driver.press("PgDown", review.scan.view)
    driver.wait_for("the second page", lambda: any(page == 1 for _, page in painted))
    step.check("the second page is painted", any(page == 1 for _, page in painted), painted)
    driver.pause(0.4)
    driver.picture(step)


def _propose(scene: Scene, review: ReviewPage, app_id: str, verb: Verb, step: Step) -> None:
    driver = scene.driver
    scene.open_case(app_id)
    driver.wait_for("the verbs", lambda: review.verdict.has_offers)
    driver.press({Verb.PASS: "Alt+1", Verb.RETURN: "Alt+2"}[verb], review)
    driver.wait_for("the choice", lambda: review.verdict.verb is verb, 5)
    driver.picture(step)
    focus = QApplication.focusWidget()
    step.check("the focus stands on the button", focus is review.bar.primary, focus)
    if review.verdict.unread:
        driver.press("Return", review.bar.primary)
        driver.wait_for("the warnings read", lambda: not review.verdict.unread, 5)
        driver.wait_for("the draft", lambda: review.work.all_saved, 5)
    driver.press("Return", review.bar.primary)
    outbox = scene.workspace.queries.outbox

    def proposed() -> bool:
        return app_id in {op.app_id for op in outbox().under_way}

    driver.pause(0.4)
    if not proposed():  # what the rules warn of is read first
        driver.picture(step, name="warnings-read")
        driver.press("Return", review.bar.primary)
    driver.wait_for("the outbox", proposed)


def _type_and_die(
    scene: Scene, review: ReviewPage, app_id: str, decided: dict[str, str], entry: str
) -> None:
    del entry
    driver = scene.driver
    with driver.step("killed in the middle of a comment") as step:
        scene.open_case(app_id)
        editor = review.sheet.composer.editor
        editor.setFocus()
        driver.type(FIRST, editor, 0.02)
        driver.pause(1.2)
        driver.tell(decided=decided, typing=app_id, typed=FIRST)
        driver.picture(step)
    driver.ask_to_be_killed()
    for character in SECOND * 50:
        driver.type(character, editor, 0.02)

"""Places on scans: drawn, judged, put into a comment, and seen by the next office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.anchors import AnchorVerdict
from app.operations import claims
from app.store.readmodels import QueueFilter
from app.ui.pages.review import ReviewPage
from app.ui.theme import theme
from tests.journey.office import HANDLER, PASSWORD
from tests.journey.scene import Scene

if TYPE_CHECKING:
    from tests.journey.record import Step

MODULE = "papers"


def anchors(scene: Scene) -> None:
    """Every state of drawing a place, in one theme; nothing of it is sent."""
    driver, given = scene.driver, scene.given
    theme.set_mode(given["theme"])
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    width, height = (int(part) for part in given["size"].split("x"))
    scene.window.resize(width, height)
    review, queue = scene.review(), scene.queue()
    driver.wait_for("the queue", lambda: queue.model.lines.total > 0)
    with driver.step("drawing begun") as step:
        app_id = _with_a_paper(scene)
        claims.claim(scene.workspace, app_ids=[app_id]).result(60)
        scene.sync_now()
        show_papers(scene, review, app_id)
        _choose(scene, review, "title")
        driver.press("Ctrl+G")
        step.check("the page waits for a rectangle", review.anchoring.draw.active)
    with driver.step("verdict asked") as step:
        _drag(scene, review, (0.15, 0.16), (0.55, 0.2))
        step.check("the card asks", review.anchoring.choice.isVisible())
    with driver.step("field marked") as step:
        driver.press("1")
        driver.pause(0.8)
        row = review.sheet.fields.row("title")
        step.check("the field has its mark", row is not None and row.spec.anchor_state == "ok")
    with driver.step("by keys") as step:
        _choose(scene, review, "publish_date")
        driver.press("Ctrl+G")
        for key in ("Return", "Right", "Right", "Up", "Shift+Right"):
            driver.press(key)
        driver.pause(0.2)
        step.check("a rectangle is there", not review.anchoring.draw.shown_rect().isEmpty())
    with driver.step("a comment offered") as step:
        driver.press("Return")
        driver.press("2")
        driver.pause(0.3)
        step.check("it is offered", review.anchoring.choice.isVisible())
    with driver.step("comment with its place") as step:
        driver.press("Return")
        driver.pause(0.5)
        driver.picture(step)
        driver.press("Ctrl+Return", review.sheet.composer.editor)

        def pointing() -> bool:
            made = review.case.draft.comments if review.case else []
            return any(one.anchors for one in made)

        driver.wait_for("a comment that points at the scan", pointing)
        driver.pause(0.5)
        driver.picture(step, name="comment-added")
    with driver.step("back to nothing") as step:
        for _ in range(3):
            scene.window.commands.trigger("app.undo")
            driver.pause(0.3)
        review.work.flush()
        case = review.case
        step.check("all of it is taken back", case is not None and not case.draft.anchors)
        step.check("the comment too", case is not None and not case.draft.comments)


def draw_one(scene: Scene, app_id: str, step: Step) -> None:
    """Hold the title of the first paper against its scan."""
    driver, review = scene.driver, scene.review()
    show_papers(scene, review, app_id)
    _choose(scene, review, "title")
    driver.press("Ctrl+G")
    _drag(scene, review, (0.15, 0.16), (0.55, 0.2))
    driver.press("1")
    driver.pause(0.8)
    case = scene.workspace.queries.case(app_id)
    seen = [anchor.verdict for anchor in case.draft.anchors]
    step.check("it matches", seen == [AnchorVerdict.MATCH], seen)


def see_it(scene: Scene, app_id: str, step: Step) -> None:
    """The next office sees who looked at the title, and where."""
    driver, review = scene.driver, scene.review()
    show_papers(scene, review, app_id)
    case = scene.workspace.queries.case(app_id)
    own = scene.workspace.account.org.org_id
    found = [anchor for anchor in case.anchors if anchor.org_id != own]
    step.check("the place came along", len(found) == 1, len(found))
    step.check("with who drew it", bool(found[0].by_name and found[0].org_name))
    row = review.sheet.fields.row("title")
    step.check("the field leads there", row is not None and bool(row.spec.anchor))
    _choose(scene, review, "title")
    driver.press("Return")
    driver.pause(0.8)


def show_papers(scene: Scene, review: ReviewPage, app_id: str) -> None:
    """Open a case at its papers, with the scan on screen."""
    driver = scene.driver
    assert scene.workspace.sync is not None
    scene.workspace.sync.download([app_id])
    driver.wait_for("the files", lambda: _is_here(scene, app_id), 60)
    scene.open_case(app_id)
    review.go_module(MODULE)
    driver.wait_for("the scan", lambda: _painted(review))
    driver.pause(1.0)


def _is_here(scene: Scene, app_id: str) -> bool:
    views = scene.workspace.queries.case(app_id).attachments.values()
    papers = [view for view in views if view.attachment.module_code == MODULE]
    return bool(papers) and all(view.state == "CACHED" for view in papers)


def _painted(review: ReviewPage) -> bool:
    view = review.scan.view
    return view.page_count > 0 and not view.canvas.rect_of(view.page).isEmpty()


def _with_a_paper(scene: Scene) -> str:
    """A case that can be worked on and whose first paper has a scan."""
    for row in scene.rows(QueueFilter(view="todo")):
        case = scene.workspace.queries.case(row.app_id)
        files = case.version.attachments_of(MODULE)
        begun = case.draft.has_work or case.ops or (case.claim is not None and not case.mine)
        if files and not begun and case.application.current_version == 1:
            return row.app_id
    raise AssertionError("no case with a paper")


def _choose(scene: Scene, review: ReviewPage, field: str) -> None:
    row = review.sheet.fields.row(field)
    assert row is not None
    scene.window.activateWindow()
    row.setFocus()
    scene.driver.settle()


def _drag(
    scene: Scene, review: ReviewPage, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """Pull a rectangle between two places of what is visible of the page."""
    canvas = review.scan.view.canvas
    page = canvas.rect_of(review.scan.view.page)
    area = page.intersected(canvas.viewport().rect().toRectF())
    spots = [
        QPoint(round(area.x() + x * area.width()), round(area.y() + y * area.height()))
        for x, y in (start, end)
    ]
    spot = canvas.viewport()
    QTest.mousePress(spot, Qt.MouseButton.LeftButton, pos=spots[0])
    QTest.mouseMove(spot, spots[1])
    QTest.mouseRelease(spot, Qt.MouseButton.LeftButton, pos=spots[1])
    scene.driver.settle()

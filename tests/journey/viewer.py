"""Every state of the viewer in the real window, in one theme."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from app.media.source import DocumentSource
from app.operations import claims, downloads
from app.store.readmodels import QueueFilter
from app.ui.pages.review import ReviewPage
from app.ui.theme import theme
from app.viewers.viewer import DocumentView
from app.viewers.zoom import ViewMode
from tests.journey.office import HANDLER, PASSWORD
from tests.viewers.papers import paper

if TYPE_CHECKING:
    from tests.journey.record import Step
    from tests.journey.scene import Scene

WORDS = "钢结构"
CLAIMS = 12


def viewer(scene: Scene) -> None:
    """Sign in and look at documents in every way the viewer has."""
    driver, given = scene.driver, scene.given
    theme.set_mode(given["theme"])
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    width, height = (int(part) for part in given["size"].split("x"))
    scene.window.resize(width, height)
    _have_files(scene)
    review = scene.review()
    view = review.scan.view
    with driver.step("single page") as step:
        _open_long_file(scene, review, step)
        step.check("one page is shown", view.mode is ViewMode.SINGLE, view.mode)
    with driver.step("magnifier") as step:
        driver.press("Alt+M", view.canvas)
        lens = review.scan.tools.magnifier
        step.check("the lens is on", lens.is_on)
        lens.move_to(QPointF(view.canvas.viewport().rect().center()))
        driver.wait_for("the finer picture", lambda: lens.is_fine)
        driver.pause(0.3)
        driver.picture(step)
        driver.press("Escape", view.canvas)
        step.check("Esc takes it away and stays on the page", not lens.is_on)
    with driver.step("enhancement") as step:
        _enhance(scene, review, step)
    with driver.step("continuous and strip") as step:
        driver.press("Ctrl+M", view.canvas)
        step.check("the pages lie below each other", view.mode is ViewMode.CONTINUOUS, view.mode)
        view.set_scale(0.5 if height >= 900 else 0.3)
        driver.pause(1.5)
        step.check("more than one is seen", len(view.canvas.pages_visible()) > 1)
        driver.picture(step)
        view.fit_width()
        driver.press("Ctrl+M", view.canvas)
    with driver.step("own window") as step:
        driver.press("F11", view.canvas)
        window = review.scan.tools.full_screen.window
        step.check("there is a second window", window is not None)
        assert window is not None
        driver.wait_for("its page", lambda: window.view.page_count and _is_painted(window.view))
        driver.pause(0.5)
        driver.picture(step, window)
        driver.press("Escape", window.view.canvas)
        step.check("Esc closes it", review.scan.tools.full_screen.window is None)
    with driver.step("a scan has no text") as step:
        _find(scene, review, WORDS)
        said = review.scan.tools.bar.said()
        step.check("it is said", "没有文字层" in said, said)
        driver.picture(step)
        driver.press("Escape", review.scan.tools.bar.field)
    with driver.step("text search") as step, tempfile.TemporaryDirectory() as folder:
        view.set_document(DocumentSource.of_file(paper(Path(folder, "目录.pdf"), pages=6)))
        driver.wait_for("the page", lambda: view.page_count == 6 and _is_painted(view))
        _find(scene, review, WORDS)
        said = review.scan.tools.bar.said()
        step.check("every place is counted", "5" in said, said)
        driver.pause(0.5)
        driver.picture(step)
        driver.press("Escape", review.scan.tools.bar.field)
        view.setFocus()
        driver.press("Ctrl+C", view.canvas)
        copied = QGuiApplication.clipboard().text()
        step.check(
            "it is copied with its source", copied.startswith(f"「{WORDS}」——目录.pdf"), copied
        )
        driver.pause(0.3)
        driver.picture(step, name="copied-with-its-source")
        view.close_document()
    with driver.step("error card") as step:
        _show_problem(scene, review, step)


def _have_files(scene: Scene) -> None:
    """Claim and download where no earlier act did."""
    rows = scene.rows(QueueFilter(view="mine"))
    if any(row.cached for row in rows):
        return
    scene.driver.wait_for("the queue", lambda: scene.ids("to_claim"))
    ids = [row.app_id for row in scene.rows(QueueFilter(view="to_claim"))][:CLAIMS]
    claims.claim(scene.workspace, app_ids=ids).result(60)
    downloads.start(scene.workspace, app_ids=ids)

    def are_here() -> bool:
        mine = [row for row in scene.rows(QueueFilter(view="all")) if row.app_id in ids]
        return len(mine) == len(ids) and all(row.cached == row.files for row in mine)

    scene.driver.wait_for("all files", are_here, 180)


def _is_painted(view: DocumentView) -> bool:
    source, frame = view.source, view.canvas.frame
    return source is not None and frame is not None and frame.key == source.key


def _open_long_file(scene: Scene, review: ReviewPage, step: Step) -> None:
    """The full text of a paper, of a case that is here."""
    view, driver = review.scan.view, scene.driver
    for row in scene.rows(QueueFilter(view="all")):
        case = scene.workspace.queries.case(row.app_id)
        views = case.attachments.values() if case is not None else ()
        for one in views:
            if one.state != "CACHED" or not one.attachment.slot.endswith("fulltext"):
                continue
            scene.open_case(row.app_id)
            review.go_module(one.attachment.module_code)
            review.go_attachment(one.attachment.att_id)
            driver.wait_for("the file", lambda: view.page_count or view.problem)
            if view.page_count > 1:
                driver.wait_for("the page", lambda: _is_painted(view))
                driver.pause(1.5)
                return
    step.check("a file of several pages is here", holds=False)


def _enhance(scene: Scene, review: ReviewPage, step: Step) -> None:
    driver, view = scene.driver, review.scan.view
    driver.press("Ctrl+E", view.canvas)
    driver.wait_for("the menu", lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    driver.picture(step, menu, name="enhancement-menu")
    menu.actions()[0].trigger()
    menu.close()
    scene.window.commands.trigger("review.look_straighten")
    driver.pause(1.5)
    step.check("two changes are on", view.look.contrast and view.look.straighten, view.look)
    driver.picture(step)
    scene.window.commands.trigger("review.look_plain")
    step.check("the page is as it was", not view.look)


def _find(scene: Scene, review: ReviewPage, words: str) -> None:
    driver, tools = scene.driver, review.scan.tools
    driver.press("Ctrl+F", review.scan.view.canvas)
    driver.wait_for("the row", lambda: tools.bar.isVisible())
    driver.type(words, tools.bar.field)
    driver.press("Return", tools.bar.field)
    driver.wait_for("every page", lambda: tools.search.wanted == words and tools.search.is_done)


def _show_problem(scene: Scene, review: ReviewPage, step: Step) -> None:
    """A file of the demo that cannot be read, or a case whose file was made so."""
    view = review.scan.view
    for row in scene.rows(QueueFilter(view="all")):
        if not row.files or row.cached < row.files:
            continue
        case = scene.workspace.queries.case(row.app_id)
        found = [one for one in case.findings if one.rule_id == "R105"] if case else []
        if not found:
            continue
        scene.open_case(row.app_id)
        review.go_finding(found[0].finding_id)
        scene.driver.pause(1.5)
        if view.problem is not None:
            scene.driver.picture(step)
            step.check("the case is left as it was", review.case is not None)
            return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "全文.pdf")
        path.write_bytes(paper(Path(folder, "a.pdf")).read_bytes()[:400])
        view.set_document(DocumentSource.of_file(path))
        scene.driver.wait_for("the card", lambda: view.problem is not None)
        scene.driver.picture(step)
        step.check("the reason is said", view.problem is not None)
        view.set_document(None)

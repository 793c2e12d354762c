"""The version that came back beside the one that was returned, in one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.operations import claims, downloads
from app.ui.pages.resubmit.pane import ResubmitPane
from app.ui.pages.review import ReviewPage
from app.ui.theme import theme
from app.viewers.compare.difference import Difference
from app.viewers.compare.modes import CompareMode
from tests.journey.office import HANDLER, PASSWORD

if TYPE_CHECKING:
    from tests.journey.scene import Scene


def compare(scene: Scene) -> None:
    """One key opens both scans; then side by side, laid over, and what differs."""
    driver, given = scene.driver, scene.given
    theme.set_mode(given["theme"])
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    width, height = (int(part) for part in given["size"].split("x"))
    scene.window.resize(width, height)
    review = scene.review()
    app_id = given["returned"]
    with driver.step("what was asked and what changed") as step:
        driver.wait_for("the new version", lambda: app_id in scene.ids("resubmitted"))
        if app_id not in scene.ids("mine"):
            claims.claim(scene.workspace, app_ids=[app_id]).result(60)
            scene.sync_now()
        pane = _opened(scene, review, app_id)
        verdict = next((one.verdict for one in pane.rows if one.module == "papers"), None)
        step.check("the papers were changed as asked", verdict == "CHANGED", verdict)
        step.check("both files are here", pane.scans.view.pairs_known)
    view = pane.scans.view
    found: list[Difference] = []
    view.compared.connect(found.append)
    for mode in (CompareMode.SIDE, CompareMode.OVERLAY, CompareMode.DIFFERENCE):
        with driver.step(f"compare {mode.value}") as step:
            found.clear()
            view.set_mode(CompareMode.FLIP)
            view.set_mode(mode)
            driver.wait_for("the pages compared", lambda: found, 60)
            driver.pause(0.8)
            step.check("they were laid over each other", found[-1].aligned, found[-1].fit)
            step.check("the correction is found", bool(found[-1].come), found[-1].come)
            driver.picture(step)
    with driver.step("back to the review") as step:
        driver.press("Escape", view.right.view.canvas if view.right.isVisible() else view)
        driver.wait_for("the review", lambda: not review.comparing.is_open)
        step.check("nothing is kept", view.kept_bytes == 0, view.kept_bytes)


def _opened(scene: Scene, review: ReviewPage, app_id: str) -> ResubmitPane:
    driver = scene.driver
    downloads.start(scene.workspace, app_ids=[app_id])
    scene.open_case(app_id)
    review.go_module("papers")
    driver.settle()
    driver.press("Alt+B", review.sheet.fields)
    driver.wait_for("the comparison", lambda: review.comparing.is_open)
    pane = review.comparing.pane
    assert pane is not None
    view = pane.scans.view
    driver.wait_for("both documents", lambda: view.pairs_known and not view.waits, 120)
    return pane

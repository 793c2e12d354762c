"""The main screens at one size, in one theme and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.store.readmodels import QueueFilter
from app.ui.commands import ShortcutSheet
from app.ui.theme import theme
from tests.journey.office import HANDLER, PASSWORD

if TYPE_CHECKING:
    from tests.journey.scene import Scene


def looks(scene: Scene) -> None:
    """Sign in and take a picture of every screen."""
    driver, given = scene.driver, scene.given
    scene.app.set_language(given["language"])
    theme.set_mode(given["theme"])
    width, height = (int(part) for part in given["size"].split("x"))
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    window = scene.window
    window.resize(width, height)
    queue = scene.queue()
    with driver.step("queue") as step:
        window.show_page("queue")
        driver.wait_for("the queue", lambda: queue.model.lines.total > 0)
        driver.pause(0.6)
        step.check("the window has its size", window.width() == width, window.width())
    review = scene.review()
    wrong = scene.with_finding(scene.rows(QueueFilter(view="all")), "R073")
    with driver.step("review") as step:
        scene.open_case(wrong)
        driver.pause(1.2)
        step.check("a case is shown", review.case is not None)
    with driver.step("review, a case with scans and a return") as step:
        scene.open_case(given["returned"])
        review.go_module("papers")
        driver.pause(1.2)
        step.check("the module is shown", review.place.module == "papers", review.place.module)
    for name in ("sync", "settings"):
        with driver.step(name) as step:
            window.show_page(name)
            driver.pause(0.5)
            step.check("the page is shown", window.current == name, window.current)
    with driver.step("command palette") as step:
        window.show_page("queue")
        window.commands.trigger("shell.palette")
        driver.pause(0.3)
        step.check("the palette is open", scene.app.palette_open())
    driver.press("Escape")
    with driver.step("keys") as step:
        window.commands.trigger("shell.keys")
        driver.pause(0.3)
        sheet = window.findChild(ShortcutSheet)
        step.check("the keys are shown", sheet is not None and sheet.isVisible())
    driver.press("Escape")

"""The acts of the seal holder: a seal imported, 30 forms sealed with one PIN, a kill in the middle,
the rest sealed, verified, sent; and what is left of it when the seal is revoked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget

from app.operations.envelope import find_case
from app.operations.sealing.plan import Planned
from app.store.readmodels import QueueFilter
from app.store.seal_pages import BatchState, ItemState
from app.ui.forms import FormDialog, FormPreview
from app.ui.pages.dossier import DossierPage
from app.ui.pages.seal import SealPage
from app.ui.pages.seal.run import RunState
from app.ui.theme import theme
from tests.journey.office import PASSWORD, SEALER
from tests.journey.scene import Scene

if TYPE_CHECKING:
    from tests.journey.record import Step

FIRST = "000301"
"""The end of the id of the first case that waits for the seal."""
SHOWN = ("000301", "000304", "000306")
"""Cases looked at before: their forms have one page, two and three."""
BATCH = 30
KILL_AFTER = 12
EXCLUDED = {"R121", "R124", "R135"}
SECONDS = 90


def sealer(scene: Scene) -> None:
    """Look, import the seal, plan, give the PIN once, and be killed in the middle of the batch."""
    driver = scene.driver
    with driver.step("sign in as seal holder") as step:
        scene.sign_in(SEALER, PASSWORD, step)
    driver.wait_for("the cases", lambda: len(scene.ids("onward")) >= BATCH)
    with driver.step("three dossiers complete") as step:
        _dossiers(scene, step)
    with driver.step("forms previewed") as step:
        _forms(scene, step)
    with driver.step("seal imported") as step:
        _import(scene, step)
    page = _desk(scene)
    with driver.step("plan with what is left out") as step:
        _plan(scene, page, step)
    with driver.step("contact sheet") as step:
        _contact_sheet(scene, page, step)
    with driver.step("PIN given once") as step:
        _give_pin(scene, page, step)
    with driver.step("batch begun") as step:
        driver.wait_for("some seals", lambda: page.run.count(ItemState.SEALED) >= 3, SECONDS)
        driver.picture(step)
        batch = page.run.batch
        assert batch is not None
        step.check("30 forms are in the batch", len(batch.items) == BATCH, len(batch.items))
        driver.tell(
            batch=batch.batch_id,
            sealed_cases=[item.app_id for item in batch.items],
        )
    with driver.step("killed in the middle of a batch") as step:
        driver.wait_for("half", lambda: page.run.count(ItemState.SEALED) >= KILL_AFTER, SECONDS)
        step.picture = "-"
        step.check("it is under way", page.run.state is RunState.RUNNING, page.run.state)
    driver.ask_to_be_killed()
    driver.pause(30)


def resumed(scene: Scene) -> None:
    """Start again, find the batch, give the PIN again, seal the rest, see the report, send it."""
    driver, given = scene.driver, scene.given
    with driver.step("sign in again") as step:
        scene.sign_in(SEALER, PASSWORD, step)
    with driver.step("the batch is found again") as step:
        page = _desk(scene)
        driver.wait_for("the batch left open", lambda: page.control.left_open)
        left = page.control.left_open
        assert left is not None
        before = left.batch.count(ItemState.SEALED)
        step.check("it is the same batch", left.batch.batch_id == given["batch"])
        step.check("some were sealed", before >= KILL_AFTER, before)
        step.check("the rest waits", 0 < left.batch.count(ItemState.PLANNED) < BATCH, before)
        driver.settle()
    with driver.step("going on with the PIN") as step:
        _button(page.banner, "继续").click()
        driver.settle()
        _fill_pin(scene, page)
        driver.picture(step)
        page.pane.do.click()
        driver.wait_for("sealing", lambda: page.run.batch is not None)
    with driver.step("report of the batch") as step:
        driver.wait_for("the report", lambda: page.run.state is RunState.DONE, SECONDS)
        batch = page.run.batch
        assert batch is not None
        driver.pause(0.5)
        step.check("all are sealed", batch.count(ItemState.SEALED) == BATCH,
                   batch.count(ItemState.SEALED))  # fmt: skip
        step.check("the batch is closed", batch.state is BatchState.DONE, batch.state)
        good = [proof for proof in page.run.proofs if proof.good]
        step.check("each was verified again", len(good) == BATCH, len(good))
        numbers = [proof.usage_no for proof in page.run.proofs]
        step.check("no number twice", len(set(numbers)) == BATCH, numbers)
    with driver.step("record of use") as step:
        page.show_tab("record")
        driver.wait_for("the record", lambda: len(page.record.uses()) >= BATCH)
        driver.pause(0.4)
        step.check("each form has its line", len(page.record.cases()) == BATCH,
                   len(page.record.cases()))  # fmt: skip
    with driver.step("seals sent") as step:
        scene.sync_now()
        driver.wait_for(
            "an empty outbox", lambda: not scene.workspace.queries.outbox().waiting, SECONDS
        )
        scene.window.show_page("sync")
        driver.pause(0.4)
        trouble = [op.app_id for op in scene.workspace.queries.outbox().need_you]
        step.check("the server took all", not trouble, trouble)


def evidence(scene: Scene) -> None:
    """In another size and theme: verdicts, the time stamps, the evidence pack; a revoked seal."""
    driver, given = scene.driver, scene.given
    if "theme" in given:
        theme.set_mode(given["theme"])
    with driver.step("sign in") as step:
        scene.sign_in(SEALER, PASSWORD, step)
    if "size" in given:
        scene.window.resize(*(int(part) for part in given["size"].split("x")))
    cases = [str(one) for one in given["sealed_cases"]]
    with driver.step("stamps of the server here") as step:
        # what was sealed here comes back by itself with its time stamp
        driver.wait_for("the files", lambda: all(_has_stamp(scene, one) for one in cases), SECONDS)
        step.check("all are time-stamped", all(_has_stamp(scene, one) for one in cases))
    with driver.step("desk with the rest") as step:
        page = _desk(scene)
        _checked(scene, page)
        ids = {one.app_id for one in page.work.included()}
        step.check("none is offered twice", not ids & set(cases), sorted(ids & set(cases)))
        driver.pause(0.5)
    with driver.step("verdict of a sealed form") as step:
        _verdict(scene, cases[0], step)
    with driver.step("evidence pack exported") as step:
        _pack(scene, page, cases, step)
    with driver.step("seals of the office") as step:
        page.show_tab("own")
        driver.wait_for("the cards", lambda: page.own.cards)
        driver.pause(0.5)
        step.check("one can be used", any(view.card.usable for view in page.own.cards))
    with driver.step("a revoked seal is refused") as step:
        driver.ask("revoke_seal")
        scene.sync_now()
        driver.wait_for("the revocation", lambda: _revoked(page), SECONDS)
        page.show_tab("waiting")
        page.check_again()
        driver.wait_for("the check", lambda: not page.work.checking)
        driver.pause(0.6)
        why = page.pane.missing()
        step.check("the desk says why", "注销" in why, why)
        step.check("nothing can be sealed", not page.work.included(), len(page.work.included()))


# --- parts ----------------------------------------------------------------------------------------


def _case(scene: Scene, ending: str) -> str:
    return next(app_id for app_id in scene.ids("onward") if app_id.endswith(ending))


def _desk(scene: Scene) -> SealPage:
    scene.window.show_page("seal")
    page = scene.window.page("seal")
    assert isinstance(page, SealPage)
    scene.driver.settle()
    return page


def _checked(scene: Scene, page: SealPage) -> None:
    scene.driver.wait_for("the check", lambda: page.work.loaded and not page.work.checking, SECONDS)


def _button(within: QWidget, words: str) -> QAbstractButton:
    for button in within.findChildren(QAbstractButton):
        if words in button.text() and button.isVisible():
            return button
    raise AssertionError(f"no button {words}")


def _dossiers(scene: Scene, step: Step) -> None:
    driver = scene.driver
    scene.window.show_page("dossier")
    page = scene.window.page("dossier")
    assert isinstance(page, DossierPage)
    for ending in SHOWN:
        app_id = _case(scene, ending)
        page.open_case(app_id, QueueFilter(view="onward"))
        driver.wait_for("the dossier", lambda one=app_id: page.app_id == one and page.view)
        driver.pause(0.4)
        driver.picture(step, name=f"dossier-{ending}")
        dossier = page.work.dossier
        step.check("publicity held, without a gap", dossier.publicity is not None
                   and bool(dossier.publicity.result_text))  # fmt: skip
        step.check("the group met", dossier.deliberation is not None
                   and len(dossier.deliberation.members) >= 5)  # fmt: skip
        step.check("an opinion stands", len(dossier.recommendation.text) >= 150)
        assert page.view is not None
        waiting = [one.rule_id for one in page.view.open_gates() if one.section != "seal"]
        step.check("nothing but the seal is missing", not waiting, waiting)


def _forms(scene: Scene, step: Step) -> None:
    driver = scene.driver
    for pages, ending in enumerate(SHOWN, start=1):
        app_id = _case(scene, ending)
        dialog = FormDialog(scene.window, scene.app.session, app_id, "unit_opinion")  # type: ignore[arg-type]
        dialog.open()
        driver.wait_for("the form", lambda one=dialog: one.shown and _painted(one.preview))
        driver.pause(0.2)
        shown = dialog.shown
        assert shown is not None
        driver.picture(step, dialog, name=f"form-{ending}")
        step.check(f"{pages} pages", _pages(shown.pdf) == pages, _pages(shown.pdf))
        dialog.reject()
        driver.settle()


def _painted(preview: FormPreview) -> bool:
    source, frame = preview.source, preview.view.canvas.frame
    return source is not None and frame is not None and frame.key == source.key


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _import(scene: Scene, step: Step) -> None:
    """The wizard: scan, key, PIN, registration."""
    driver, folder = scene.driver, Path(scene.given["seals"]["folder"])
    page = _desk(scene)
    page.show_tab("own")
    driver.wait_for("the cards", lambda: page.own.cards)
    driver.pause(0.3)
    driver.picture(step, name="seals-before")
    page.own.open_wizard()
    wizard = page.own.wizard
    assert wizard is not None
    wizard.scan.load(folder / "unit-scan.png")
    driver.wait_for("the picture", lambda: wizard.scan.image is not None)
    driver.pause(0.3)
    driver.picture(step, wizard, name="wizard-scan")
    wizard.next.click()
    wizard.key.load(folder / "unit.p12")
    driver.settle()
    driver.picture(step, wizard, name="wizard-key")
    wizard.next.click()
    driver.type(scene.given["seals"]["pin"], wizard.pin.pin)
    driver.press("Return", wizard.pin.pin)
    driver.wait_for("the key", lambda: wizard.pin.candidate is not None)
    driver.settle()
    step.check("the field is empty again", wizard.pin.pin.text() == "")
    driver.picture(step, wizard, name="wizard-certificate")
    wizard.next.click()
    driver.wait_for("the comparison", lambda: wizard.match.bindable is not None)
    driver.settle()
    driver.picture(step, wizard, name="wizard-registration")
    wizard.next.click()
    driver.wait_for("a usable seal", lambda: any(view.card.usable for view in page.own.cards))
    driver.pause(0.5)
    driver.picture(step, name="seals-after")
    page.show_tab("waiting")


def _plan(scene: Scene, page: SealPage, step: Step) -> None:
    driver = scene.driver
    page.check_again()
    _checked(scene, page)
    rules = {rule for one in page.work.left_out() for rule in one.rule_ids}
    step.check("three rules keep forms out", rules >= EXCLUDED, sorted(rules))
    step.check("30 can be sealed", len(page.work.included()) >= BATCH, len(page.work.included()))
    first = _ids_of(page.work.included())
    wanted = [app_id for app_id in first if app_id[-6:] >= FIRST][:BATCH]
    page.work.only(wanted)
    plan = page.work.plan()
    assert plan is not None
    step.check("30 are chosen", len(plan.included) == BATCH, len(plan.included))
    step.check("some have several pages", plan.cross_pages >= 10, plan.cross_pages)
    longest = next(one for one in plan.included if one.pages == 3)
    page.lists.select(longest)
    driver.pause(1.0)


def _ids_of(planned: list[Planned]) -> list[str]:
    return list(dict.fromkeys(one.app_id for one in planned))


def _contact_sheet(scene: Scene, page: SealPage, step: Step) -> None:
    driver = scene.driver
    page.toggle_sheet()
    driver.wait_for("the sheet", lambda: page.preview.shows_sheet)
    driver.pause(2.0)
    driver.picture(step)
    page.toggle_sheet()
    step.check("one form again", not page.preview.shows_sheet)


def _fill_pin(scene: Scene, page: SealPage) -> None:
    scene.driver.type(scene.given["seals"]["pin"], page.pane.pin)
    for box in (page.pane.seen, page.pane.own):
        if not box.isChecked():
            box.click()
    scene.driver.settle()


def _give_pin(scene: Scene, page: SealPage, step: Step) -> None:
    driver = scene.driver
    driver.press("Ctrl+Return", page.lists.table)
    wrong = "135790"
    driver.type(wrong, page.pane.pin)
    for box in (page.pane.seen, page.pane.own):
        box.click()
    page.pane.do.click()
    driver.wait_for("the refusal", page.pane.problem)
    driver.pause(0.3)
    driver.picture(step, name="wrong-pin")
    step.check("nothing is sealed with a wrong PIN", page.run.batch is None)
    page.pane.forget()
    _fill_pin(scene, page)
    step.check("nothing is missing", page.pane.missing() == "", page.pane.missing())
    driver.picture(step)
    page.pane.do.click()
    driver.wait_for("the batch", lambda: page.run.batch is not None)
    step.check("the field is empty again", page.pane.pin.text() == "")


def _has_stamp(scene: Scene, app_id: str) -> bool:
    stamps = find_case(scene.workspace, app_id).application.stamps
    return any(
        stamp.time_stamped_sha256 and scene.workspace.blobs.has(stamp.time_stamped_sha256)
        for stamp in stamps
    )


def _verdict(scene: Scene, app_id: str, step: Step) -> None:
    """The sealed form as the case's dialog shows it, and the verdict of its seal."""
    from app.ui.verification import VerifyDialog

    driver, session = scene.driver, scene.app.session
    assert session is not None
    stamp = find_case(scene.workspace, app_id).application.stamps[-1]
    with scene.workspace.blobs.open(stamp.time_stamped_sha256) as file:
        data = file.readall()
    dialog = VerifyDialog(scene.window, session, {f"{app_id}.pdf": data}, app_id)
    dialog.open()
    driver.wait_for("the verdict", lambda: dialog.files and _painted(dialog.preview))
    driver.settle()
    (file,) = dialog.files
    said = [str(one.verdict) for one in (file.found.seals if file.found else ())]
    step.check("the seal is intact", said == ["INTACT"], said)
    driver.picture(step, dialog)
    dialog.reject()
    driver.settle()


def _pack(scene: Scene, page: SealPage, cases: list[str], step: Step) -> None:
    driver = scene.driver
    target = Path(scene.given["scratch"], "用章凭证.zip")
    page.papers.ask_target = lambda *_asked: str(target)
    page.show_tab("record")
    driver.wait_for("the record", lambda: len(page.record.cases()) >= BATCH)
    page.record.pack.click()
    driver.wait_for("the pack", lambda: _whole_zip(target), SECONDS)
    driver.pause(0.5)
    driver.picture(step)
    with zipfile.ZipFile(target) as pack:
        names = pack.namelist()
        step.check("it reads back whole", pack.testzip() is None)
    forms = [name for name in names if name.endswith(".pdf")]
    step.check("every sealed form is in it", len(forms) >= len(cases), len(forms))
    driver.tell(pack=str(target))


def _whole_zip(path: Path) -> bool:
    return path.exists() and zipfile.is_zipfile(path)


def _revoked(page: SealPage) -> bool:
    return any(view.card.seal.status == "REVOKED" for view in page.own.cards)


ACTS: dict[str, Callable[[Scene], None]] = {
    "sealer": sealer, "sealer-resumed": resumed, "evidence": evidence,
}  # fmt: skip

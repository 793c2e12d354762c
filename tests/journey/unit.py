"""The acts of a unit: its dossier filled in, counted, passed, sealed, sent on, seen above."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.calendar import Verdict
from app.domain.enums import Verb
from app.domain.partial_date import CHINA
from app.store.readmodels import QueueFilter
from app.ui.pages.dossier import DossierPage
from app.ui.widgets import CheckBox, ConfirmDialog
from tests.journey.anchors import draw_one, see_it
from tests.journey.office import APPROVER, HANDLER, PASSWORD
from tests.journey.scene import Scene

if TYPE_CHECKING:
    from tests.journey.record import Step

SEALER, CLERK = "sealer1", "dept"
OPINION = (
    "该同志思想品德端正，遵守职业道德，廉洁自律。任现职以来主持完成市政道路与桥梁工程6项，"
    "工期提前30天，节约投资120万元，工作成绩突出，其中2项获市级优质工程奖。专业水平较高，理论"
    "基础扎实，参编技术规程1部。业务能力强，能独立解决软基处理和管线迁改中的复杂技术问题，并指导"
    "3名青年技术人员。工作态度认真负责，爱岗敬业，近5年考核均为合格以上。单位同意推荐其参加评审。"
)
MEMBERS = ("卫长风", "石越溪", "景行知", "方遥岑", "林知微")
SECONDS = 60


def filled(scene: Scene) -> None:
    """The handler fills in a dossier that nobody has begun, and proposes to pass."""
    driver = scene.driver
    with driver.step("sign in") as step:
        scene.sign_in(HANDLER, PASSWORD, step)
    queue = scene.queue()
    driver.wait_for("the queue", lambda: queue.model.lines.total > 0)
    app_id = scene.with_finding(scene.rows(QueueFilter(view="todo")), "R120")
    with driver.step("a place on a scan") as step:
        draw_one(scene, app_id, step)
    with driver.step("a dossier not begun") as step:
        page = _open(scene, app_id)
        step.check("nothing is filled in", page.work.dossier.publicity is None)
        if page.view is not None and not page.view.case.mine:
            page.acts.claim()
            driver.wait_for("the claim", lambda: page.view is not None and page.view.case.mine)
    with driver.step("publicity counted") as step:
        _publicity(scene, page, step)
    with driver.step("deliberation and opinion") as step:
        _deliberation(scene, page)
        page.opinion.editor.setFocus()
        driver.type(OPINION, page.opinion.editor)
        page.verification.first.click()  # type: ignore[union-attr]
        page.go("deliberation")
        driver.pause(1.5)
        step.check("no aspect is missing", all(
            chip.spec.tone == "green" for chip in page.opinion.chips.values()))  # fmt: skip
    with driver.step("gates met") as step:
        page.go("recommendation")
        _settle(scene, page)
        view = page.view
        assert view is not None
        grave = {"BLOCK", "ERROR"}
        waiting = [
            one.rule_id
            for one in view.open_gates()
            if grave & {finding.severity.value for finding in one.findings}
        ]
        step.check("no gate blocks", not waiting, waiting)
    with driver.step("proposed with the dossier") as step:
        driver.wait_for("the verb", lambda: not page.verdict.reason(Verb.PASS),
                        SECONDS)  # fmt: skip
        driver.press("Alt+1", page)
        driver.picture(step)
        focus = QApplication.focusWidget()
        step.check("the focus stands on the button", focus is page.bar.primary, focus)
        driver.press("Return", page.bar.primary)
        _sent(scene)
    driver.tell(unit_case=app_id)


def passed(scene: Scene) -> None:
    """The approver agrees."""
    driver, app_id = scene.driver, str(scene.given["unit_case"])
    with driver.step("sign in as approver") as step:
        scene.sign_in(APPROVER, PASSWORD, step)
    with driver.step("approve the pass") as step:
        scene.window.show_page("approve")
        driver.wait_for("the proposal", lambda: app_id in {
            row.app_id for row in scene.workspace.queries.approvals()})  # fmt: skip
        driver.pause(0.5)
        scene.approve_one(app_id, step)
        _sent(scene)


def onward(scene: Scene) -> None:
    """The seal holder records the seal and sends the case on."""
    driver, app_id = scene.driver, str(scene.given["unit_case"])
    with driver.step("sign in as seal holder") as step:
        scene.sign_in(SEALER, PASSWORD, step)
    queue = scene.queue()
    with driver.step("waiting to be sent on") as step:
        scene.window.show_page("queue")
        queue.show_view("onward")
        driver.wait_for("the case", lambda: app_id in scene.ids("onward"))
        driver.pause(0.5)
        step.check("it is in the view", app_id in scene.ids("onward"))
    with driver.step("sealed on paper") as step:
        page = _open(scene, app_id)
        driver.picture(step)
        driver.in_dialog(lambda dialog: _seal(scene, dialog, step))
        page.seal.button.click()
        _sent(scene)
        driver.wait_for("no form", lambda: page.view is not None and not page.view.forms)
        made = [one.method.value for one in page.view.case.application.stamps] if page.view else []
        step.check("it says paper", made == ["PAPER"], made)
    with driver.step("next target chosen") as step:
        page.go("onward")
        driver.wait_for("the way on", lambda: page.onward.target and not page.onward.button.reason)
        target = page.onward.target
        assert target is not None
        driver.pause(0.3)
        step.check("the one proposed is chosen", target.proposed, target.node.name)
        driver.tell(next_office=target.node.org_id)
    with driver.step("sent on") as step:
        page.onward.button.click()
        driver.pause(0.3)
        driver.picture(step)
        _sent(scene)


def above(scene: Scene) -> None:
    """The next office sees it."""
    driver, app_id = scene.driver, str(scene.given["unit_case"])
    with driver.step("sign in at the next office") as step:
        scene.sign_in(CLERK, PASSWORD, step)
    with driver.step("seen by the next office") as step:
        queue = scene.queue()
        scene.window.show_page("queue")
        queue.show_view("to_claim")
        driver.wait_for("the case", lambda: app_id in scene.ids("to_claim"))
        case = scene.workspace.queries.case(app_id)
        org = scene.workspace.account.org.org_id
        step.check("it lies here", case.application.node_org == org, case.application.node_org)
        step.check("with its dossier", bool(case.dossier and case.dossier.recommendation.text))
        driver.pause(0.6)
    with driver.step("the place that the unit marked") as step:
        see_it(scene, app_id, step)


# --- parts ----------------------------------------------------------------------------------------


def _open(scene: Scene, app_id: str) -> DossierPage:
    page = scene.window.page("dossier")
    assert isinstance(page, DossierPage)
    scene.window.show_page("dossier")
    page.open_case(app_id, QueueFilter(view="all"))
    scene.driver.wait_for("the dossier", lambda: page.app_id == app_id)
    scene.driver.settle()
    return page


def _publicity(scene: Scene, page: DossierPage, step: Step) -> None:
    driver = scene.driver
    today = scene.workspace.clock.now().astimezone(CHINA).date()
    part, (start, end) = page.publicity, page.publicity.day_fields
    for day, back in ((start, 26), (end, 10)):
        day.setFocus()
        driver.type(_day(today, back), day)
    for path, text in (("place", "公司公告栏、项目部宣传栏"), ("method", "张贴、内网"),
                       ("result_text", "公示期内没有收到异议")):  # fmt: skip
        field = part.field(path)
        field.setFocus()
        driver.type(text, field)
    page.work.set_value("无异议", ("publicity", "objection"), False)
    driver.pause(1.5)
    shown = page.work.dossier.publicity
    assert shown is not None
    calendar = page.view.calendar if page.view else None
    assert calendar is not None
    assert shown.start_date is not None
    assert shown.end_date is not None
    profile = page.view.case.profile if page.view else None
    assert profile is not None
    counted = calendar.count(shown.start_date, shown.end_date, profile.calendar)
    step.check("every day has its cell", len(part.strip.cells) >= 17, len(part.strip.cells))
    step.check("five ways are shown", len(part.lines) == 5, len(part.lines))
    step.check("it is long enough", counted.verdict is not Verdict.SHORT, counted.verdict)


def _deliberation(scene: Scene, page: DossierPage) -> None:
    driver, part = scene.driver, page.deliberation
    today = scene.workspace.clock.now().astimezone(CHINA).date()
    day = part.first
    assert day is not None
    day.setFocus()
    driver.type(_day(today, 8), day)
    for row, name in enumerate(MEMBERS):
        part.members.add_member()
        for field, text in zip(part.members.fields(row), (name, "部门负责人", "高级工程师"),
                               strict=True):  # fmt: skip
            field.setFocus()
            driver.type(text, field)
    values: dict[tuple[str, ...], object] = {
        ("deliberation", "leader"): MEMBERS[0],
        ("deliberation", "votes_for"): len(MEMBERS),
        ("deliberation", "suggestion_text"): "同意推荐申报。",
    }
    page.work.set_values("审议", values)
    for year in page.assessments.years:
        box = page.assessments.box(year)
        box.choose("COMPETENT")
        box.activated.emit(box.currentIndex())


def _settle(scene: Scene, page: DossierPage) -> None:
    """核实无误 for every warning of the case, those of the form included."""
    driver = scene.driver
    driver.wait_for("the draft", lambda: page.work.all_saved)
    driver.pause(0.5)
    for finding in page.view.case.findings if page.view else ():
        if finding.severity.value in ("WARN", "ASK"):
            page.acts.on_finding(finding.finding_id, "verify")
    driver.pause(0.8)


def _seal(scene: Scene, dialog: QWidget, step: Step) -> None:
    assert isinstance(dialog, ConfirmDialog)
    for box in dialog.findChildren(CheckBox):
        box.click()
    scene.driver.picture(step, dialog, name="seal-asked")
    dialog.do.click()


def _sent(scene: Scene) -> None:
    """Everything of this officer has gone out."""
    scene.driver.settle()
    scene.sync_now()
    outbox = scene.workspace.queries.outbox
    scene.driver.wait_for("an empty outbox", lambda: not outbox().waiting, SECONDS)


def _day(today: date, back: int) -> str:
    return (today - timedelta(days=back)).isoformat()

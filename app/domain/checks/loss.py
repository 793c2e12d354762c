"""Family M, first part: the reissue of a lost certificate (S1 3.4; domain §1.3 B19–B21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.calendar import Verdict
from app.domain.checks.engine import (
    CLAIM,
    LOSS_ITEM_1,
    LOSS_ITEM_2,
    PASS,
    SUBMIT,
    Hit,
    Subject,
    rule,
)
from app.domain.checks.levels import office_hits
from app.domain.enums import ApplicationType, Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, is_empty
from app.domain.partial_date import CHINA
from app.domain.publicity import Publicity

PLACE = "3.4 遗失补办申报"
MODULE = "loss"
"""Where findings about the publicity stand: it is no module of the form."""


def _is_loss(at: Subject) -> bool:
    return at.case is not None and at.case.type is ApplicationType.LOSS_REISSUE


def _publicity(at: Subject) -> Publicity | None:
    return at.case.loss_publicity if at.case is not None else None


def first_row(at: Subject) -> tuple[str, FormEntry | None]:
    """The module of item 1, and its row where it was filled in."""
    spec = at.profile.type_spec(ApplicationType.LOSS_REISSUE)
    code = next(iter(spec.first_modules), MODULE) if spec is not None else MODULE
    return code, next(iter(at.rows(code)), None)


@rule(
    "R190",
    gates={LOSS_ITEM_2: Severity.BLOCK, SUBMIT: Severity.BLOCK, PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S1",
        place=PLACE,
        quote="公示期为5个工作日，如未进行公示或公示时间不足，系统自动禁止提交材料。",
    ),
)
def publicised_long_enough(at: Subject) -> Iterator[Hit]:
    """The original was declared void for the working days that the region's calendar asks for.

    Only days that are over count: publicity may be closed at the end of its last day. Where a
    year's holidays are not known it is a question, until an officer has closed the publicity with
    a word on its result.
    """
    publicity = _publicity(at)
    if not _is_loss(at) or publicity is None:
        return  # R191 asks for the publicity itself
    start = publicity.start_date
    if start is None or at.calendar is None:
        yield Hit(MODULE, field="end_date", variant="UNDECIDED", uncertain=True)
        return
    over = at.now.astimezone(CHINA).date() - timedelta(days=1)
    end = min(over, publicity.end_date) if publicity.end_date is not None else over
    count = at.calendar.count(start, max(end, start), at.profile.calendar)
    days = count.in_force.total if end >= start else 0
    words = {
        "start": start.isoformat(),
        "days": str(days),
        "needed": str(count.in_force.needed),
        "until": count.in_force.reached_on.isoformat(),
    }
    if end >= start and count.verdict is Verdict.UNCERTAIN:
        if is_empty(publicity.result_text):
            years = {"years": "、".join(map(str, count.unknown_years))}
            yield Hit(MODULE, field="end_date", variant="NO_YEAR", params=years, uncertain=True)
    elif days < count.in_force.needed:
        yield Hit(MODULE, field="end_date", params=words)


@rule(
    "R191",
    gates={LOSS_ITEM_2: Severity.BLOCK, SUBMIT: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S1",
        place=f"{PLACE}（3）",
        quote="第一项申报信息填写完毕后，点击页面下方的“保存”按钮。保存后原证书信息会在广西专业技术人员"
        "职称管理服务平台进行公示作废，公示期为5天。",
    ),
)
def first_item_first(at: Subject) -> Iterator[Hit]:
    """Item 1, the original certificate, was saved: that is what opens the publicity."""
    if _is_loss(at) and _publicity(at) is None:
        code, _ = first_row(at)
        yield Hit(code)


@rule(
    "R192",
    gates={CLAIM: Severity.ERROR, PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S1",
        place=PLACE,
        quote="中初级职称证书遗失，请与授予单位（批准机关）联系。",
    ),
    params=("offices",),
    reason="LOSS_OFFICE",
)
def right_office(at: Subject) -> Iterator[Hit]:
    """The granting unit takes the lower levels, the issuing office the senior ones.

    Parameter ``offices``: for each level the kinds of office in charge.
    """
    if _is_loss(at):
        place = ("setup", None, "level")
        level = at.version.declaration.level
        yield from office_hits(at, level, at.params("R192")["offices"], place)


@rule(
    "R193",
    gates={LOSS_ITEM_1: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S1", place=PLACE, quote="请谨慎填写申请内容，一旦申请成功，原证书将作废。"
    ),
    params=("field",),
)
def irrevocable_acknowledged(at: Subject) -> Iterator[Hit]:
    """The applicant has said that they know it cannot be undone. Parameter ``field`` of item 1."""
    field = at.params("R193")["field"]
    code, row = first_row(at)
    if row is None or row.values.get(field) is not True:
        yield Hit(code, row.entry_id if row is not None else None, field)


@rule(
    "R194",
    gates={PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S1",
        place=PLACE,
        quote="高级职称证书声明作废不再采用登报的方式进行公布，必须通过广西专业技术人员信息管理平台进行"
        "公示",
    ),
)
def objection_settled(at: Subject) -> Iterator[Hit]:
    """An objection to the publicity was dealt with; that there was one is worth a look."""
    publicity = _publicity(at)
    if not _is_loss(at) or publicity is None:
        return
    place = (MODULE, None, "objection")
    if publicity.objection is None:
        yield Hit(*place, variant="UNSAID", uncertain=True)
    elif publicity.objection and is_empty(publicity.handling_result):
        yield Hit(*place)
    elif publicity.objection:
        yield Hit(*place, variant="SETTLED", severity=Severity.WARN)

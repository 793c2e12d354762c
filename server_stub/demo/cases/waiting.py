"""The approved cases that wait for the seal of their office: what a seal holder finds on the desk.

They stand beside the table of :mod:`plan`: numbers of their own, documents that were never on
paper (:mod:`electronic`), names and texts that forms have trouble with (domain §4.9, §4.10).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.enums import Level
from server_stub.demo.cases import omissions
from server_stub.demo.cases import personas as who
from server_stub.demo.cases.electronic import electronic
from server_stub.demo.cases.long_texts import EXPERTS, OBJECTION, REMARKS, SETTLED, VIEWS
from server_stub.demo.cases.offices import FOREIGN, UNIT
from server_stub.demo.cases.personas import Persona
from server_stub.demo.cases.plan import MOST, Planned
from server_stub.demo.cases.steps import Colleague, Steps, workdays_after

FIRST = MOST + 1
"""The number of the first of them."""
SEALABLE, SEALABLE_BELOW = 33, 2
"""So many can be sealed: of the demo's own office, and of the unit in a county."""

_MANY: tuple[Colleague, ...] = tuple(
    Colleague(name, post, title)
    for name, post, title in (
        ("阿卜杜热合曼·示例吐尔逊江", "总工程师", "正高级工程师"),
        ("龙䶮㛃", "工程部经理", "高级工程师"),
        ("欧阳映川", "质量安全部经理", "高级工程师"),
        ("韦𬭎宁", "技术中心主任", "高级工程师"),
        ("古丽巴哈尔·测试买买提", "人力资源部经理", "高级经济师"),
        ("司徒令衡", "项目经理", "高级工程师"),
        ("央金·示例", "造价部经理", "高级工程师"),
        ("诸葛知白", "试验室主任", "高级工程师"),
        ("莫䶮", "信息中心主任", "高级工程师"),
    )
)


def _experts(steps: Steps) -> Steps:
    """Experts gave their opinion, which nobody has to."""
    return replace(steps, expert=EXPERTS[steps.number % len(EXPERTS)].partition("：")[2])


def _large_group(steps: Steps) -> Steps:
    """Nine people deliberated, with names that are long or rarely written."""
    return replace(steps, group=_MANY, expert="\n".join(EXPERTS[:2]))


def _objection(steps: Steps) -> Steps:
    """Somebody objected, and it was settled."""
    told = "\n".join(EXPERTS[2:4])
    return replace(steps, objection=OBJECTION, settled=SETTLED, expert=told)


def _long(steps: Steps) -> Steps:
    """Every text is long: the form needs a third page."""
    told = _objection(_large_group(steps))
    remarks = "".join(REMARKS).format(trade=steps.trade)
    views = (
        f"{colleague.name}（{colleague.post}）：{view}"
        for colleague, view in zip(told.group, VIEWS, strict=True)
    )
    return replace(told, evaluation=remarks, expert="\n".join(EXPERTS), views="\n".join(views))


def too_short(steps: Steps) -> Steps:
    """Four working days of publicity (R121)."""
    end = workdays_after(steps.calendar, steps.start - timedelta(days=1), 4)
    return replace(steps, end=end)


_TEXTS: tuple[omissions.Omission, ...] = (
    omissions.as_asked, _experts, omissions.as_asked, _large_group, _objection, _long,
)  # fmt: skip
_LEVELS = (
    Level.SENIOR_ASSOC, Level.MIDDLE, Level.MIDDLE, Level.SENIOR_ASSOC, Level.JUNIOR_ASSISTANT,
    Level.SENIOR_FULL,
)  # fmt: skip


def _approved(number: int) -> Persona:
    """Everything was done and approved: levels and lengths of text take turns."""
    return replace(
        who.CLEAN,
        title="approved, waits for the seal",
        stage="approved",
        level=_LEVELS[number % len(_LEVELS)],
        unit=_TEXTS[number % len(_TEXTS)],
        form=electronic,
    )


CHANGED = replace(
    _approved(1),
    title="approved, changed since it was publicised",
    before=replace(who.EARLY_PAPER, level=Level.MIDDLE, form=electronic),
    unit=omissions.first_version_shown,
    unit_rules=frozenset({"R124"}),
)
NOT_APPROVED = replace(_approved(1), title="recommendation not approved", stage="pass proposed")
TOO_SHORT = replace(
    _approved(1),
    title="approved after four working days of publicity",
    unit=too_short,
    unit_rules=frozenset({"R121"}),
)
EXCLUDED = (CHANGED, NOT_APPROVED, TOO_SHORT)
"""Those that no seal may be put on: R124, R135, R121."""


def waiting_cases() -> list[Planned]:
    """The cases: those that can be sealed first, then :data:`EXCLUDED`, then the other unit's."""
    own = [_approved(number) for number in range(SEALABLE)] + list(EXCLUDED)
    rows = [(UNIT, persona) for persona in own]
    rows += [(FOREIGN, _approved(number)) for number in range(SEALABLE_BELOW)]
    return [
        Planned(number, org_id, "later", persona)
        for number, (org_id, persona) in enumerate(rows, start=FIRST)
    ]

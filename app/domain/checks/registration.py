"""Family M, third part: units and who is bound to them (S0; domain §4.13 R210–R212)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.domain.checks.engine import (
    CLAIM,
    ORG_APPROVE,
    UNIT_PASS,
    Hit,
    Subject,
    rule,
    run,
)
from app.domain.enums import Level, Severity
from app.domain.finding import Citation, Finding
from app.domain.form import is_empty
from app.domain.identifiers import is_uscc
from app.domain.model import ApplicationVersion, Declaration, Organisation, Person
from app.domain.profile import Profile

MODULE = "organisation"
_REGISTRATION = Citation(
    source="S0",
    place="三．注册",
    quote="在注册页面依次输入单位名称、工商营业执照号、统一社会信用代码、上传单位注册证件扫描件",
)


def check_organisation(org: Organisation, profile: Profile, now: datetime) -> list[Finding]:
    """What stands in the way of a unit's registration; there is no application to look at."""
    nobody = ApplicationVersion(
        app_id="",
        version_no=0,
        declaration=Declaration(year=now.year, level=Level.UNKNOWN, target_title=""),
        person=Person(person_id="", name=""),
    )
    return run(Subject(version=nobody, profile=profile, now=now, org=org), ORG_APPROVE)


@rule("R210", gates={ORG_APPROVE: Severity.ERROR}, mode="A", source=_REGISTRATION)
def credit_code_valid(at: Subject) -> Iterator[Hit]:
    """18 characters with a valid check character (GB 32100-2015, modulo 31)."""
    if at.org is None:
        yield Hit(MODULE, field="uscc", variant="UNDECIDED", uncertain=True)
    elif is_empty(at.org.uscc):
        yield Hit(MODULE, field="uscc", variant="EMPTY")
    elif not is_uscc(at.org.uscc):
        yield Hit(MODULE, field="uscc", params={"uscc": at.org.uscc})


@rule("R211", gates={ORG_APPROVE: Severity.ERROR}, mode="F", source=_REGISTRATION)
def licence_attached(at: Subject) -> Iterator[Hit]:
    """The scan of the registration document is there."""
    if at.org is None:
        yield Hit(MODULE, field="licence_file", variant="UNDECIDED", uncertain=True)
    elif is_empty(at.org.licence_file):
        yield Hit(MODULE, field="licence_file")


@rule(
    "R212",
    gates={CLAIM: Severity.ERROR, UNIT_PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S0",
        place="五、3 单位秘钥",
        quote="生成秘钥发给申报个人，作为个人和单位链接的关键字段",
    ),
    reason="UNIT_NOT_BOUND",
)
def bound_by_key(at: Subject) -> Iterator[Hit]:
    """A live unit key binds the applicant to the unit that has the case."""
    if at.around.unit_bound is None:
        yield Hit("personal", field="employer", variant="UNDECIDED", uncertain=True)
    elif not at.around.unit_bound:
        yield Hit("personal", field="employer")

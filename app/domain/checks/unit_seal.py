"""Family J, seals: what must be sealed before a case goes on, by which seal; the unit's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.checks.engine import FORWARD, UNIT_PASS, Hit, Subject, rule
from app.domain.checks.unit_facts import MODULE
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import is_empty
from app.domain.model import Application
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.sealing import Seal, SealStatus, Stamp, StampMethod
from app.domain.stage import stage_kind
from app.domain.workflow.guards_onward import seals_missing

SEAL, UNIT = "seal", "unit"
FORM_NAMES: Mapping[str, tuple[str, str]] = {
    "unit_opinion": ("单位推荐意见", "unit's opinion"),
    "publicity_form": ("公示表", "publicity form"),
    "summary_form": ("一览表", "summary"),
    "return_notice": ("退回通知", "return notice"),
    "verification_opinion": ("审验意见", "verification opinion"),
}
"""What the forms are called, in Chinese and in English."""
_UNIT_NAMES: Mapping[str, tuple[str, str]] = {
    "licence_file": ("营业执照扫描件", "scan of the business licence"),
    "uscc": ("统一社会信用代码", "unified social credit code"),
    "business_licence_no": ("工商营业执照号", "business licence number"),
    "contact_name": ("联系人", "contact"),
    "contact_phone": ("联系电话", "telephone"),
    "location": ("单位所在地", "location"),
    "org_level": ("单位级别", "level"),
    "org_category": ("单位类别", "category"),
}


@rule(
    "R135",
    gates={FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S0",
        place="四．基层单位审核",
        quote="单位主要填写公示情况、审议小组情况、公示信息、考核结果、基础单位审核意见等，且需完成签章。",
    ),
)
def sealed(at: Subject) -> Iterator[Hit]:
    """Every form that must be sealed at this stage has a stamp on what is passed now."""
    for form in seals_missing(at.case, at.profile) if at.case else ():
        yield Hit(MODULE, field=SEAL, params=_form(form))


@rule(
    "R136",
    gates={FORWARD: Severity.BLOCK},
    mode="A",
    source=Citation(source="D", place="domain §4.10 (1)", sourced=False),
)
def seal_is_right(at: Subject) -> Iterator[Hit]:
    """The stamps of this stage: of the office's own seal, in force then, on what is passed now."""
    case = at.case
    if case is None:
        return
    for stamp in stamps_here(case, at.profile):
        yield from _one_stamp(at, case, stamp)


def stamps_here(case: Application, profile: Profile) -> list[Stamp]:
    """The newest standing stamp of each form that is sealed at this stage, or at none by policy."""
    kind = stage_kind(case, profile)
    elsewhere = {use.form for use in profile.seal.uses} - {
        use.form for use in profile.seal.uses if use.stage is kind
    }
    newest: dict[str, Stamp] = {}
    for stamp in sorted(case.stamps, key=lambda one: one.at):
        if not stamp.voided and stamp.form not in elsewhere:
            newest[stamp.form] = stamp
    return list(newest.values())


def _one_stamp(at: Subject, case: Application, stamp: Stamp) -> Iterator[Hit]:
    day = stamp.at.astimezone(CHINA).date()
    told = _form(stamp.form) | {"day": day.isoformat()}
    if stamp.content_sha256 != at.version.content_sha256:
        yield Hit(MODULE, field=SEAL, variant="VERSION", params=told)
    elif _older_dossier(case, stamp):
        yield Hit(MODULE, field=SEAL, variant="DOSSIER", params=told)
    if at.around.seals is None:
        yield Hit(MODULE, field=SEAL, variant="UNDECIDED", params=told, uncertain=True)
        return
    seal = next((one for one in at.around.seals if one.seal_id == stamp.seal_id), None)
    if seal is None:
        on_paper = stamp.method is StampMethod.PAPER  # offices need not register their seals
        yield Hit(MODULE, field=SEAL, variant="UNKNOWN", params=told, uncertain=on_paper)
        return
    wrong = _wrong_seal(seal, stamp, case.node_org)
    if wrong:
        yield Hit(MODULE, field=SEAL, variant=wrong, params=told | {"name": seal.name})


def _form(code: str) -> dict[str, str]:
    name, name_en = FORM_NAMES.get(code, (code, code))
    return {"form": name, "form_en": name_en}


def _older_dossier(case: Application, stamp: Stamp) -> bool:
    dossier = case.dossier if case.stage_index == 0 else None
    return dossier is not None and stamp.dossier_rev != dossier.rev


def _wrong_seal(seal: Seal, stamp: Stamp, office: str) -> str:
    if seal.owner_org != office:
        return "FOREIGN"
    if seal.status is not SealStatus.ACTIVE:
        return "INACTIVE"
    if not seal.valid_from <= stamp.at <= seal.valid_to:
        return "EXPIRED"
    if seal.allowed_forms and stamp.form not in seal.allowed_forms:
        return "FORM"
    return ""


@rule(
    "R137",
    gates={UNIT_PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S0",
        place="第二章 三．注册",
        quote="在注册页面依次输入单位名称、"
        "工商营业执照号、统一社会信用代码、上传单位注册证件扫描件、单位所在地、单位级别、单位类别、"
        "联系人、联系手机、登陆名、密码、确认密码、验证码，点击“完成并提交”。",
    ),
    params=("items",),
)
def unit_is_known(at: Subject) -> Iterator[Hit]:
    """What the unit registered with is complete. Parameters: the ``items`` to look at."""
    if at.org is None:
        yield Hit(MODULE, field=UNIT, variant="UNDECIDED", uncertain=True)
        return
    gaps = [code for code in at.params("R137")["items"] if is_empty(getattr(at.org, code))]
    if gaps:
        names = [_UNIT_NAMES[code] for code in gaps]
        yield Hit(
            MODULE,
            field=UNIT,
            params={
                "fields": "、".join(name for name, _ in names),
                "fields_en": ", ".join(name for _, name in names),
            },
            evidence={"fields": gaps},
        )

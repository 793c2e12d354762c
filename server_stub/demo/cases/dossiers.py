"""A unit's steps as the dossier of an import folder, and the papers that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.dossier import (
    Assessment,
    Check,
    Defence,
    Deliberation,
    Dossier,
    Member,
    Recommendation,
    Verification,
)
from app.domain.publicity import Publicity
from server_stub.demo.cases.contents import Document
from server_stub.demo.cases.draft import Draft, DraftFile
from server_stub.demo.cases.offices import Unit, reviewers
from server_stub.demo.cases.specs import Where
from server_stub.demo.cases.steps import Steps
from server_stub.demo.facts import Facts, LetterFacts, PublicityFacts, PublicityRow, chinese_date
from server_stub.demo.people import Sex
from server_stub.demo.recipes import Kind, Recipe
from server_stub.demo.seeds import derive
from server_stub.import_folder.manifest import DossierSpec

NOTICE, RECORD, FORM = "notice", "defence-record", "group-form"
_PLACE = "办公楼一楼公告栏"


def papers(steps: Steps, draft: Draft, unit: Unit) -> Iterator[DraftFile]:
    """The files of the dossier: the notice, and at senior levels the record and the signed form."""
    yield _file(draft, NOTICE, "公示表.pdf", "publicity", _notice(steps, draft, unit))
    if not steps.senior:
        return
    if steps.defended is not None:
        yield _file(draft, RECORD, "答辩记录.pdf", "letter", _record(steps, unit))
    if steps.deliberated is not None:
        yield _file(draft, FORM, "审议小组推荐表.pdf", "letter", _form(steps, unit))


def dossier_spec(steps: Steps, draft: Draft, unit: Unit, where: Where) -> DossierSpec:
    """The dossier as the manifest has it."""
    stored = {file.slot: where[draft.app_id, file.content] for file in papers(steps, draft, unit)}
    hashes = {slot: file.sha256 for slot, file in stored.items()}
    handler, approver = reviewers(unit.org_id)
    done = bool(steps.text)
    content = Dossier(
        publicity=_publicity(steps, hashes[NOTICE]),
        defence=_defence(steps, hashes.get(RECORD, "")),
        deliberation=_deliberation(steps, hashes.get(FORM, "")),
        assessments=[Assessment(year=year, result=result) for year, result in steps.assessments],
        expert_opinion=steps.expert,
        recommendation=Recommendation(
            text=steps.text, author=handler if done else "", approver=approver if done else ""
        ),
        verification=_verification(handler) if done else Verification(),
        saved_at=steps.done_at,
        saved_by=handler,
    )
    return DossierSpec(
        content=content,
        files=[file.spec() for file in stored.values()],
    )


def licence(unit: Unit) -> DraftFile:
    """The scan of a unit's business licence (S0 注册)."""
    body = unit.body
    facts = LetterFacts(
        title="营业执照（副本）",
        paragraphs=(
            f"统一社会信用代码：{body.credit_code}",
            f"名称：{body.name}。法定代表人：{body.legal_representative}。",
            f"住所：{body.address}。经营范围：{body.trade}。",
        ),
        issuer="示例市市场监督管理局",
        issued_on=date(2018, 5, 14),
    )
    content = Document(Recipe("letter", facts, derive("licence", unit.org_id) % 1_000_000))
    return DraftFile("organisation", "licence", None, "营业执照.pdf", content)


def _publicity(steps: Steps, notice: str) -> Publicity:
    over = steps.end < steps.today
    quiet = "，未收到异议" if not steps.objection else "，收到异议1件，已核实处理"
    return Publicity(
        pub_id=f"pub-{steps.year}-{steps.number:04d}",
        version_no=steps.shown,
        start_date=steps.start,
        end_date=steps.end,
        place=f"{_PLACE}和内部办公网",
        method="张贴和内网",
        objection=bool(steps.objection) if over else None,
        objection_text=steps.objection,
        handling_result=(steps.settled or "公示期内无异议，无需处理。") if over else "",
        result_text=f"公示至{chinese_date(steps.end)}{quiet}。" if over else "",
        proof_files=[notice],
        calendar_version=steps.calendar.key(steps.start, steps.end),
    )


def _defence(steps: Steps, record: str) -> Defence | None:
    if steps.defended is None:
        return None
    return Defence(
        held_on=steps.defended,
        place="单位三楼会议室",
        panel_names=[colleague.name for colleague in steps.group[:3]],
        topic=f"{steps.trade}专业技术工作总结",
        questions="请说明主要项目中本人承担的技术内容；遇到的技术难题如何解决。",
        evaluation=steps.evaluation,
        passed=True,
        record_file=record,
    )


def _deliberation(steps: Steps, form: str) -> Deliberation | None:
    if steps.deliberated is None:
        return None
    views = f"{steps.views}\n" if steps.views else ""
    return Deliberation(
        held_on=steps.deliberated,
        leader=steps.group[0].name,
        members=[Member(name=c.name, post=c.post, title=c.title) for c in steps.group],
        votes_for=len(steps.group),
        votes_against=0,
        votes_abstain=0,
        suggestion_text=f"{views}同意推荐{steps.name}申报{steps.title}。",
        form_scan=form,
        leader_signed=steps.senior,
    )


def _verification(handler: str) -> Verification:
    return Verification(
        education=Check(done=True, by=handler, how="学信网核验"),
        papers=Check(done=True, by=handler, how="新闻出版署期刊查询、知网检索"),
        social_insurance=Check(done=True, by=handler, how="社保清单与缴费凭证核对"),
        originals_seen=True,
    )


def _file(draft: Draft, slot: str, filename: str, kind: Kind, facts: Facts) -> DraftFile:
    seed = derive(draft.seed, "dossier", slot) % 1_000_000
    return DraftFile("dossier", slot, None, filename, Document(Recipe(kind, facts, seed)))


def _notice(steps: Steps, draft: Draft, unit: Unit) -> PublicityFacts:
    rows = draft.modules.get("current_title") or []
    held = str(rows[0].fields.get("title_name") or "无") if rows else "无"
    sex: Sex = "女" if draft.person["sex"] == "女" else "男"
    return PublicityFacts(
        unit=unit.body.name,
        year=steps.year,
        start=steps.start,
        end=steps.end,
        rows=(PublicityRow(steps.name, sex, held, steps.title, steps.trade),),
        contact=steps.group[4 % len(steps.group)].name,
        phone=unit.body.phone,
    )


def _record(steps: Steps, unit: Unit) -> LetterFacts:
    assert steps.defended is not None
    panel = "、".join(colleague.name for colleague in steps.group[:3])
    return LetterFacts(
        title="申报高级职称答辩记录",
        paragraphs=(
            f"答辩人：{steps.name}，申报{steps.title}。答辩专家：{panel}。",
            f"答辩题目：{steps.trade}专业技术工作总结。",
            "答辩人陈述清楚，回答问题准确。结论：通过。",
        ),
        issuer=unit.body.name,
        issued_on=steps.defended,
        signer=steps.group[0].name,
    )


def _form(steps: Steps, unit: Unit) -> LetterFacts:
    assert steps.deliberated is not None
    members = "、".join(colleague.name for colleague in steps.group)
    return LetterFacts(
        title="审议小组推荐表",
        paragraphs=(
            f"申报人：{steps.name}，申报{steps.title}，专业{steps.trade}。",
            f"审议小组成员：{members}。",
            f"经审议并表决，同意{len(steps.group)}票，反对0票，弃权0票，同意推荐。",
        ),
        issuer=unit.body.name,
        issued_on=steps.deliberated,
        signer=steps.group[0].name,
    )

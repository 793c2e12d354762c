"""A career as form and files of ``GXRC``: personal data and papers, every file a JPG (S1)."""

from __future__ import annotations

from datetime import datetime

from server_stub.demo.cases.career import Career
from server_stub.demo.cases.draft import Draft, DraftFile, declaration
from server_stub.demo.cases.liuzhou import PAPER_FILES, person_fields, portrait
from server_stub.demo.cases.offices import TARGET_OFFICE

PROFILE = "GXRC@1"


def draft(
    career: Career, app_id: str, *, seed: int, activity: str, submitted_at: datetime
) -> Draft:
    """The version that says exactly what the career is."""
    made = Draft(
        app_id=app_id,
        seed=seed,
        submitted_at=submitted_at,
        declaration=declaration(
            career.level,
            year=career.commitment.year,
            target=career.target,
            trade=career.trade,
            activity=activity,
            committee_code="示例区非公经济组织职称评审委员会",
            target_office_code=TARGET_OFFICE,
        ),
        person=person_fields(career),
    )
    unit = career.unit.body
    entry = made.add(
        "personal",
        employer=unit.name,
        supervising_dept=unit.supervisor,
        archive_org=career.who.archive_org,
    )
    made.files.append(DraftFile("personal", "photo", entry, "照片.jpg", portrait(career)))
    for number, paper in enumerate(career.papers, start=1):
        entry = made.add(
            "papers",
            kind="PAPER",
            title=paper.title,
            journal=paper.journal,
            issn_cn_no=f"ISSN {paper.issn}，{paper.cn}",
            publish_date=f"{paper.publish_date:%Y-%m}",
            author_rank=1 + paper.authors.index(career.who.name),
        )
        for slot, kind, words in PAPER_FILES:
            made.attach("papers", slot, entry, f"论文{number}{words}.jpg", kind, paper, "jpg")
    return made

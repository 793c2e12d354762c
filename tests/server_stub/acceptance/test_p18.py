"""P18: what an applicant deletes leaves its line in the audit log (S3 D16; domain T04, T20)."""

from __future__ import annotations

from sqlalchemy import select

from server_stub.tables import AuditRow
from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import COMMENT, liuzhou, shanxi_draft
from tests.stories.telling import Story


def deleted(tale: Story) -> tuple[int, str]:
    answer = tale.applicant.delete(f"{APPLICATIONS}/{tale.app_id}")
    return answer.status_code, answer.json()["code"] if answer.content else ""


def audited(tale: Story) -> list[tuple[str, str]]:
    wanted = select(AuditRow).where(AuditRow.subject == tale.app_id).order_by(AuditRow.seq)
    with tale.town.server.db.read() as session:
        return [(row.action, row.actor) for row in session.scalars(wanted)]


def test_a_deleted_draft(tale: Story) -> None:
    shanxi_draft(tale)
    assert deleted(tale) == (204, "")
    assert audited(tale)[-1] == ("delete", "u-jia")
    assert tale.applicant.get(f"{APPLICATIONS}/{tale.app_id}").status_code == 404
    assert tale.applicant.get(APPLICATIONS).json() == []


def test_what_was_returned_where_the_region_allows_it(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    tale.returns("dept", "请补充", COMMENT)
    assert deleted(tale) == (204, "")
    assert tale.status == "DELETED"
    assert audited(tale)[-1] == ("delete", "u-jia")
    assert tale.seen_by("deptclerk") == 404


def test_not_where_the_region_does_not(tale: Story) -> None:
    liuzhou(tale)
    tale.returns("unit", "请补充", COMMENT)
    assert deleted(tale) == (409, "DELETE_NOT_OFFERED")
    assert tale.status == "RETURNED"


def test_not_while_it_lies_at_an_office(tale: Story) -> None:
    liuzhou(tale)
    assert deleted(tale) == (409, "WRONG_STATE")

"""Liuzhou's verification of certificates (S4): one field changed, and one confirmed as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.certificates import CertificateRecord
from app.domain.enums import ApplicationType
from server_stub import certificate_registry
from tests.domain.clean_forms import CERTIFICATE, PERSON
from tests.server_stub.acceptance.offices import APPLICATIONS, JPEG, why
from tests.server_stub.world import World, sha
from tests.stories.telling import Story, story
from tests.stories.town import CITY

HELD = "/v1/applicant/certificates"
KNOWN = CERTIFICATE["mgmt_no"]
WRONG = "999900000000000002"


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    told = story(town)
    told.profile_id, told.type = "LZ_CERT_2019", ApplicationType.CERT_VERIFICATION
    told.it_is("2019-10-09 09:00")
    record = CertificateRecord(record_id="cert-1", **CERTIFICATE | {"phone": "", "org": ""})
    with town.server.db.write() as session:
        certificate_registry.save(session, town.server, record)
    yield told
    told.applicant.close()


def state(tale: Story) -> str:
    """The one certificate's state, of the seven of domain §4.11."""
    (one,) = tale.applicant.get(HELD).json()
    return str(one["state"])


def supplements(tale: Story) -> None:
    """查看: the telephone, the unit and a photo that the old register has not."""
    tale.applicant.put(f"/v1/blobs/{sha(JPEG)}", content=JPEG).raise_for_status()
    photo = {"sha256": sha(JPEG), "bytes": len(JPEG), "mime": "image/jpeg", "filename": "a.jpg"}
    body = {"phone": PERSON["phone"], "org": CERTIFICATE["org"], "photo": photo}
    tale.applicant.put(f"{HELD}/cert-1/supplement", json=body).raise_for_status()


def changes(tale: Story, **fields: Any) -> None:
    """修改信息."""
    shown = tale.seen_by_applicant()
    (entry,) = (shown["draft"] or shown["version"])["modules"]["certificate"]["entries"]
    entry["fields"] |= fields
    path = f"{APPLICATIONS}/{tale.app_id}/modules/certificate"
    tale.applicant.put(path, json={"entries": [entry]}).raise_for_status()


def test_a_changed_field_is_returned_corrected_and_passed(tale: Story) -> None:
    supplements(tale)
    tale.app_id = tale.applicant.post(f"{HELD}/cert-1/amend").raise_for_status().json()["app_id"]
    changes(tale, mgmt_no=WRONG)
    tale.attaches("certificate", "certificate", "support")
    tale.hands_in()
    assert (state(tale), tale.lies_at) == ("PENDING_REVIEW", CITY)

    # Opened by the office it is 已审阅; a return rests on a row that differs (R185).
    tale.claims("cityclerk")
    assert state(tale) == "REVIEWED"
    row = {"field": "mgmt_no", "registry": KNOWN, "applicant": WRONG}
    comment = {
        "comment_id": "c1", "module": "certificate", "entry_id": "certificate", "field": "mgmt_no",
        "text": f"管理号登记为“{KNOWN}”，所填为“{WRONG}”，请更正。",
    }  # fmt: skip
    decision = {
        "verb": "RETURN", "overall_text": "管理号与证书不符。", "module_comments": [comment],
    }  # fmt: skip
    answer = tale.tries_to(
        "cityclerk", "propose", **decision, comparison=[row | {"verdict": "MATCH"}]
    )
    assert (why(answer), answer["rule_ids"]) == ("GUARD_FAILED", ["R185"])
    tale.does("cityclerk", "propose", **decision, comparison=[row | {"verdict": "KEEP_REGISTRY"}])
    tale.does("citylead", "approve", proposal_op_id=tale.document["proposal"]["op_id"])
    assert state(tale) == "RETURNED"

    changes(tale, mgmt_no=KNOWN)
    tale.hands_in("resubmit")
    tale.passes("city")
    assert (tale.status, state(tale)) == ("PASSED_FINAL", "CONFIRMED")
    (one,) = tale.applicant.get(HELD).json()
    assert (one["record"]["mgmt_no"], one["record"]["phone"]) == (KNOWN, PERSON["phone"])


def test_a_certificate_is_confirmed_unchanged(tale: Story) -> None:
    assert state(tale) == "PENDING_CONFIRM"
    # 查看 comes before 确认: what the register does not have must be added (R176).
    refused = tale.applicant.post(f"{HELD}/cert-1/confirm").json()
    assert refused["rule_ids"] == ["R176"]
    supplements(tale)
    assert tale.applicant.post(f"{HELD}/cert-1/confirm").json()["state"] == "CONFIRMED"

    # Confirmed it is not changed again; a change is a new application (R178).
    refused = tale.applicant.post(f"{HELD}/cert-1/confirm").json()
    assert refused["rule_ids"] == ["R178"]
    tale.app_id = tale.applicant.post(f"{HELD}/cert-1/amend").raise_for_status().json()["app_id"]
    assert state(tale) == "TO_SUBMIT"
    tale.applicant.delete(f"{APPLICATIONS}/{tale.app_id}").raise_for_status()
    assert state(tale) == "CONFIRMED"
    with tale.town.client("cityclerk") as office:
        page = office.get("/v1/certificates", params={"state": "CONFIRMED"}).json()
    assert [one["record"]["cert_no"] for one in page["certificates"]] == [CERTIFICATE["cert_no"]]

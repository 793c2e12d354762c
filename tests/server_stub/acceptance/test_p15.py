"""P15: certificates by name and ID number, claimed, amended, applied for, withdrawn, returned and
handed in again (S4; domain §4.11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.domain.certificates import CertificateRecord
from app.domain.enums import Level
from server_stub import certificate_registry as registry
from tests.server_stub.acceptance.offices import (
    APPLICATIONS,
    CITY,
    JPEG,
    REGION,
    act,
    attach,
    decide,
    hand_in,
    open_offices,
    travel,
    why,
)
from tests.server_stub.acting import claim
from tests.server_stub.world import World, person, sha

HELD = "/v1/applicant/certificates"
ENTRY = "certificate"
ROW = {"field": "mgmt_no", "registry": "M1", "applicant": "M2", "verdict": "KEEP_REGISTRY"}


def record(number: int = 1, **changes: Any) -> CertificateRecord:
    """A certificate of ``a<number>`` as the registry has it."""
    someone = person(number)
    values: dict[str, Any] = {
        "record_id": f"cert-{number}", "cert_no": "C1", "name": someone.name,
        "id_number": someone.id_number, "sex": "男", "specialty": "市政工程", "year": 2012,
        "obtain_mode": "评审", "obtain_time": "2012-11", "level": Level.MIDDLE,
        "series": "工程系列", "post_name": "工程师", "approving_org": "柳州市职改办",
        "award_date": "2012-12-20", "mgmt_no": "M1", "committee_name": "示例评委会", **changes,
    }  # fmt: skip
    return CertificateRecord.model_validate(values)


def keep(world: World, *records: CertificateRecord) -> None:
    with world.server.db.write() as session:
        for one in records:
            registry.save(session, world.server, one)


@pytest.fixture
def holder(world: World) -> Iterator[httpx.Client]:
    """a0001, in October 2019; the registry has one certificate of theirs."""
    open_offices(world)
    travel(world, "2019-10-09 09:00")
    keep(world, record())
    with world.client("a0001") as client:
        yield client


def supplement(client: httpx.Client, record_id: str = "cert-1", **changes: Any) -> httpx.Response:
    client.put(f"/v1/blobs/{sha(JPEG)}", content=JPEG).raise_for_status()
    photo = {"sha256": sha(JPEG), "bytes": len(JPEG), "mime": "image/jpeg", "filename": "a.jpg"}
    body = {"phone": "19900000001", "org": "示例公司", "photo": photo, **changes}
    return client.put(f"{HELD}/{record_id}/supplement", json=body)


def confirm(client: httpx.Client, record_id: str = "cert-1") -> httpx.Response:
    return client.post(f"{HELD}/{record_id}/confirm")


def state(client: httpx.Client) -> str:
    (one,) = client.get(HELD).json()
    return str(one["state"])


def code(answer: httpx.Response) -> tuple[int, str, list[str]]:
    said = answer.json()
    return answer.status_code, said["code"], said["rule_ids"]


def amended(client: httpx.Client, **fields: Any) -> str:
    """A verification of the record with other values and a supporting paper, handed in."""
    answer = client.post(f"{HELD}/cert-1/amend")
    assert answer.status_code == 201, answer.text
    app_id = str(answer.json()["app_id"])
    change(client, app_id, **fields)
    attach(client, app_id, ENTRY, "support", entry_id=ENTRY).raise_for_status()
    answer = hand_in(client, app_id)
    assert answer.status_code == 200, answer.text
    return app_id


def change(client: httpx.Client, app_id: str, **fields: Any) -> None:
    module = client.get(f"{APPLICATIONS}/{app_id}").json()
    entry = (module["draft"] or module["version"])["modules"][ENTRY]["entries"][0]
    entry["fields"] |= fields
    answer = client.put(f"{APPLICATIONS}/{app_id}/modules/{ENTRY}", json={"entries": [entry]})
    assert answer.status_code == 200, answer.text


def give_back(world: World, app_id: str) -> None:
    decide(world, app_id, "city", "RETURN", overall_text="管理号与证书不符，请更正后再提交。",
           comparison=[ROW], module_comments=[
               {"comment_id": "c1", "module": ENTRY, "entry_id": ENTRY, "field": "mgmt_no",
                "text": "管理号登记为“M1”，所填为“M2”，请更正并上传佐证材料。"}])  # fmt: skip


def test_listed_by_exact_name_and_number_only(world: World, holder: httpx.Client) -> None:
    me = person(1)
    keep(
        world,
        record(record_id="cert-a", cert_no="C2", name=f"{me.name} "),
        record(record_id="cert-b", cert_no="C3", id_number=person(2).id_number),
        record(2, cert_no="C4"),
    )
    listed = holder.get(HELD).json()
    assert [one["record"]["cert_no"] for one in listed] == ["C1"]
    assert (listed[0]["state"], listed[0]["actions"]) == (
        "PENDING_CONFIRM", ["view", "confirm", "amend"],
    )  # fmt: skip
    found = holder.get(f"{HELD}/query", params={"cert_no": "ｃ1"})
    assert found.json()["record"]["record_id"] == "cert-1"
    for foreign in ("C2", "C3", "C4", "C9", ""):
        assert holder.get(f"{HELD}/query", params={"cert_no": foreign}).status_code == 404
    for record_id in ("cert-a", "cert-b", "cert-2", "none"):
        assert confirm(holder, record_id).status_code == 404
        assert supplement(holder, record_id).status_code == 404


def test_claimed_after_the_supplement_and_then_fixed(world: World, holder: httpx.Client) -> None:
    assert code(confirm(holder)) == (409, "CERT_NOT_CONFIRMABLE", ["R176"])
    assert supplement(holder, phone="").status_code == 200
    assert code(confirm(holder))[2] == ["R176"]
    assert supplement(holder, photo=None).status_code == 200
    assert code(confirm(holder))[2] == ["R176"]
    assert supplement(holder).json()["supplement"]["org"] == "示例公司"
    assert confirm(holder).json()["state"] == "CONFIRMED"
    (one,) = holder.get(HELD).json()
    assert (one["record"]["phone"], one["record"]["confirmed_by"]) == (
        "19900000001", "person-0001",
    )  # fmt: skip
    assert code(confirm(holder)) == (409, "CERT_CONFIRMED_ALREADY", ["R178"])
    assert code(supplement(holder)) == (409, "CERT_CONFIRMED_ALREADY", ["R178"])


def test_a_photo_is_a_photo(holder: httpx.Client) -> None:
    pdf = b"%PDF-1.7\n"
    holder.put(f"/v1/blobs/{sha(pdf)}", content=pdf).raise_for_status()
    photo = {"sha256": sha(pdf), "bytes": len(pdf), "mime": "image/jpeg", "filename": "a.jpg"}
    assert code(supplement(holder, photo=photo))[:2] == (422, "ATTACHMENT_REFUSED")
    strange = photo | {"sha256": "0" * 64}
    assert code(supplement(holder, photo=strange))[:2] == (422, "BLOB_UNKNOWN")


@pytest.mark.parametrize("fault", ["claimed", "not listed"])
def test_a_doubtful_number_is_for_the_office(
    world: World, holder: httpx.Client, fault: str
) -> None:
    if fault == "claimed":
        keep(world, record(2, confirmed_by="person-0002"))
    else:
        keep(world, record(in_approval_list=False))
    supplement(holder)
    assert code(confirm(holder)) == (409, "CERT_NOT_CONFIRMABLE", ["R182"])


def test_amended_withdrawn_returned_corrected_and_passed(
    world: World, holder: httpx.Client
) -> None:
    app_id = amended(holder, mgmt_no="M2", phone="19900000001", org="示例公司", **photo(holder))
    assert state(holder) == "PENDING_REVIEW"
    assert world.get(app_id)["node_org"] == CITY
    with world.client("cityclerk") as office:
        assert holder.post(f"{APPLICATIONS}/{app_id}/withdraw").status_code == 200
        assert state(holder) == "TO_SUBMIT"
        assert claim(office, app_id)[0].get("claim") is None
        hand_in(holder, app_id).raise_for_status()
        assert claim(office, app_id)[0].get("claim")
        assert state(holder) == "REVIEWED"
        assert code(holder.post(f"{APPLICATIONS}/{app_id}/withdraw"))[0] == 409
        claim_id = world.get(app_id)["claim"]["claim_id"]
        office.delete(f"/v1/claims/{claim_id}").raise_for_status()
    give_back(world, app_id)
    assert state(holder) == "RETURNED"
    change(holder, app_id, mgmt_no="M1")
    answer = hand_in(holder, app_id, "resubmit")
    assert (answer.status_code, answer.json()["current_version"]) == (200, 3), answer.text
    assert state(holder) == "PENDING_REVIEW"
    decide(world, app_id, "city", "PASS")
    assert world.get(app_id)["status"] == "PASSED_FINAL"
    (one,) = holder.get(HELD).json()
    assert (one["state"], one["app_id"]) == ("CONFIRMED", app_id)
    assert (one["record"]["mgmt_no"], one["record"]["org"]) == ("M1", "示例公司")


def photo(client: httpx.Client) -> dict[str, Any]:
    """The supplement, saved, so that an amendment begins with its photo."""
    supplement(client).raise_for_status()
    return {}


def test_what_the_office_accepts_from_the_applicant_changes_the_record(
    world: World, holder: httpx.Client
) -> None:
    photo(holder)
    app_id = amended(holder, mgmt_no="M2", committee_name="别的评委会")
    rows = [ROW | {"verdict": "ACCEPT_APPLICANT"},
            {"field": "committee_name", "verdict": "KEEP_REGISTRY"}]  # fmt: skip
    decide(world, app_id, "city", "PASS", comparison=rows)
    (one,) = holder.get(HELD).json()
    assert (one["record"]["mgmt_no"], one["record"]["committee_name"]) == ("M2", "示例评委会")


def test_a_return_rests_on_a_difference(world: World, holder: httpx.Client) -> None:
    photo(holder)
    app_id = amended(holder, mgmt_no="M2")
    with world.client("cityclerk") as office:
        claim(office, app_id)
    comment = {"comment_id": "c", "module": ENTRY, "text": "管理号与证书上的不一致，请核对更正。"}
    decision = {"verb": "RETURN", "overall_text": "请更正管理号。", "module_comments": [comment]}
    for comparison in ([], [ROW | {"verdict": "MATCH"}]):
        answer = act(world, "cityclerk", app_id, "propose", **decision, comparison=comparison)
        assert (why(answer), answer["rule_ids"]) == ("GUARD_FAILED", ["R185"])
    answer = act(world, "cityclerk", app_id, "propose", **decision, comparison=[ROW])
    assert answer["status"] == "applied", answer


def test_what_was_changed_is_proven(world: World, holder: httpx.Client) -> None:
    photo(holder)
    app_id = holder.post(f"{HELD}/cert-1/amend").json()["app_id"]
    change(holder, app_id, mgmt_no="M2")
    hand_in(holder, app_id).raise_for_status()
    with world.client("cityclerk") as office:
        claim(office, app_id)
    answer = act(world, "cityclerk", app_id, "propose", verb="PASS")
    assert (why(answer), answer["rule_ids"]) == ("GUARD_FAILED", ["R175"])


def test_a_confirmed_certificate_is_amended_by_a_new_case(
    world: World, holder: httpx.Client
) -> None:
    photo(holder)
    confirm(holder).raise_for_status()
    app_id = amended(holder, mgmt_no="M2")
    assert world.get(app_id)["version"]["origin"] == "AMEND"
    assert state(holder) == "PENDING_REVIEW"
    assert code(holder.post(f"{HELD}/cert-1/amend"))[:2] == (409, "CERT_UNDER_WAY")
    decide(world, app_id, "city", "PASS")
    (one,) = holder.get(HELD).json()
    assert (one["state"], one["record"]["mgmt_no"]) == ("CONFIRMED", "M2")


def test_nobody_changes_a_confirmed_certificate_by_the_back_door(holder: httpx.Client) -> None:
    photo(holder)
    confirm(holder).raise_for_status()
    app_id = apply(holder, "C77", mgmt_no="M2")
    change(holder, app_id, cert_no="C1")
    assert code(hand_in(holder, app_id)) == (422, "NOT_COMPLETE", ["R178"])


def test_the_declaration_follows_the_certificate(holder: httpx.Client) -> None:
    app_id = holder.post(f"{HELD}/cert-1/amend").json()["app_id"]
    path = f"{APPLICATIONS}/{app_id}/declaration"
    declared = holder.get(f"{APPLICATIONS}/{app_id}").json()["draft"]["declaration"]
    wanted = declared | {"level": "SENIOR_FULL", "target_office_code": CITY}
    said = holder.put(path, json=wanted).json()["draft"]["declaration"]
    assert (said["level"], said["target_office_code"]) == ("MIDDLE", CITY)
    change(holder, app_id, level="SENIOR_ASSOC")
    said = holder.get(f"{APPLICATIONS}/{app_id}").json()["draft"]["declaration"]
    assert (said["level"], said["target_office_code"]) == ("SENIOR_ASSOC", CITY)


def test_a_deleted_draft_leaves_the_record_as_it_was(holder: httpx.Client) -> None:
    app_id = holder.post(f"{HELD}/cert-1/amend").json()["app_id"]
    assert state(holder) == "TO_SUBMIT"
    holder.delete(f"{APPLICATIONS}/{app_id}").raise_for_status()
    assert state(holder) == "PENDING_CONFIRM"


def apply(client: httpx.Client, cert_no: str, **fields: Any) -> str:
    """申请注册, filled in and handed in with photo and paper."""
    answer = client.post(f"{HELD}/applications", json={"cert_no": cert_no})
    assert answer.status_code == 201, answer.text
    app_id = str(answer.json()["app_id"])
    values = record(1, cert_no=cert_no).model_dump(mode="json")
    entry = answer.json()["draft"]["modules"][ENTRY]["entries"][0]["fields"]
    wanted = {code: values[code] for code in values if code in FIELDS}
    change(client, app_id, **wanted | entry | {"phone": "19900000001", "org": "示例公司"} | fields)
    for slot in ("photo", "support"):
        attach(client, app_id, ENTRY, slot, entry_id=ENTRY).raise_for_status()
    return app_id


FIELDS = frozenset(record().model_dump(mode="json")) - {
    "record_id", "registry_source", "confirmed_by", "in_approval_list", "voided",
}  # fmt: skip


def test_a_certificate_that_is_not_listed_is_applied_for(
    world: World, holder: httpx.Client
) -> None:
    app_id = apply(holder, "C77")
    hand_in(holder, app_id).raise_for_status()
    decide(world, app_id, "city", "PASS")
    listed = {one["record"]["cert_no"]: one["state"] for one in holder.get(HELD).json()}
    assert listed == {"C1": "PENDING_CONFIRM", "C77": "CONFIRMED"}


def test_a_known_number_fills_the_form_in(holder: httpx.Client) -> None:
    answer = holder.post(f"{HELD}/applications", json={"cert_no": "c1"}).json()
    entry = answer["draft"]["modules"][ENTRY]["entries"][0]
    assert (entry["fields"]["mgmt_no"], entry["provenance"]["mgmt_no"]) == (
        "M1", "SYSTEM_VERIFIED",
    )  # fmt: skip
    assert answer["draft"]["declaration"]["level"] == "MIDDLE"
    foreign = holder.post(f"{HELD}/applications", json={"cert_no": "C9"}).json()
    entry = foreign["draft"]["modules"][ENTRY]["entries"][0]
    assert (entry["fields"]["cert_no"], "mgmt_no" in entry["fields"]) == ("C9", False)


def test_a_senior_certificate_goes_to_the_region(world: World, holder: httpx.Client) -> None:
    app_id = apply(holder, "C78", level="SENIOR_ASSOC", post_name="高级工程师")
    hand_in(holder, app_id).raise_for_status()
    assert world.get(app_id)["node_org"] == REGION


def test_after_the_last_day_nothing_is_handed_in(world: World, holder: httpx.Client) -> None:
    app_id = apply(holder, "C79")
    travel(world, "2020-02-29 00:00")
    assert code(hand_in(holder, app_id)) == (422, "NOT_COMPLETE", ["R173"])
    travel(world, "2020-02-28 23:59")
    assert hand_in(holder, app_id).status_code == 200


def test_offices_see_the_certificates_of_their_levels(world: World, holder: httpx.Client) -> None:
    keep(world, record(2, cert_no="S1", level=Level.SENIOR_FULL))
    supplement(holder)
    seen = {}
    for login in ("cityclerk", "regclerk", "gxchen"):
        with world.client(login) as officer:
            page = officer.get("/v1/certificates").json()
            seen[login] = [one["record"]["cert_no"] for one in page["certificates"]]
    assert seen == {"cityclerk": ["C1"], "regclerk": ["S1"], "gxchen": []}
    assert holder.get("/v1/certificates").status_code == 403


def test_offices_search_and_turn_pages(world: World, holder: httpx.Client) -> None:
    keep(world, *(record(2, record_id=f"cert-x{n}", cert_no=f"P{n}") for n in range(3)))
    confirm_first = supplement(holder).json()["state"]
    assert confirm_first == "PENDING_CONFIRM"
    confirm(holder).raise_for_status()
    with world.client("cityclerk") as office:

        def numbers(**params: Any) -> tuple[list[str], str]:
            page = office.get("/v1/certificates", params=params).json()
            found = [one["record"]["cert_no"] for one in page["certificates"]]
            return found, page["next_after"]

        assert numbers(cert_no="ｐ1") == (["P1"], "")
        assert numbers(state="CONFIRMED") == (["C1"], "")
        first, after = numbers(limit=3)
        second, end = numbers(limit=3, after=after)
        assert (sorted(first + second), end) == (["C1", "P0", "P1", "P2"], "")
        assert len(first) == 3

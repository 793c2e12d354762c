"""P16: a result is publicised for 5 working days before it is final (domain T28–T30)."""

from __future__ import annotations

from typing import Any

from app.domain.certificates import CertificateRecord
from server_stub import certificate_registry as registry
from tests.server_stub.acceptance.offices import COMMITTEE, REGION, act, open_offices, travel, why
from tests.server_stub.placing import put
from tests.server_stub.world import World, person


def in_evaluation(world: World) -> str:
    """A case of a0001 that the committee evaluates."""
    open_offices(world)
    travel(world, "2026-09-24 09:00")
    app_id = world.submit()
    route = [
        {"kind": "REGION_TITLE", "org_id": REGION, "name": "区职改办", "state": "done"},
        {"kind": "COMMITTEE", "org_id": COMMITTEE, "name": "示例评委会", "state": "now"},
    ]
    put(world, app_id, route=route, stage_index=1, node_org=COMMITTEE,
        nodes_seen=[REGION, COMMITTEE], status="IN_EVALUATION", deadline_current=None)  # fmt: skip
    return app_id


def publicised(world: World, end: str, **more: Any) -> str:
    app_id = in_evaluation(world)
    assert act(world, "comclerk", app_id, "record_result", passed=True)["status"] == "applied"
    assert world.get(app_id)["status"] == "RESULT_PUBLICITY"
    shown = act(world, "comclerk", app_id, "result_publicity", start_date="2026-09-24",
                end_date=end, place="官网", **more)  # fmt: skip
    assert shown["status"] == "applied", shown
    return app_id


def finalise(world: World, app_id: str) -> dict[str, Any]:
    return act(world, "comclerk", app_id, "finalise")


def test_not_final_before_the_fifth_working_day_is_over(world: World) -> None:
    app_id = publicised(world, "2026-10-08")
    travel(world, "2026-10-08 23:59")
    assert why(finalise(world, app_id)) == "RESULT_PUBLICITY_RUNNING"
    travel(world, "2026-10-09 00:00")
    assert finalise(world, app_id)["status"] == "applied"
    assert world.get(app_id)["status"] == "PASSED_FINAL"


def test_a_publicity_of_four_working_days_does_not_do(world: World) -> None:
    app_id = publicised(world, "2026-10-07")
    travel(world, "2026-10-20 09:00")
    answer = finalise(world, app_id)
    assert (answer["code"], answer["params"]["days"]) == ("RESULT_PUBLICITY_SHORT", "4")
    assert world.get(app_id)["status"] == "RESULT_PUBLICITY"


def test_without_dates_or_with_an_open_objection_it_is_not_final(world: World) -> None:
    app_id = in_evaluation(world)
    act(world, "comclerk", app_id, "record_result", passed=True)
    assert why(finalise(world, app_id)) == "RESULT_NOT_PUBLICISED"
    dates = {"start_date": "2026-09-24", "end_date": "2026-10-08"}
    act(world, "comclerk", app_id, "result_publicity", **dates, objection=True)
    travel(world, "2026-10-09 09:00")
    assert why(finalise(world, app_id)) == "RESULT_OBJECTED"
    act(world, "comclerk", app_id, "result_publicity", **dates, objection=True,
        objection_text="业绩存疑", handling_result="经核实不成立")  # fmt: skip
    assert finalise(world, app_id)["status"] == "applied"


def test_who_fails_needs_no_publicity(world: World) -> None:
    app_id = in_evaluation(world)
    act(world, "comclerk", app_id, "record_result", passed=False, note="未达到三分之二")
    assert world.get(app_id)["status"] == "FAILED_FINAL"
    assert finalise(world, app_id)["status"] != "applied"


def test_the_certificate_issued_stands_in_the_registry(world: World) -> None:
    app_id = publicised(world, "2026-10-08")
    travel(world, "2026-10-09 09:00")
    assert act(world, "regclerk", app_id, "issue", cert_no="G1")["status"] != "applied"
    finalise(world, app_id)
    assert act(world, "regclerk", app_id, "issue", cert_no="G1")["status"] == "applied"
    assert world.get(app_id)["status"] == "CERT_ISSUED"
    with world.client("a0001") as holder:
        (one,) = holder.get("/v1/applicant/certificates").json()
    record = one["record"]
    assert (one["state"], one["app_id"]) == ("CONFIRMED", app_id)
    assert (record["cert_no"], record["level"], record["post_name"]) == ("G1", "MIDDLE", "工程师")
    assert (record["award_date"], record["obtain_mode"]) == ("2026-10-09", "评审")
    assert (record["approving_org"], record["committee_name"]) == (
        "柳州示例REGION_TITLE", "示例评委会",
    )  # fmt: skip


def test_a_number_is_issued_once(world: World) -> None:
    other = person(3)
    known = CertificateRecord(
        record_id="cert-x", cert_no="g1", name=other.name, id_number=other.id_number
    )
    with world.server.db.write() as session:
        registry.save(session, world.server, known)
    app_id = publicised(world, "2026-10-08")
    travel(world, "2026-10-09 09:00")
    finalise(world, app_id)
    answer = act(world, "regclerk", app_id, "issue", cert_no="G1")
    assert (answer["status"], answer["code"]) == ("rejected", "CERT_NUMBER_TAKEN")
    assert world.get(app_id)["status"] == "PASSED_FINAL"

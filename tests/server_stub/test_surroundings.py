"""What cases have in common is told with each of them, and never whose it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.dossier import Dossier, Recommendation
from app.domain.model import ApplicationVersion, ModuleData, ModuleEntry, Organisation
from app.domain.sealing import Seal
from server_stub import (
    cases,
    certificate_import,
    neighbours,
    registry,
    seals,
    traces,
    unit_bindings,
)
from server_stub.bulk import insert_applications
from server_stub.demo.cases.opinions import opinion
from server_stub.tables_units import TraceRow
from tests.server_stub.acting import operation, result
from tests.server_stub.world import GX, LZ, MARKET, START, UNIT, World, person, sha, version

NAMES = {"trade": "市政工程", "title": "工程师", "project": "示例路"}


def one(
    app_id: str, number: int = 1, *, file: str = "", title: str = "", **declared: Any
) -> ApplicationVersion:
    """A version with a file and a paper of its own, unless others are named."""
    made = version(app_id, number)
    attachment = made.attachments[0].model_copy(update={"sha256": sha((file or app_id).encode())})
    row = made.modules["papers"].entries[0]
    fields = row.fields | {"title": title or f"论文 {app_id}"}
    papers = made.modules["papers"].model_copy(
        update={"entries": [row.model_copy(update={"fields": fields})]}
    )
    return made.model_copy(
        update={
            "attachments": [attachment],
            "modules": {"papers": papers},
            "declaration": made.declaration.model_copy(update=declared),
        }
    )


def enter(world: World, *made: ApplicationVersion, profile: str = GX, **more: Any) -> None:
    unit = MARKET if profile == GX else UNIT
    insert_applications(world.server, made, profile=profile, unit_org_id=unit, **more)


def around(world: World, app_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.get(app_id)["surroundings"]
    return found


def test_a_case_on_its_own(world: World) -> None:
    enter(world, one("alone"))
    assert around(world, "alone") == {
        "other_cases": [],
        "identity_clashes": [],
        "file_uses": {},
        "paper_twins": {},
        "unit_bound": True,
        "dept_names": [],
        "activity_committees": None,
        "apply_start": (START - timedelta(days=10)).isoformat(),
        "apply_end": (START + timedelta(days=30)).isoformat(),
        "certificates": [],
        "cert_claimed_by_other": [],
        "recommendations": [],
        "seals": [],
        "recused": [],
        "route_expected": [MARKET],
        "collects_fee_online": False,
    }


def test_the_same_file_and_title_of_two_people_are_told_to_both(world: World) -> None:
    enter(world, one("first", 1, file="shared", title="论桥梁（一）"))
    assert around(world, "first")["file_uses"] == {}
    enter(world, one("second", 2, file="shared", title="论桥梁(一)"))
    for app_id, other in (("first", "second"), ("second", "first")):
        found = around(world, app_id)
        use = {
            "app_id": other,
            "module_code": "papers",
            "entry_id": f"{other}-p1",
            "same_person": False,
        }
        assert found["file_uses"] == {sha(b"shared"): [use]}
        assert list(found["paper_twins"].values()) == [[use]]
        assert person(2 if app_id == "first" else 1).name not in str(found)


def test_ones_own_second_case_is_no_twin(world: World) -> None:
    enter(world, one("first", file="shared"), one("second", file="shared", year=2025))
    assert around(world, "first")["file_uses"] == {}
    assert around(world, "first")["identity_clashes"] == []


def test_who_is_told_of_a_twin_hears_of_it_in_the_feed(world: World) -> None:
    enter(world, one("first", 1, file="shared"))
    before = world.get("first")["rev"]
    enter(world, one("apart", 3))
    assert world.get("first")["rev"] == before
    enter(world, one("second", 2, file="shared"))
    assert world.get("first")["rev"] > before


def test_a_file_that_everybody_hands_in_costs_no_more(world: World) -> None:
    enter(world, *(one(f"case-{n:02d}", n, file="blank form") for n in range(1, 30)))
    written = [world.get(f"case-{n:02d}")["rev"] for n in (1, 29)]
    enter(world, one("late", 40, file="blank form"))
    assert [world.get(f"case-{n:02d}")["rev"] for n in (1, 29)] == written
    assert len(around(world, "late")["file_uses"][sha(b"blank form")]) == 3
    with world.server.db.read() as session:
        rows = session.query(TraceRow).filter_by(key=f"file:{sha(b'blank form')}").count()
    assert rows == traces.FULL


def test_what_was_deleted_is_told_no_more(world: World) -> None:
    enter(world, one("first", 1, file="shared"), one("second", 2, file="shared"))
    with world.client("a0002") as applicant:
        applicant.post("/v1/applicant/applications/second/withdraw").raise_for_status()
        applicant.delete("/v1/applicant/applications/second").raise_for_status()
    assert around(world, "first")["file_uses"] == {}


def test_a_number_that_another_account_uses(world: World) -> None:
    stranger = person(1).model_copy(update={"person_id": "person-9999", "id_number": ""})
    double = one("double", 9).model_copy(update={"person": stranger})
    enter(world, double)
    assert around(world, "double")["identity_clashes"] == ["phone"]


def test_the_persons_other_cases_and_their_states(world: World) -> None:
    enter(world, one("first"), one("second", year=2025, series_code="会计"))
    (other,) = around(world, "first")["other_cases"]
    assert other == {
        "app_id": "second",
        "type": "EVALUATION",
        "year": 2025,
        "series_code": "会计",
        "status": "SUBMITTED",
    }
    with world.client("a0001") as applicant:
        applicant.post("/v1/applicant/applications/second/withdraw").raise_for_status()
    (other,) = around(world, "first")["other_cases"]
    assert other["status"] == "WITHDRAWN"


@pytest.mark.parametrize(("numbers", "told"), [((5, 5), True), ((5, 6), False)])
def test_recommendations_that_are_alike(world: World, numbers: tuple[int, int], told: bool) -> None:
    def written(number: int, name: str) -> Dossier:
        return Dossier(
            rev=1, recommendation=Recommendation(text=opinion(number, name=name, **NAMES))
        )

    enter(world, one("first", 1), profile=LZ, dossier_of=lambda _: written(numbers[0], "申报人1"))
    enter(world, one("second", 2), profile=LZ, dossier_of=lambda _: written(numbers[1], "申报人2"))
    found = around(world, "first")["recommendations"]
    assert [each["app_id"] for each in found] == (["second"] if told else [])
    assert "申报人2" not in str(found)


def test_another_year_or_unit_may_write_the_same(world: World) -> None:
    same = Dossier(rev=1, recommendation=Recommendation(text=opinion(5, name="甲", **NAMES)))
    enter(world, one("first", 1), profile=LZ, dossier_of=lambda _: same)
    enter(world, one("second", 2, year=2025), profile=LZ, dossier_of=lambda _: same)
    enter(world, one("third", 3), profile=GX, dossier_of=lambda _: same)
    assert around(world, "first")["recommendations"] == []


def test_the_seals_of_the_offices_on_the_route(world: World) -> None:
    seal = Seal(
        seal_id="seal-1", name="公章", owner_org=UNIT,
        valid_from=START, valid_to=START + timedelta(days=365),
    )  # fmt: skip
    with world.server.db.write() as session:
        seals.save_seal(session, seal)
        seals.save_seal(session, seal.model_copy(update={"seal_id": "s2", "owner_org": "else"}))
    enter(world, one("first"), profile=LZ)
    assert [each["seal_id"] for each in around(world, "first")["seals"]] == ["seal-1"]


def test_who_is_bound_to_another_unit_is_not_bound_here(world: World) -> None:
    enter(world, one("first"))
    with world.server.db.write() as session:
        unit_bindings.bind(session, "person-0001", UNIT)
        cases.refresh(session, ["first"])
    assert around(world, "first")["unit_bound"] is False


def test_the_department_that_is_registered(world: World) -> None:
    with world.server.db.write() as session:
        registry.save_organisation(session, Organisation(org_id="dept", name="示例局", kind="DEPT"))
        registry.save_organisation(
            session, Organisation(org_id=UNIT, name="示例市政", supervising_dept_id="dept")
        )
    enter(world, one("first"), profile=LZ)
    found = around(world, "first")
    assert found["dept_names"] == ["示例局"]
    assert "dept" in found["route_expected"]


def test_recusal_is_told_with_the_case(world: World) -> None:
    enter(world, one("first"), profile=LZ)
    with world.client("hanxu") as officer:
        op = operation(world, "first", "hanxu", "recuse", payload={"reason": "亲属"})
        assert result(officer, op)["status"] == "applied"
    assert around(world, "first")["recused"] == ["u-hanxu"]


def test_the_applicant_is_not_told_of_others(world: World) -> None:
    enter(world, one("first", 1, file="shared"), one("second", 2, file="shared"))
    with world.client("a0001") as applicant:
        view = applicant.get("/v1/applicant/applications/first").json()
        listed = applicant.get("/v1/applicant/applications").json()
    assert "surroundings" not in view
    assert "second" not in str(view)
    assert "second" not in str(listed)


def test_a_claim_leaves_the_surroundings_as_they_are(world: World) -> None:
    enter(world, one("first"))
    before = around(world, "first")
    with world.client("gxchen") as officer:
        body = {"app_ids": ["first"], "device_id": "d"}
        officer.post("/v1/claims", json=body).raise_for_status()
    assert world.get("first")["status"] == "CLAIMED"
    assert around(world, "first") == before


def test_two_texts_have_runs_in_common_as_they_have_sketches() -> None:
    text = opinion(5, name="甲", **NAMES)
    changed = text.replace("市政工程", "建筑工程", 1)
    alike = set(traces.sketch(text, "u|")) & set(traces.sketch(changed, "u|"))
    assert len(alike) >= 7
    other = set(traces.sketch(opinion(6, name="甲", **NAMES), "u|"))
    assert len(other & set(traces.sketch(text, "u|"))) <= 2
    assert not set(traces.sketch(text, "u|")) & set(traces.sketch(text, "v|"))
    assert traces.sketch("", "u|") == []


def test_a_certificate_number_leads_to_the_cases_that_state_it(world: World) -> None:
    made = one("first")
    title = ModuleData(entries=[ModuleEntry(entry_id="t", fields={"cert_no": "99 99-1"})])
    stated = made.model_copy(update={"modules": {**made.modules, "current_title": title}})
    enter(world, stated)
    with world.server.db.read() as session:
        assert neighbours.with_certificate(session, ["99 99-1"]) == ["first"]
        assert neighbours.with_certificate(session, ["99992"]) == []
        assert neighbours.with_certificate(session, [""]) == []


def test_a_record_that_comes_later_is_told_to_the_case_that_states_it(
    world: World, tmp_path: Path
) -> None:
    made = one("first")
    title = ModuleData(entries=[ModuleEntry(entry_id="t", fields={"cert_no": "Z-77"})])
    enter(world, made.model_copy(update={"modules": {**made.modules, "current_title": title}}))
    assert around(world, "first")["certificates"] == []
    rows = tmp_path / "registry.csv"
    rows.write_text(
        "证书编号,姓名,身份证号,证书级别\n"
        f"Z-77,申报人1,{person(1).id_number},中级\nZ-77,别人,{person(2).id_number},中级\n",
        encoding="utf-8",
    )
    certificate_import.import_file(world.server, rows)
    mine, other = around(world, "first")["certificates"]
    assert (mine["name"], mine["id_number"]) == ("申报人1", person(1).id_number)
    assert (other["cert_no"], other["name"], other["id_number"]) == ("Z-77", "", "")

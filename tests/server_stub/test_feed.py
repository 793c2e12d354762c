from __future__ import annotations

import shutil
from pathlib import Path

import httpx

from server_stub.serve import ServerThread
from tests.server_stub.acting import application_ids, changes, claim, operation, result
from tests.server_stub.world import CHEAP, START, Time, World, fill


def _all(client: httpx.Client, limit: int = 3) -> list[str]:
    cursor, found = "", []
    while True:
        page = changes(client, cursor, limit)
        found += [change["id"] for change in page["changes"]]
        cursor = page["cursor"]
        if not page["more"]:
            return found


def test_an_office_sees_its_own_cases_and_the_shared_documents(world: World) -> None:
    mine, theirs = world.submit(), world.submit(unit="org-unit-1", number=2)
    with world.client("gxchen") as gx, world.client("chenyao") as lz:
        assert application_ids(changes(gx)) == [mine]
        assert application_ids(changes(lz)) == [theirs]
        kinds = {change["kind"] for change in changes(gx)["changes"]}
    assert kinds == {"application", "organisation", "activity", "reason", "calendar"}


def test_pages_are_in_order_and_complete(world: World) -> None:
    ids = {world.submit(number=n) for n in range(1, 5)}
    with world.client("gxchen") as client:
        paged, whole = _all(client), _all(client, 500)
        revs = [change["rev"] for change in changes(client)["changes"]]
    assert paged == whole
    assert ids <= set(paged)
    assert revs == sorted(revs)


def test_a_document_stands_once_at_its_newest_place(world: World) -> None:
    first, second = world.submit(), world.submit(number=2)
    with world.client("gxchen") as client:
        cursor = changes(client)["cursor"]
        claim(client, first)
        assert application_ids(changes(client, cursor)) == [first]
        assert application_ids(changes(client)) == [second, first]
        page = changes(client, cursor)
        assert page["changes"][0]["doc"]["rev"] == page["changes"][0]["rev"]
        assert changes(client, page["cursor"])["changes"] == []


def test_drafts_and_the_edits_after_a_return_are_the_applicants_own(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        result(handler, operation(world, app_id, "gxchen"))
        result(approver, operation(world, app_id, "gxlu", "approve"))
        cursor = changes(handler)["cursor"]
        before = handler.get(f"/v1/applications/{app_id}").content
        with world.client("a0001") as applicant:
            edited = applicant.put(
                f"/v1/applicant/applications/{app_id}/modules/papers", json={"entries": []}
            )
            assert edited.status_code == 200, edited.text
        assert changes(handler, cursor)["changes"] == []
        assert handler.get(f"/v1/applications/{app_id}").content == before


def test_a_case_that_left_becomes_a_tombstone_and_a_newcomer_never_hears_of_it(
    world: World,
) -> None:
    app_id = world.submit()
    with world.client("gxchen") as known, world.client("gxlu") as newcomer:
        cursor = changes(known)["cursor"]
        with world.client("a0001") as applicant:
            applicant.post(f"/v1/applicant/applications/{app_id}/withdraw").raise_for_status()
            applicant.delete(f"/v1/applicant/applications/{app_id}").raise_for_status()
        page = changes(known, cursor)
        assert application_ids(page, gone=True) == [app_id]
        assert page["changes"][-1]["doc"] is None
        assert application_ids(changes(newcomer), gone=True) == []


def test_a_case_that_moves_to_another_office(world: World) -> None:
    """The office it lies at changes; the unit goes on reading, the newcomer begins to."""
    app_id = world.submit()
    with world.client("gxchen") as unit, world.client("foreign") as office:
        before = changes(office)["cursor"]
        _move(world, app_id, "org-unit-2")
        assert application_ids(changes(office, before)) == [app_id]
        assert unit.get(f"/v1/applications/{app_id}").status_code == 200
        assert claim(unit, app_id)[0]["code"] == "NO_SCOPE"
        before = changes(office)["cursor"]
        _move(world, app_id, "org-unit-gx")
        assert application_ids(changes(office, before), gone=True) == [app_id]
        assert office.get(f"/v1/applications/{app_id}").status_code == 404


def _move(world: World, app_id: str, node_org: str) -> None:
    from server_stub import cases

    with world.server.db.write() as session:
        case = cases.load(session, app_id)
        assert case is not None
        moved = case.application.model_copy(update={"node_org": node_org})
        cases.store(session, case, moved)


def test_a_cursor_is_its_owners(world: World) -> None:
    world.submit()
    with world.client("gxchen") as one, world.client("gxlu") as other:
        cursor = changes(one)["cursor"]
        assert changes(one, cursor)["reset"] is False
        for foreign in (changes(other)["cursor"], cursor[:-2] + "xx", "nonsense", "é"):
            page = changes(one, foreign)
            assert page["reset"] is True, foreign
            assert len(application_ids(page)) == 1


def test_another_role_is_another_scope(world: World) -> None:
    from server_stub.tables import UserRow

    world.submit()
    with world.client("gxchen") as client:
        cursor = changes(client)["cursor"]
        with world.server.db.write() as session:
            session.get_one(UserRow, "u-gxchen").roles = '["ORG_ADMIN"]'
        page = changes(client, cursor)
        assert (page["reset"], application_ids(page)) == (True, [])


def test_a_new_epoch_makes_everybody_pull_again(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as client:
        page = changes(client)
        world.server.db.start_new_epoch()
        again = changes(client, page["cursor"])
    assert again["reset"] is True
    assert again["epoch"] != page["epoch"]
    assert application_ids(again) == [app_id]


def _copy_of(folder: Path, target: Path) -> None:
    """What an administrator's nightly copy holds: the database, without the side file."""
    target.mkdir()
    for name in ("server.db", "server.db-wal", "server.db-shm"):
        if (folder / name).exists():
            shutil.copy(folder / name, target / name)


def _restore(copy: Path, folder: Path) -> None:
    for name in ("server.db", "server.db-wal", "server.db-shm"):
        (folder / name).unlink(missing_ok=True)
        if (copy / name).exists():
            shutil.copy(copy / name, folder / name)


def test_a_database_from_an_older_copy_is_noticed(tmp_path: Path) -> None:
    data, clock = tmp_path / "data", Time()
    with ServerThread(data, clock=clock, settings=CHEAP) as running:
        server = running.app.state.server
        fill(server, tmp_path)
        world = World(running.url, server, clock, tmp_path)
        app_id = world.submit()
    _copy_of(data, tmp_path / "copy")
    with ServerThread(data, clock=clock, settings=CHEAP) as running:
        world = World(running.url, running.app.state.server, clock, tmp_path)
        op = operation(world, app_id, "gxchen")
        with world.client("gxchen") as client:
            assert result(client, op)["status"] == "applied"
            before = changes(client)
    _restore(tmp_path / "copy", data)
    with ServerThread(data, clock=clock, settings=CHEAP) as running:
        world = World(running.url, running.app.state.server, clock, tmp_path)
        with world.client("gxchen") as client:
            page = changes(client, before["cursor"])
            assert page["reset"] is True
            assert page["epoch"] != before["epoch"]
            assert world.get(app_id)["status"] == "SUBMITTED"
            again = result(client, op)
            assert again["status"] == "applied"
            newest = changes(client, page["cursor"])["changes"][-1]["rev"]
            assert newest > max(change["rev"] for change in before["changes"])


def test_a_restart_is_no_new_epoch(tmp_path: Path) -> None:
    data, epochs, clock = tmp_path / "data", set(), Time()
    for _ in range(3):
        with ServerThread(data, clock=clock, settings=CHEAP) as running:
            server = running.app.state.server
            if not epochs:
                fill(server, tmp_path)
            world = World(running.url, server, clock, tmp_path)
            with world.client("gxchen") as client:
                epochs.add(changes(client)["epoch"])
            world.submit()
    assert len(epochs) == 1


def test_a_cursor_from_the_future_betrays_a_restored_database(world: World) -> None:
    """The side file was restored too; the cursor still knows more than the database."""
    world.submit()
    with world.client("gxchen") as client:
        page = changes(client)
        server = world.server
        place = server.signer.unpack("cursor", page["cursor"])
        ahead = server.signer.pack("cursor", {**place, "r": place["r"] + 1000})
        again = changes(client, ahead)
    assert again["reset"] is True
    assert again["epoch"] != page["epoch"]


def test_a_lease_that_ran_out_is_seen_by_reading(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as client:
        claim(client, app_id)
        cursor = changes(client)["cursor"]
        world.later(hours=72, seconds=-1)
        assert changes(client, cursor)["changes"] == []
        world.later(seconds=1)
        (change,) = changes(client, cursor)["changes"]
    assert change["doc"]["status"] == "SUBMITTED"
    assert change["doc"]["claim"] is None
    assert change["doc"]["timeline"][-1]["action"] == "lease_expired"


def test_a_returned_case_lapses_after_its_deadline(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        result(handler, operation(world, app_id, "gxchen"))
        result(approver, operation(world, app_id, "gxlu", "approve"))
        cursor = changes(handler)["cursor"]
        world.server.clock.travel_to(START.replace(month=5))
        assert changes(handler, cursor)["changes"][0]["doc"]["status"] == "LAPSED"


def test_the_document_is_the_same_bytes_everywhere(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as client:
        page = client.get("/v1/changes").content
        document = client.get(f"/v1/applications/{app_id}").content
        stored = client.get(f"/v1/applications/{app_id}/versions/1").content
    assert b'"doc":' + document in page
    assert stored in document

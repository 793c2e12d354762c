from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.domain.calendar import Verdict
from app.domain.profile import CalendarPolicy
from server_stub.app import create_app
from server_stub.calendars import CalendarFileError, Calendars
from server_stub.registry import save_calendars
from server_stub.tables import CalendarRow
from tests.server_stub.acting import changes
from tests.server_stub.world import CHEAP, World

NEXT = {
    "year": 2027,
    "version": 2,
    "source": "国办发明电〔2026〕",
    "holidays": {"2027-01-01": "NEW_YEAR"},
    "makeup_workdays": {},
}


def written(folder: Path, name: str, *documents: object) -> Path:
    folder.mkdir(exist_ok=True)
    for place, document in enumerate(documents):
        (folder / f"{name}{place}.json").write_text(json.dumps(document), "utf-8")
    return folder


def push(world: World, folder: Path) -> None:
    """What a restart does after the folder has changed."""
    world.server.calendars = Calendars.load(folder)
    with world.server.db.write() as session:
        save_calendars(session, world.server.calendars)


def test_a_year_is_handed_out_with_its_hash(world: World) -> None:
    with world.client("gxchen") as client:
        answer = client.get("/v1/calendar/2026")
        assert answer.json()["holidays"]["2026-10-01"] == "NATIONAL_DAY"
        assert answer.json()["makeup_workdays"]["2026-10-10"] == "NATIONAL_DAY"
        tag = {"If-None-Match": answer.headers["etag"]}
        again = client.get("/v1/calendar/2026", headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        assert client.get("/v1/calendar/2025", headers=tag).status_code == 200
        missing = client.get("/v1/calendar/2027")
        assert (missing.status_code, missing.json()["code"]) == (404, "NOT_FOUND")
        assert client.get("/v1/calendar/nextyear").status_code == 422


def test_a_year_of_the_data_folder_reaches_every_office(world: World, tmp_path: Path) -> None:
    folder = written(tmp_path / "calendar", "new", NEXT)
    with world.client("gxchen") as client:
        cursor = changes(client)["cursor"]
        push(world, folder)
        assert client.get("/v1/calendar/2027").json()["version"] == 2
        page = changes(client, cursor)
        (told,) = page["changes"]
        assert (told["kind"], told["id"], told["doc"]["version"]) == ("calendar", "2027", 2)
        push(world, folder)
        assert changes(client, page["cursor"])["changes"] == []  # nothing new, nothing told
        push(world, tmp_path / "none")
        (told,) = changes(client, page["cursor"])["changes"]
        assert (told["id"], told["tombstone"], told["doc"]) == ("2027", True, None)
        assert client.get("/v1/calendar/2027").status_code == 404


def test_a_year_of_the_folder_lies_over_the_programs_own(tmp_path: Path) -> None:
    other = NEXT | {"year": 2026, "holidays": {"2026-03-05": "NEW_YEAR"}}
    own = Calendars.load(tmp_path / "none")
    laid_over = Calendars.load(written(tmp_path / "calendar", "other", other))
    assert own.documents.keys() == laid_over.documents.keys()
    assert own.etag(2026) != laid_over.etag(2026)
    week = date(2026, 3, 2), date(2026, 3, 6), CalendarPolicy()
    assert own.work.count(*week).in_force.total == 5
    assert laid_over.work.count(*week).verdict is Verdict.SHORT


def test_a_new_server_publishes_its_years(tmp_path: Path) -> None:
    api = create_app(tmp_path / "data", settings=CHEAP)
    with api.state.server.db.read() as session:
        assert session.get_one(CalendarRow, "2026").doc.startswith('{"year":2026')
    api.state.server.close()


def test_a_strange_file_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "calendar", "bad", NEXT | {"holidays": "see annex"})
    with pytest.raises(CalendarFileError, match=r"bad0\.json: holidays: "):
        Calendars.load(folder)
    with pytest.raises(CalendarFileError, match=r"2027 stands in .*twice0"):
        Calendars.load(written(tmp_path / "twice", "twice", NEXT, NEXT))

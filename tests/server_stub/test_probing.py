"""The server's own look into files: by a worker, before a decision rests on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.file_facts import PROBE_VERSION, FileFacts
from server_stub import file_facts
from server_stub.bulk import insert_blobs
from server_stub.probing import Probing
from tests.media import samples
from tests.server_stub.acting import operation, send
from tests.server_stub.world import MARKET, PDF, World, sha

PATIENCE = 60.0


@pytest.fixture
def looking(world: World) -> World:
    """A world whose server looks into files."""
    server = world.server
    server.probing = Probing(server.blobs, server.keep_facts, on=True)
    return world


def taken_in(world: World, path: Path) -> str:
    data = path.read_bytes()
    insert_blobs(world.server, [(sha(data), path)])
    return sha(data)


def known(world: World, *hashes: str) -> dict[str, FileFacts]:
    with world.server.db.read() as session:
        return file_facts.known(session, hashes)


def looked_at(world: World, *hashes: str) -> list[FileFacts]:
    world.server.probing.look_at(hashes)
    assert world.server.probing.wait_for(hashes, PATIENCE)
    return [known(world, *hashes)[sha256] for sha256 in hashes]


def test_a_file_is_known_by_kind_and_length_until_it_was_looked_into(
    looking: World, tmp_path: Path
) -> None:
    scan = taken_in(looking, samples.scan_pdf(tmp_path / "scan.pdf", pages=2))
    before = known(looking, scan, "0" * 64)
    assert list(before) == [scan]
    assert (before[scan].pages, before[scan].looks, before[scan].probe) == (None, None, 0)
    (facts,) = looked_at(looking, scan)
    assert (facts.pages, facts.decodes, facts.probe) == (2, True, PROBE_VERSION)
    assert facts.looks is not None
    assert [page.dpi for page in facts.looks] == [100, 100]


def test_hostile_files_leave_the_server_standing(looking: World, tmp_path: Path) -> None:
    bomb = taken_in(looking, samples.bomb_png(tmp_path / "bomb.png"))
    locked = taken_in(looking, samples.text_pdf(tmp_path / "locked.pdf", 1, "secret"))
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_bytes(b"%PDF-1.7\n" + b"\xff" * 5000)
    broken = taken_in(looking, rubbish)
    facts = looked_at(looking, bomb, locked, broken)
    assert [fact.decodes for fact in facts] == [False, False, False]
    assert [fact.encrypted for fact in facts] == [False, True, False]


@pytest.mark.expect_log("server_stub.probing")
def test_a_file_that_is_gone_stays_unknown(looking: World, tmp_path: Path) -> None:
    scan = taken_in(looking, samples.scan_pdf(tmp_path / "scan.pdf"))
    looking.server.blobs.path(scan).unlink()
    (facts,) = looked_at(looking, scan)
    assert (facts.decodes, facts.probe) == (None, 0)


def test_an_upload_is_looked_into(looking: World, tmp_path: Path) -> None:
    data = samples.scan_pdf(tmp_path / "scan.pdf").read_bytes()
    with looking.client("a0001") as applicant:
        assert applicant.put(f"/v1/blobs/{sha(data)}", content=data).status_code == 201
    assert looking.server.probing.wait_for([sha(data)], PATIENCE)
    assert known(looking, sha(data))[sha(data)].pages == 1


def test_a_claim_has_the_files_looked_into_and_pass_waits_for_them(looking: World) -> None:
    app_id = looking.submit()
    server = looking.server
    with looking.client("gxchen") as handler:
        claim = handler.post("/v1/claims", json={"app_ids": [app_id], "device_id": "d"})
        assert claim.json()["results"][0]["claim"] is not None
        passing = operation(looking, app_id, "gxchen", payload={"verb": "PASS"})
        answer = send(handler, passing)["results"][0]
    assert server.probing.wait_for([sha(PDF)], PATIENCE)
    (facts,) = known(looking, sha(PDF)).values()
    assert facts.decodes is False  # it begins like a PDF, and is none
    assert "R105" in answer["rule_ids"]


def test_what_was_looked_into_is_not_looked_into_again(looking: World) -> None:
    app_id = looking.submit(unit=MARKET)
    server = looking.server
    server.keep_facts({sha(PDF): FileFacts("image/png", 7, probe=PROBE_VERSION)})
    with server.db.read() as session:
        file_facts.look_at_cases(session, server, [app_id])
    assert not server.probing.busy
    server.keep_facts({sha(PDF): FileFacts("image/png", 7, probe=PROBE_VERSION - 1)})
    with server.db.read() as session:
        file_facts.look_at_cases(session, server, [app_id])
    assert server.probing.wait_for([sha(PDF)], PATIENCE)
    assert known(looking, sha(PDF))[sha(PDF)].magic == "application/pdf"


def test_without_it_nothing_is_started(world: World) -> None:
    world.server.probing.look_at([sha(PDF)])
    assert not world.server.probing.busy
    assert world.server.probing.wait_for([sha(PDF)], 0)
    assert known(world, sha(PDF))[sha(PDF)].probe == 0


def test_closing_ends_a_wait(looking: World, tmp_path: Path) -> None:
    scan = taken_in(looking, samples.scan_pdf(tmp_path / "scan.pdf", pages=3))
    looking.server.probing.look_at([scan])
    looking.server.probing.close()
    assert looking.server.probing.wait_for([scan], 0)
    looking.server.probing.look_at(["1" * 64])
    assert looking.server.probing.wait_for(["1" * 64], 0)

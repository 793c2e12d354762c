"""From a scan and a key to a registered and bound seal: machine, registrar, server, machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.sealing.import_seal import open_candidate
from app.operations.sealing.own_seals import KeyPlace, bind_key, registered_seals
from app.operations.sealing.registration import Difference, compare, request, write_request
from app.operations.sealing.seal_cards import seal_cards
from app.operations.workspace import Workspace
from app.seal.image import SealImage
from server_stub import seal_life, seal_request
from server_stub.seal_life import Hand, SealRefusedError
from tests.operations import road
from tests.operations.office import Office, sync
from tests.operations.sealing import desk
from tests.seal import picture, pki

IMAGE = picture.seal_image("示例市政")


def registered(office: Office, file: Path) -> str:
    """What the registrar does with a file; the seal's id."""
    asked = seal_request.seal_of(seal_request.read(file), seal_request.Terms())
    server = office.world.server
    with server.db.write() as session:
        hand = Hand("registrar", "照申请登记", server.clock.now())
        return seal_life.register(session, asked, hand).seal_id


def key_file(folder: Path, kind: str) -> KeyPlace:
    issued = pki.seal_key(kind, organisation="示例市政")
    return KeyPlace(backend="PKCS12", path=str(issued.write(folder, f"{kind}.p12")))


def test_a_new_seal_and_then_a_new_key_go_the_whole_way(office: Office, tmp_path: Path) -> None:
    road.build(office)
    ws = office.officer(road.SEALER, "sealer")
    assert registered_seals(ws) == []
    file = ask(ws, key_file(tmp_path, "P-256"), IMAGE, tmp_path / "new.json")
    seal_id = registered(office, file)
    sync(ws)
    (card,) = seal_cards(ws, ws.clock.now())
    assert (card.seal.seal_id, card.holds) == (seal_id, True)
    bind(ws, key_file(tmp_path, "P-256"), IMAGE)
    (card,) = seal_cards(ws, ws.clock.now())
    assert (card.usable, card.registered) == (True, False)

    rsa = key_file(tmp_path, "RSA-2048")
    with open_candidate(ws, rsa, pki.PIN) as candidate:
        (found,) = compare(
            registered_seals(ws), IMAGE, candidate.info, ws.account.user_id, ws.clock.now()
        )
    assert [one.kind for one in found.told] == [Difference.CERTIFICATE]
    registered(office, ask(ws, rsa, IMAGE, tmp_path / "change.json", seal_id))
    sync(ws)
    bind(ws, rsa, IMAGE)
    (card,) = seal_cards(ws, ws.clock.now())
    assert card.usable
    assert card.info is not None
    assert card.info.algorithm == "RSA-2048"


def test_a_request_that_was_tampered_with_is_not_registered(
    machine: Workspace, tmp_path: Path
) -> None:
    file = ask(machine, key_file(tmp_path, "P-256"), IMAGE, tmp_path / "new.json")
    text = file.read_text("utf-8")
    file.write_text(text.replace("org-unit-1", "org-unit-2"), "utf-8")
    with pytest.raises(SealRefusedError) as refused:
        seal_request.seal_of(seal_request.read(file), seal_request.Terms())
    assert refused.value.code == "SEAL_PROOF_WRONG"


def test_the_size_is_part_of_what_is_registered(office: Office, tmp_path: Path) -> None:
    road.build(office)
    desk.register(office)
    ws = office.officer(road.SEALER, "sealer")
    place = KeyPlace(backend="PKCS12", path=str(desk.key_of_unit().write(tmp_path)))
    smaller = replace(IMAGE, size_mm=(40.0, 40.0))
    with open_candidate(ws, place, pki.PIN) as candidate:
        (found,) = compare(
            registered_seals(ws), smaller, candidate.info, ws.account.user_id, ws.clock.now()
        )
    assert [one.kind for one in found.told] == [Difference.SIZE]


def ask(ws: Workspace, place: KeyPlace, image: SealImage, target: Path, seal_id: str = "") -> Path:
    """Open the key and write the request."""
    with open_candidate(ws, place, pki.PIN) as candidate:
        wanted = request(ws, candidate, image, name="单位公章", kind="单位公章", seal_id=seal_id)
        return write_request(ws, wanted, target)


def bind(ws: Workspace, place: KeyPlace, image: SealImage) -> None:
    """What the wizard does at its end."""
    with open_candidate(ws, place, pki.PIN) as candidate:
        seals = registered_seals(ws)
        (found,) = compare(seals, image, candidate.info, ws.account.user_id, ws.clock.now())
        assert found.matches, found.told
        bind_key(ws, found.seal.seal_id, candidate.place, image)

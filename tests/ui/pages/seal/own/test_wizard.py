"""Bringing a seal here: from the scan to the bound key, and every way it can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.sealing.own_seals import key_place, seal_image
from app.operations.workspace import Workspace
from tests.operations.conftest import filled, listener, office, world
from tests.operations.office import Office, audited
from tests.operations.road import SEALER
from tests.operations.sealing import desk
from tests.operations.sealing.desk import SEAL
from tests.seal import picture, pki
from tests.ui.desk import wait_for
from tests.ui.pages.seal.own.bench import Bench, bench_of

__all__ = ["filled", "listener", "office", "world"]


@pytest.fixture
def sealer(office: Office) -> Workspace:
    """A seal holder whose office has a registered seal, on a machine that has no key yet."""
    desk.approved(office, 1)
    return office.officer(SEALER, "sealer")


@pytest.fixture
def bench(qapp: QApplication, sealer: Workspace, tmp_path: Path) -> Iterator[Bench]:
    with bench_of(qapp, sealer, tmp_path) as opened:
        wait_for(lambda: opened.tab.cards)
        yield opened


def test_a_seal_is_brought_here_from_scan_key_and_pin(bench: Bench) -> None:
    (view,) = bench.tab.cards
    assert not view.card.usable
    view.bind.click()
    wizard = bench.wizard()
    assert wizard.next.reason
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    assert wizard.next.reason
    wizard.key.load(desk.key_of_unit().write(bench.folder))
    wizard.next.click()
    wizard.pin.pin.setText(pki.PIN)
    wizard.pin.open_key.click()
    assert wizard.pin.pin.text() == ""
    wait_for(lambda: not wizard.next.reason)
    assert ("算法", "P-256　非国密 GB/T 38540 签章") in wizard.pin.facts.rows
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    assert wizard.next.text() == "绑定到“单位公章”"
    wizard.next.click()
    wait_for(lambda: bench.tab.wizard is None and bench.tab.cards[0].card.usable)
    place = key_place(bench.ws, SEAL)
    assert place is not None
    assert (place.backend, Path(place.path).name) == ("PKCS12", "seal.p12")
    assert place.file_sha256
    assert place.certificate
    assert len(place.above) == 2
    assert seal_image(bench.ws, SEAL).sha256 == picture.seal_image("示例市政").sha256
    assert audited(bench.ws)[-2:] == ["seal.key_tried", "seal.bind"]

"""A clock that is off: corrected while the distance is known, else refused before the batch."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.operations.errors import OperationRefused
from app.operations.sealing.apply import open_batch, seal_item
from app.operations.sealing.clock import clock_note, clock_trouble
from app.operations.sealing.own_seals import provider, seal_image, why_unusable
from app.operations.workspace import Workspace
from app.protocol.messages import has_message
from app.sync.state import load_clock, load_heard
from tests.operations.office import sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS


def test_a_known_distance_is_corrected_and_both_times_are_kept(sealer: Workspace) -> None:
    ahead = sealer.clock.local() - sealer.clock.now()
    assert ahead > timedelta(days=100)  # the server of the tests lives in another month
    assert clock_trouble(sealer) is None
    note = clock_note(sealer)
    assert note is not None
    assert has_message(note.code)
    plan = desk.planned(sealer, IDS[0])
    batch = open_batch(sealer, plan)
    with provider(sealer, desk.SEAL).open(desk.PIN) as key:
        image = seal_image(sealer, desk.SEAL)
        done = seal_item(sealer, batch, batch.items[0], plan.seal, key, image)
    with sealer.blobs.open(done.stamped_sha256) as file:
        (signature,) = PdfFileReader(BytesIO(file.readall())).embedded_regular_signatures
    told = signature.self_reported_timestamp
    assert abs(told - sealer.clock.now()) < timedelta(hours=1)
    with sealer.journal.seals() as pages:
        _begun, end = pages.lines()
    assert abs(end.at - end.server_time - ahead) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("jump", "code"),
    [
        (timedelta(days=-365), "sealing.clock_back"),
        (timedelta(days=365), "sealing.clock_off"),
    ],
)
def test_a_clock_a_year_off_without_a_server_is_refused_before_the_batch(
    sealer: Workspace, jump: timedelta, code: str
) -> None:
    plan = desk.planned(sealer, IDS[0])
    sealer.clock._offset += jump  # as if this machine's clock had been put there
    assert why_unusable(sealer, plan.seal, sealer.clock.now()) == code
    with pytest.raises(OperationRefused) as refused:
        open_batch(sealer, plan)
    assert refused.value.code == code
    assert has_message(code)
    assert has_message(code, "en")
    with sealer.journal.seals() as pages:
        assert pages.batches() == []
    sync(sealer)
    assert clock_trouble(sealer) is None
    open_batch(sealer, desk.planned(sealer, IDS[0]))


def test_what_was_heard_of_the_server_outlives_the_program(sealer: Workspace) -> None:
    heard = load_heard(sealer.journal)
    assert heard is not None
    assert abs(heard - sealer.clock.now()) < timedelta(minutes=11)
    again = load_clock(sealer.journal)
    assert abs(again.now() - sealer.clock.now()) < timedelta(minutes=1)

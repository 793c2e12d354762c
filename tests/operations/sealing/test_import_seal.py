"""A scan decoded in the worker, and a key opened once by its PIN."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from types import TracebackType

import pytest
from PIL import Image

from app.media.client import MediaClient
from app.media.problems import MediaError, ProblemCode
from app.operations.sealing.import_seal import Candidate, open_candidate, read_scan
from app.operations.sealing.own_seals import KeyPlace, provider_at
from app.operations.workspace import Workspace
from app.seal.pin_guard import LIMIT
from app.seal.pkcs11 import list_tokens
from app.seal.problems import SealCode, SealError
from app.seal.seal_image import from_scan
from tests.operations.sealing import desk
from tests.seal import hsm, picture, pki

SIZE = (42.0, 42.0)


def drawn() -> Image.Image:
    return picture.drawn("示例市政", "职称评审专用章")


def on_sheet() -> Image.Image:
    """The seal on a white sheet of A6, as a scanner of 600 dpi has it."""
    sheet = Image.new("RGB", (2480, 1748), "white")
    seal = drawn().resize((992, 992))
    sheet.paste(seal.convert("RGB"), (700, 400), seal.getchannel("A"))
    return sheet


def holding(data: bytes | None, path: Path) -> Path:
    """A file of these bytes; none is there where they are None."""
    if data is not None:
        path.write_bytes(data)
    return path


# --- scans ------------------------------------------------------------------------------------


def test_the_worker_hands_over_the_very_pixels(media: MediaClient, tmp_path: Path) -> None:
    """Else the same scan would give another mask than the registrar's."""
    scan = picture.scanned(drawn())
    scan.save(tmp_path / "scan.png")
    read = read_scan(media, tmp_path / "scan.png")
    assert (read.page, read.pages, read.name) == (0, 1, "scan.png")
    assert read.picture.tobytes() == scan.tobytes()
    assert read.seal(SIZE).sha256 == from_scan(scan, SIZE).sha256


def test_a_seal_on_nothing_gives_the_mask_of_one_on_white(
    media: MediaClient, tmp_path: Path
) -> None:
    drawn().save(tmp_path / "seal.png")
    assert read_scan(media, tmp_path / "seal.png").seal(SIZE) == picture.seal_image(
        "示例市政", "职称评审专用章"
    )


def test_a_seal_is_found_in_a_jpeg_and_on_a_page_of_a_pdf(
    media: MediaClient, tmp_path: Path
) -> None:
    on_sheet().save(tmp_path / "scan.jpg", quality=92, dpi=(600, 600))
    empty = Image.new("RGB", (2480, 1748), "white")
    empty.save(tmp_path / "scan.pdf", save_all=True, append_images=[on_sheet()], resolution=600)
    assert read_scan(media, tmp_path / "scan.jpg").seal(SIZE).width >= 300
    first = read_scan(media, tmp_path / "scan.pdf")
    assert first.pages == 2
    with pytest.raises(SealError) as refused:
        first.seal(SIZE)
    assert refused.value.code is SealCode.IMAGE_NOT_RED
    second = read_scan(media, tmp_path / "scan.pdf", 1)
    assert (second.page, second.seal(SIZE).width >= 300) == (1, True)
    assert read_scan(media, tmp_path / "scan.pdf", 99).page == 1


def test_a_fainter_impression_needs_another_bound(media: MediaClient, tmp_path: Path) -> None:
    seal = drawn()
    pale = Image.new("RGB", seal.size, (238, 200, 200))
    sheet = Image.new("RGB", seal.size, "white")
    sheet.paste(pale, (0, 0), seal.getchannel("A"))
    sheet.save(tmp_path / "pale.png")
    scan = read_scan(media, tmp_path / "pale.png")
    with pytest.raises(SealError):
        scan.seal(SIZE)
    assert scan.seal(SIZE, 30).width >= 300


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.FILE_EMPTY),
        (b"no picture at all", ProblemCode.UNSUPPORTED),
        (b"%PDF-1.7\nbroken", ProblemCode.PDF_DAMAGED),
        (None, ProblemCode.FILE_MISSING),
    ],
)
def test_what_is_no_scan_is_told(
    media: MediaClient, tmp_path: Path, data: bytes | None, code: ProblemCode
) -> None:
    with pytest.raises(MediaError) as refused:
        read_scan(media, holding(data, tmp_path / "scan.pdf"))
    assert refused.value.problem.code is code


# --- keys -------------------------------------------------------------------------------------


def file_place(path: Path) -> KeyPlace:
    return KeyPlace(backend="PKCS12", path=str(path))


def trail(ws: Workspace) -> list[tuple[str, str]]:
    """What the audit has of keys, oldest first."""
    rows = reversed(ws.journal.audit_entries(100))
    return [(row.action, row.subject) for row in rows if row.action.startswith("seal.")]


def test_a_key_file_is_opened_and_what_it_shows_is_learnt(machine: Workspace, p12: Path) -> None:
    with open_candidate(machine, file_place(p12), pki.PIN) as candidate:
        place = candidate.place
        assert candidate.info.fingerprint == desk.key_of_unit().fingerprint
        assert candidate.problems(pki.NOW) == []
    assert base64.b64decode(place.certificate) == desk.key_of_unit().der
    assert place.file_sha256 == hashlib.sha256(p12.read_bytes()).hexdigest()
    assert provider_at(machine, place).describe().chain == ("示例印章签发证书", "示例印章根证书")
    assert trail(machine) == [("seal.key_tried", "unit.p12")]
    with pytest.raises(SealError) as refused:
        _ = candidate.key.signer
    assert refused.value.code is SealCode.KEY_CLOSED


def test_wrong_pins_are_counted_waited_for_and_at_last_locked(
    machine: Workspace, p12: Path
) -> None:
    place, said = file_place(p12), []
    for _ in range(3):
        with pytest.raises(SealError) as refused:
            open_candidate(machine, place, "wrong")
        said.append((refused.value.code, refused.value.problem.params.get("left")))
    assert said == [(SealCode.PIN_WRONG, 5), (SealCode.PIN_WRONG, 4), (SealCode.PIN_WRONG, 3)]
    with pytest.raises(SealError) as refused:
        open_candidate(machine, place, pki.PIN)
    assert refused.value.code is SealCode.PIN_WAIT
    assert 0 < int(refused.value.problem.params["seconds"]) <= 30
    tries = machine.journal.setting("seals.tries", {})
    machine.journal.put_settings({
        "seals.tries": {key: {"wrong": LIMIT, "last": ""} for key in tries}
    })  # fmt: skip
    with pytest.raises(SealError) as refused:
        open_candidate(machine, place, pki.PIN)
    assert refused.value.code is SealCode.PIN_LOCKED
    assert len(trail(machine)) == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [(None, SealCode.KEY_FILE_MISSING), (b"0\x82\x00\x00 broken", SealCode.KEY_FILE_DAMAGED)],
)
def test_a_key_file_that_is_gone_or_broken_costs_no_try(
    machine: Workspace, tmp_path: Path, data: bytes | None, code: SealCode
) -> None:
    place = file_place(holding(data, tmp_path / "unit.p12"))
    with pytest.raises(SealError) as refused:
        open_candidate(machine, place, pki.PIN)
    assert refused.value.code is code
    assert machine.journal.setting("seals.tries", {}) == {}


def test_the_pin_is_in_no_frame_of_a_refusal_and_in_no_line_of_the_audit(
    machine: Workspace, p12: Path
) -> None:
    wrong = "not-the-pin-4711"
    with pytest.raises(SealError) as refused:
        open_candidate(machine, file_place(p12), wrong)
    error: BaseException | None = refused.value
    while error is not None:
        assert wrong not in _seen(error.__traceback__)
        error = error.__cause__ or error.__context__
    kept = repr(machine.journal.audit_entries(100)) + repr(machine.journal.setting("seals.tries"))
    assert wrong not in kept


def _seen(trace: TracebackType | None) -> str:
    """The locals of all frames but the test's own."""
    seen = ""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename != __file__:
            seen += repr(trace.tb_frame.f_locals)
        trace = trace.tb_next
    return seen


# --- tokens -----------------------------------------------------------------------------------


def token_place(label: str = "seal", token: str = "office") -> KeyPlace:
    return KeyPlace(backend="PKCS11", path=str(hsm.module()), token=token, label=label)


def test_tokens_are_listed_opened_and_missed(machine: Workspace, tokens: hsm.Hsm) -> None:
    assert list_tokens(hsm.module()) == ()
    tokens.token("office", ("seal", desk.key_of_unit()), ("other", pki.seal_key("RSA-2048")))
    tokens.token("empty")
    found = {one.label: one.keys for one in list_tokens(hsm.module())}
    assert found == {"office": ("other", "seal"), "empty": ()}
    with open_candidate(machine, token_place(), hsm.PIN) as candidate:
        assert candidate.info.fingerprint == desk.key_of_unit().fingerprint
        assert candidate.place.file_sha256 == ""
        assert {one.label for one in list_tokens(hsm.module())} == {"office", "empty"}
        with pytest.raises(SealError) as refused:
            open_candidate(machine, token_place(), hsm.PIN)
        assert refused.value.code is SealCode.TOKEN_BUSY
    assert refusal(machine, token_place(), "0000") == (SealCode.PIN_WRONG, 5)
    assert refusal(machine, token_place("no-such-key"), hsm.PIN)[0] is SealCode.KEY_NOT_FOUND
    gone = tokens.pull()
    assert list_tokens(hsm.module()) == ()
    assert refusal(machine, token_place(), hsm.PIN)[0] is SealCode.TOKEN_ABSENT
    tokens.plug_in(gone)
    opened: Candidate = open_candidate(machine, token_place(), hsm.PIN)
    opened.close()
    opened.close()


@pytest.mark.parametrize("there", [True, False])
def test_a_driver_that_is_none_is_told(machine: Workspace, tmp_path: Path, there: bool) -> None:
    driver = tmp_path / "driver.so"
    if there:
        driver.write_text("no library")
    with pytest.raises(SealError) as refused:
        list_tokens(driver)
    assert refused.value.code is SealCode.TOKEN_MODULE
    assert refused.value.problem.params == {"module": "driver.so"}


def refusal(ws: Workspace, place: KeyPlace, pin: str) -> tuple[SealCode, object]:
    with pytest.raises(SealError) as refused:
        open_candidate(ws, place, pin)
    return refused.value.code, refused.value.problem.params.get("left")

"""The private key and the PIN are in no log, text, error, temporary file or process argument."""

from __future__ import annotations

import builtins
import copy
import gc
import io
import logging
import os
import pickle
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest

from app.seal.keys import KeyProvider
from app.seal.pin_guard import LIMIT, MemoryLedger, Tries
from app.seal.pkcs11 import Pkcs11Token
from app.seal.pkcs12 import Pkcs12File
from app.seal.problems import SealError
from app.seal.stamp import FieldPlace, seal
from tests.seal import hsm, papers, picture, pki
from tests.seal.conftest import stamp_meta
from tests.seal.secret_needles import WRONG, needles

PLACE = [FieldPlace("SealUnit")]


def clean(text: str | bytes, issued: pki.Issued) -> None:
    data = text.encode() if isinstance(text, str) else text
    lowered = data.lower()
    assert not [one for one in needles(issued) if one in data or one in lowered]


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture(params=["PKCS#12 P-256", "PKCS#12 RSA-2048", "PKCS#11 P-256"])
def desk(
    request: pytest.FixtureRequest, tmp_path: Path, ledger: MemoryLedger
) -> tuple[KeyProvider, str, pki.Issued]:
    """A provider, its PIN, and what is secret about it."""
    backend, kind = request.param.split()
    issued = pki.seal_key(kind)
    if backend == "PKCS#12":
        return Pkcs12File(issued.write(tmp_path), ledger), pki.PIN, issued
    tokens: hsm.Hsm = request.getfixturevalue("tokens")
    label = f"SECRET{len(list(tokens.tokens.iterdir()))}"
    tokens.token(label, ("seal", issued))
    return Pkcs11Token(hsm.module(), label, "seal", ledger), hsm.PIN, issued


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All loggers at their most talkative."""
    heard, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(heard), root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield heard
    root.removeHandler(handler)
    root.setLevel(before)


def test_no_log_and_no_text_of_an_object_shows_them(
    desk: tuple[KeyProvider, str, pki.Issued], everything_logged: io.StringIO
) -> None:
    provider, pin, issued = desk
    with pytest.raises(SealError):
        provider.open(WRONG)
    with provider.open(pin) as key:
        sealed = seal(papers.form(), key, picture.seal_image(), PLACE, stamp_meta())
        shown = [provider, key, key.signer, key.info, sealed, copy.copy(key.signer)]
        for one in shown:
            clean(repr(one) + str(one) + repr(getattr(one, "__dict__", "")), issued)
    assert everything_logged.tell() > 0
    clean(everything_logged.getvalue(), issued)
    clean(sealed.data, issued)


def test_no_error_leads_back_to_them(
    desk: tuple[KeyProvider, str, pki.Issued], ledger: MemoryLedger
) -> None:
    """Not its text, its causes, nor what stands in our frames of its traceback."""
    provider, pin, issued = desk
    errors = [_refused(lambda: provider.open(WRONG))]
    with provider.open(pin) as key:
        errors.append(
            _refused(
                lambda: seal(
                    papers.form(), key, picture.seal_image(), PLACE, stamp_meta(), reserved=200
                )
            )
        )
    (name,) = ledger._tries
    ledger.store(name, Tries(LIMIT))
    errors.append(_refused(lambda: provider.open(pin)))
    for error in errors:
        clean("".join(traceback.format_exception(error)), issued)
        assert error.__cause__ is None
        assert error.__context__ is None
        for frame in _our_frames(error.__traceback__):
            clean(repr(frame), issued)


def test_a_key_in_memory_cannot_be_written_out(
    desk: tuple[KeyProvider, str, pki.Issued],
) -> None:
    provider, pin, _issued = desk
    with provider.open(pin) as key, pytest.raises(TypeError):
        pickle.dumps(key.signer)


def test_the_pin_is_held_by_nothing_once_the_key_is_open(
    desk: tuple[KeyProvider, str, pki.Issued],
) -> None:
    provider, pin, _issued = desk
    secret = "".join(reversed(pin))[::-1]  # a text object of its own
    assert secret is not pin
    with provider.open(secret):
        gc.collect()
        holders = [one for one in gc.get_referrers(secret) if type(one).__name__ != "frame"]
        assert holders == []


def test_nothing_is_written_and_no_program_started(
    desk: tuple[KeyProvider, str, pki.Issued], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    provider, pin, issued = desk
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **_: started.append(a))
    written: list[str] = []
    opened = builtins.open

    def watched(file: object, mode: str = "r", *rest: object, **options: object) -> object:
        if set(mode) & set("wax+"):
            written.append(str(file))
        return opened(file, mode, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    with provider.open(pin) as key:
        seal(papers.form(), key, picture.seal_image(), PLACE, stamp_meta())
    assert (written, started, list(scratch.iterdir())) == ([], [], [])
    arguments = Path("/proc/self/cmdline")
    if arguments.exists():
        clean(arguments.read_bytes(), issued)
    clean(repr(os.environ), issued)


def _refused(work: Callable[[], object]) -> SealError:
    with pytest.raises(SealError) as caught:
        work()
    return caught.value


def _our_frames(trace: TracebackType | None) -> Iterator[dict[str, object]]:
    while trace is not None:
        if "/app/seal/" in trace.tb_frame.f_code.co_filename.replace(os.sep, "/"):
            yield dict(trace.tb_frame.f_locals)
        trace = trace.tb_next

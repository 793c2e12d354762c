"""Bringing a seal to this machine: its picture from a scan, its key from a file or a token.

The scan is decoded in the media worker. The PIN opens the key once; what is learnt then, and
nothing secret, is kept with the place of the key.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from app.media.facts import DocumentInfo, DocumentKind
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.source import DocumentSource
from app.operations.sealing.own_seals import KeyPlace, file_sha256, provider_at
from app.seal.certificate import problems_of
from app.seal.image import SealImage
from app.seal.keys import KeyInfo, OpenKey
from app.seal.problems import SealError, SealProblem
from app.seal.seal_image import INK, from_scan

if TYPE_CHECKING:
    from datetime import datetime

    from app.media.client import MediaClient
    from app.media.rendered import RenderedPage
    from app.operations.workspace import Workspace

WAIT_S: Final = 90.0
"""What the media worker may take for one page before it counts as hung."""
_PIXELS_PER_POINT: Final = 600 / 72
"""Pages of a PDF are drawn as a scanner of 600 dpi would have them."""


@dataclass(frozen=True)
class Scan:
    """One page of a scan, decoded; ``pages`` is how many the file has."""

    name: str
    picture: Image.Image
    page: int
    pages: int

    def seal(self, size_mm: tuple[float, float], ink_from: int = INK) -> SealImage:
        """The seal on it, its paper transparent.

        :raises SealError: IMAGE_NOT_RED, IMAGE_ALL_RED, IMAGE_CUT_OFF, IMAGE_TOO_SMALL.
        """
        return from_scan(self.picture, size_mm, ink_from)


def read_scan(media: MediaClient, path: Path, page: int = 0) -> Scan:
    """Decode a page of a picture or PDF in the worker. Blocks; not for the window's thread.

    :raises MediaError: what is wrong with the file; the words stand under ``CODE.title`` ….
    """
    source = DocumentSource.of_file(path)
    info: DocumentInfo = _answer(lambda tell: media.describe(source, tell))
    page = min(max(page, 0), info.pages - 1)
    across = info.sizes[min(page, len(info.sizes) - 1)].width
    width = round(across * (_PIXELS_PER_POINT if info.kind is DocumentKind.PDF else 1))
    drawn: RenderedPage = _answer(
        lambda tell: media.render(source, page, width, 0, tell, fine=True)
    )
    try:
        size = (drawn.width, drawn.height)
        picture = Image.frombytes("RGB", size, bytes(drawn.buffer), "raw", "BGRX", drawn.stride)
    finally:
        drawn.release()
        media.forget(source.key)
    return Scan(path.name, picture, page, info.pages)


@dataclass
class Candidate(AbstractContextManager["Candidate"]):
    """A key that its PIN opened, with its place as it will be kept. Close it."""

    place: KeyPlace
    key: OpenKey
    _held: AbstractContextManager[OpenKey]

    @property
    def info(self) -> KeyInfo:
        """The certificate in words."""
        return self.key.info

    def problems(self, now: datetime) -> list[SealProblem]:
        """What is wrong with the certificate by itself."""
        return problems_of(self.info, now)

    def close(self) -> None:
        """Let go of the key; may be called twice."""
        self._held.__exit__(None, None, None)

    def __exit__(self, *_told: object) -> None:
        self.close()


def open_candidate(ws: Workspace, place: KeyPlace, pin: str) -> Candidate:
    """Open the key at ``place`` and learn its certificate; tries are counted and audited.

    :raises SealError: PIN_WRONG with the tries left, PIN_LOCKED, PIN_WAIT, TOKEN_ABSENT …
    """
    failure: SealError | None = None
    try:
        provider = provider_at(ws, place.model_copy(update={"file_sha256": ""}))
        sha256 = "" if place.backend == "PKCS11" else file_sha256(Path(place.path)) or ""
        held = provider.open(pin)
    except SealError as refused:
        failure = SealError.of(refused.problem)  # its traceback ends here, away from the PIN
    finally:
        pin = ""
    if failure is not None:
        _note(ws, place, failure.code.value)
        raise failure
    own, *above = (base64.b64encode(der).decode() for der in held.signer.certificates.encoded)
    try:
        _note(ws, place, "OPENED")
    except BaseException:
        held.close()
        raise
    learnt = {"certificate": own, "above": tuple(above), "file_sha256": sha256}
    return Candidate(place.model_copy(update=learnt), held, held)


def _note(ws: Workspace, place: KeyPlace, result: str) -> None:
    with ws.transaction() as writer:
        told = {"backend": place.backend, "token": place.token, "label": place.label}
        writer.audit("seal.key_tried", place.token or Path(place.path).name, told | {"is": result})


def _answer(ask: Callable[[Callable[[Any], None]], object]) -> Any:
    """What the worker tells, waited for."""
    told: Future[Any] = Future()
    ask(told.set_result)
    try:
        answer = told.result(WAIT_S)
    except TooLate:
        raise MediaError(ProblemCode.MEDIA_HUNG) from None
    if isinstance(answer, MediaProblem):
        raise MediaError.of(answer)
    return answer

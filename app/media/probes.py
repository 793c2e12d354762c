"""File facts from a binary file object: what the bytes are, whether they can be read.

Pure functions over a seekable file, for the worker (any file an officer has) and for the
server, which has its worker look at uploads (domain §4.13, modes F and H). A file is read and
decoded once.
"""

from __future__ import annotations

from app.media.facts import DocumentKind, FileFacts
from app.media.image import ImageFileReader
from app.media.magic import HEAD_BYTES, FileType, extension_matches, sniff
from app.media.pdf import PdfFile
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.reader import ByteSource, GuardedStream
from app.media.seen import SCALE_PX, Seen

MAX_PROBED_PAGES = 500
"""Pages whose content a probe reads; a dossier file has a few dozen."""

MAX_LOOKED_PAGES = 60
"""Pages that are decoded and looked at; what comes after them is only read."""

MAX_WORDS = 20_000
"""Characters of text that are read of a page."""


def probe(file: ByteSource, name: str, declared_mime: str | None = None) -> FileFacts:
    """Look into `file`, called `name`. Never raises for bad content; see `FileFacts.problems`.

    The file stays open and is left at an arbitrary position.
    """
    return probe_stream(GuardedStream(_Borrowed(file), sealed=False), name, declared_mime)


def probe_stream(stream: GuardedStream, name: str, declared_mime: str | None = None) -> FileFacts:
    """`probe` on a guarded stream, which it closes.

    Raises `MediaError` only if the file itself could not be read.
    """
    try:
        head = stream.read(HEAD_BYTES)
        stream.raise_fault()
        stream.seek(0)
        return _facts(stream, head, name, declared_mime)
    finally:
        stream.close()


def _facts(stream: GuardedStream, head: bytes, name: str, declared_mime: str | None) -> FileFacts:
    found = sniff(head)
    if stream.size == 0:
        return FileFacts(0, None, None, True, problems=(MediaProblem(ProblemCode.FILE_EMPTY),))
    if found is None:
        unknown = MediaProblem(ProblemCode.UNSUPPORTED, {"type": "?"})
        return FileFacts(stream.size, None, None, False, problems=(unknown,))
    matches = extension_matches(name, found, declared_mime)
    notices = () if matches else (mismatch(found),)
    try:
        if found.kind is DocumentKind.PDF:
            return _pdf_facts(stream, matches, notices)
        if found.kind is DocumentKind.IMAGE:
            return _image_facts(stream, found, matches, notices)
        raise MediaError(ProblemCode.UNSUPPORTED, type=found.label)
    except MemoryError:
        problem = MediaProblem(ProblemCode.TOO_LARGE)
    except MediaError as error:
        stream.raise_fault()
        problem = error.problem
    return FileFacts(
        stream.size,
        found.mime,
        found.kind,
        matches,
        encrypted=problem.code is ProblemCode.PDF_ENCRYPTED,
        problems=(*notices, problem),
    )


def mismatch(found: FileType) -> MediaProblem:
    """The notice for content that is not what the file name says."""
    return MediaProblem(ProblemCode.TYPE_MISMATCH, {"type": found.label})


def _pdf_facts(
    stream: GuardedStream, matches: bool, notices: tuple[MediaProblem, ...]
) -> FileFacts:
    pdf = PdfFile(stream)
    try:
        seen = Seen()
        problems = list(notices)
        for page in range(min(pdf.pages, MAX_PROBED_PAGES)):
            try:
                if page < MAX_LOOKED_PAGES:
                    seen.add_page(pdf.look(page, SCALE_PX, MAX_WORDS))
                else:
                    pdf.size(page)
                    pdf.parses(page)
            except MediaError as error:
                stream.raise_fault()
                problems.append(error.problem)
        damaged = len(problems) > len(notices)
        return FileFacts(
            stream.size,
            "application/pdf",
            DocumentKind.PDF,
            matches,
            pages=pdf.pages,
            dpi=None if damaged else seen.dpi,
            decodes=not damaged,
            problems=tuple(problems),
            looks=tuple(seen.pages),
            first_page=seen.first_page,
            marks=seen.marks,
        )
    finally:
        pdf.close()


def _image_facts(
    stream: GuardedStream, found: FileType, matches: bool, notices: tuple[MediaProblem, ...]
) -> FileFacts:
    image = ImageFileReader(stream, found)
    size = image.sizes()[0]
    seen = Seen()
    broken: list[int] = []
    for page in range(min(image.pages, MAX_PROBED_PAGES)):
        if page < MAX_LOOKED_PAGES:
            pixels, picture = image.look(page, SCALE_PX)
            if picture is not None:
                seen.add_picture(pixels, picture, image.dpi)
                continue
        elif image.decodes(page):
            continue
        broken.append(page)
    cut = tuple(MediaProblem(ProblemCode.IMAGE_TRUNCATED, page=page) for page in broken)
    return FileFacts(
        stream.size,
        found.mime,
        found.kind,
        matches,
        pages=image.pages,
        width_px=round(size.width),
        height_px=round(size.height),
        exif_orientation=image.orientation,
        dpi=image.dpi,
        decodes=not broken,
        truncated=bool(broken),
        problems=(*notices, *cut),
        looks=tuple(seen.pages),
        first_page=seen.first_page,
        white=seen.ground.white if seen.ground else None,
        blue=seen.ground.blue if seen.ground else None,
    )


class _Borrowed:
    """The caller's file, which stays the caller's to close."""

    def __init__(self, file: ByteSource) -> None:
        self.seek = file.seek
        self.tell = file.tell
        self.read = file.read

    def close(self) -> None:
        """Leave the file open."""

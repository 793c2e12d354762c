"""What can be wrong with a foreign file, as codes with parameters.

The words stand in `resources/i18n/messages.media.*.json` under `CODE.title`, `CODE.reason`,
`CODE.safe` and `CODE.remedy`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    """Every code the media room can answer with."""

    FILE_MISSING = "FILE_MISSING"
    FILE_EMPTY = "FILE_EMPTY"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    FILE_TAMPERED = "FILE_TAMPERED"
    TYPE_MISMATCH = "TYPE_MISMATCH"
    UNSUPPORTED = "UNSUPPORTED"
    TOO_LARGE = "TOO_LARGE"
    PDF_ENCRYPTED = "PDF_ENCRYPTED"
    PDF_DAMAGED = "PDF_DAMAGED"
    PDF_EMPTY = "PDF_EMPTY"
    PAGE_DAMAGED = "PAGE_DAMAGED"
    IMAGE_DAMAGED = "IMAGE_DAMAGED"
    IMAGE_TRUNCATED = "IMAGE_TRUNCATED"
    IMAGE_FAULTY = "IMAGE_FAULTY"
    MEDIA_CRASHED = "MEDIA_CRASHED"
    MEDIA_HUNG = "MEDIA_HUNG"
    MEDIA_MEMORY = "MEDIA_MEMORY"
    MEDIA_UNAVAILABLE = "MEDIA_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class MediaProblem:
    """One thing that is wrong with a file or with one of its pages.

    `page` counts from 0 and is None when the whole file is meant. `params` fill the words.
    A problem that comes *with* a picture (`TYPE_MISMATCH`, `IMAGE_TRUNCATED`, `IMAGE_FAULTY`) is
    a notice.
    """

    code: ProblemCode
    params: Mapping[str, str | int] = field(default_factory=dict)
    page: int | None = None


class MediaError(Exception):
    """Carries a `MediaProblem` up to whoever answers the request."""

    def __init__(self, code: ProblemCode, page: int | None = None, **params: str | int) -> None:
        super().__init__(code.value)
        self.problem = MediaProblem(code, params, page)

    @classmethod
    def of(cls, problem: MediaProblem) -> MediaError:
        """The error for a problem that was found earlier."""
        error = cls(problem.code)
        error.problem = problem
        return error

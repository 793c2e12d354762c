"""What can stand in the way of a seal, as codes with parameters.

The words stand in ``resources/i18n/messages.seal.*.json`` under ``seal.CODE``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.protocol.messages import DEFAULT_LANGUAGE, message


class SealCode(StrEnum):
    """Every code of this room. Parameters are named beside a code that has some."""

    PIN_WRONG = "PIN_WRONG"  # left
    PIN_NEEDED = "PIN_NEEDED"
    PIN_LOCKED = "PIN_LOCKED"
    PIN_WAIT = "PIN_WAIT"  # seconds
    TOKEN_ABSENT = "TOKEN_ABSENT"  # noqa: S105 – a code; token
    TOKEN_REMOVED = "TOKEN_REMOVED"  # noqa: S105 – a code
    TOKEN_BUSY = "TOKEN_BUSY"  # noqa: S105 – a code
    TOKEN_MODULE = "TOKEN_MODULE"  # noqa: S105 – a code; module
    TOKEN_TROUBLE = "TOKEN_TROUBLE"  # noqa: S105 – a code; detail
    KEY_FILE_MISSING = "KEY_FILE_MISSING"
    KEY_FILE_DAMAGED = "KEY_FILE_DAMAGED"
    KEY_NOT_FOUND = "KEY_NOT_FOUND"  # label
    KEY_NOT_OF_CERT = "KEY_NOT_OF_CERT"
    KEY_UNSUPPORTED = "KEY_UNSUPPORTED"  # algorithm
    KEY_CLOSED = "KEY_CLOSED"
    CERT_EXPIRED = "CERT_EXPIRED"  # until
    CERT_NOT_YET = "CERT_NOT_YET"  # since
    CERT_FOREIGN_OFFICE = "CERT_FOREIGN_OFFICE"  # subject
    CERT_NO_SIGN_USAGE = "CERT_NO_SIGN_USAGE"  # usages
    CERT_CHAIN_BROKEN = "CERT_CHAIN_BROKEN"  # issuer
    PDF_ENCRYPTED = "PDF_ENCRYPTED"
    PDF_DAMAGED = "PDF_DAMAGED"
    PDF_HYBRID = "PDF_HYBRID"
    PDF_OPEN_FIELDS = "PDF_OPEN_FIELDS"  # fields
    EARLIER_BROKEN = "EARLIER_BROKEN"  # field
    BREAKS_CERTIFIED = "BREAKS_CERTIFIED"
    BREAKS_LOCKED = "BREAKS_LOCKED"  # field
    BREAKS_CROSS_PAGE = "BREAKS_CROSS_PAGE"  # field
    BREAKS_NEW_FIELD = "BREAKS_NEW_FIELD"  # field
    NO_FIELD = "NO_FIELD"  # field
    FIELD_TAKEN = "FIELD_TAKEN"  # field
    FIELD_WITHOUT_PLACE = "FIELD_WITHOUT_PLACE"  # field
    KEYWORD_NOT_FOUND = "KEYWORD_NOT_FOUND"  # keyword
    PAGE_MISSING = "PAGE_MISSING"  # page, pages
    OUTSIDE_PAGE = "OUTSIDE_PAGE"  # page
    CROSS_PAGE_ONE_PAGE = "CROSS_PAGE_ONE_PAGE"
    IMAGE_NOT_RED = "IMAGE_NOT_RED"
    IMAGE_TOO_SMALL = "IMAGE_TOO_SMALL"  # pixels, least
    IMAGE_CUT_OFF = "IMAGE_CUT_OFF"
    IMAGE_ALL_RED = "IMAGE_ALL_RED"
    IMAGE_FOREIGN = "IMAGE_FOREIGN"  # name
    SIGNATURE_TOO_LARGE = "SIGNATURE_TOO_LARGE"


@dataclass(frozen=True, slots=True)
class SealProblem:
    """One thing that is wrong; ``params`` fill the words."""

    code: SealCode
    params: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The words in ``language``."""
        return message(f"seal.{self.code.value}", language, **self.params)


class SealError(Exception):
    """Carries a :class:`SealProblem` to whoever wanted the seal. Never holds a PIN or a key."""

    def __init__(self, code: SealCode, **params: str | int) -> None:
        super().__init__(code.value)
        self.problem = SealProblem(code, params)

    @classmethod
    def of(cls, problem: SealProblem) -> SealError:
        """The error for a problem found earlier."""
        return cls(problem.code, **problem.params)

    @property
    def code(self) -> SealCode:
        """What is wrong."""
        return self.problem.code

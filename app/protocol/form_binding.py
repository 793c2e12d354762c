"""Which cases an official form is of: the keywords of its PDF, written once and read everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_BETWEEN: Final = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class FormBinding:
    """The case and version that a form shows (domain §4.10 (1)).

    ``content_sha256`` is the version's, 64 hexadecimal digits; ``dossier_rev`` 0 where the form
    shows nothing of a dossier.
    """

    app_id: str
    version_no: int
    content_sha256: str
    dossier_rev: int = 0

    def words(self) -> str:
        """As it stands in the metadata of the PDF: ``case/A1@2:4f2c…;dossier/5``."""
        return (
            f"case/{self.app_id}@{self.version_no}:{self.content_sha256};dossier/{self.dossier_rev}"
        )

    @classmethod
    def parse(cls, words: str) -> FormBinding | None:
        """What :meth:`words` wrote; None for any other keyword."""
        case, _, dossier = words.partition(";dossier/")
        kind, _, rest = case.partition("/")
        app_id, _, version = rest.rpartition("@")
        number, _, digest = version.partition(":")
        if kind != "case" or not app_id or not number.isdecimal() or not dossier.isdecimal():
            return None
        return cls(app_id, int(number), digest, int(dossier))


def keywords_of(code: str, bindings: Iterable[FormBinding]) -> list[str]:
    """What the metadata of a form say: its code, then each case."""
    return [f"form/{code}", *(one.words() for one in bindings)]


def parse_keywords(text: str) -> tuple[str, tuple[FormBinding, ...]]:
    """The form's code, empty where there is none, and the cases, of a PDF's keywords."""
    code, bindings = "", []
    for word in _BETWEEN.split(text):
        kind, _, rest = word.partition("/")
        binding = FormBinding.parse(word)
        if kind == "form":
            code = code or rest
        elif binding is not None:
            bindings.append(binding)
    return code, tuple(bindings)

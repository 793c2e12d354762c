"""What programs that are not ours say about a sealed file: pdfsig and OpenSSL."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from tests.seal import pki

_SAID = {"Signature is Valid.": "valid", "Digest Mismatch.": "digest mismatch"}


@dataclass(frozen=True)
class Seen:
    """One signature as pdfsig tells it; ``said`` is valid, digest mismatch or not verified."""

    field: str
    valid: bool
    whole: bool
    kind: str
    said: str


def needed(program: str) -> str:
    """The program, or the test is left out; `.ci/run` installs it."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    return program


def pdfsig(pdf: bytes, folder: Path) -> list[Seen]:
    """Signatures in order; validity of the bytes, not of the certificate."""
    path = folder / "pdfsig.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(
        [needed("pdfsig"), "-nocert", path],
        env={**os.environ, "HOME": str(folder)},
        capture_output=True, text=True, timeout=60, check=False,
    ).stdout  # fmt: skip
    return [
        Seen(
            field=_after("Signature Field Name", part),
            valid="Signature is Valid" in part,
            whole="Total document signed" in part,
            kind=_after("Signature Type", part),
            said=_SAID.get(_after("Signature Validation", part), "not verified"),
        )
        for part in re.split(r"Signature #\d+:", said)[1:]
        if "is not signed" not in part  # an empty field
    ]


def openssl_accepts(pdf: bytes, folder: Path) -> list[bool]:
    """For each signature: ``openssl cms -verify -cades`` against our root, over its byte range."""
    (folder / "root.pem").write_bytes(pki.root().certificate.public_bytes(pki.PEM))
    return [_openssl(one, pdf, folder) for one in signatures(pdf)]


def signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(BytesIO(pdf)).embedded_regular_signatures)


def _openssl(signature: EmbeddedPdfSignature, pdf: bytes, folder: Path) -> bool:
    begin, first, second, rest = (int(one) for one in signature.byte_range)
    (folder / "covered").write_bytes(pdf[begin : begin + first] + pdf[second : second + rest])
    (folder / "signature.der").write_bytes(bytes(signature.pkcs7_content).rstrip(b"\0") + b"\0\0")
    return (
        subprocess.run(
            [
                needed("openssl"), "cms", "-verify", "-cades", "-binary", "-inform", "DER",
                "-in", "signature.der", "-content", "covered", "-CAfile", "root.pem",
                "-purpose", "any", "-attime", str(int(pki.NOW.timestamp())), "-out", "out",
            ],
            cwd=folder, capture_output=True, timeout=60, check=False,
        ).returncode
        == 0
    )  # fmt: skip


def _after(heading: str, part: str) -> str:
    found = re.search(rf"{heading}: (.*)", part)
    return found.group(1) if found else ""

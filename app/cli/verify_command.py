"""``verify``: what the seals of documents are worth, with no server and no home."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import TypeAdapter, ValidationError

from app.cli import output
from app.cli.exits import Exit
from app.domain.sealing import Seal
from app.protocol.messages import message
from app.seal.verify.anchors import context
from app.seal.verify.document import verify
from app.seal.verify.telling import told_file, unread
from app.seal.verify.trust import TrustContext
from app.seal.verify.verdict import FileVerdict

_SEALS = TypeAdapter(list[Seal])


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Verify each file; ``ATTENTION`` where one is not good, ``USAGE`` for what is no input."""
    del home
    try:
        trust = _trust(arguments)
    except (OSError, ValueError, ValidationError) as error:
        output.complain(message("cli.verify.input", language, why=str(error).splitlines()[0]))
        return Exit.USAGE
    told: list[dict[str, Any]] = []
    well = True
    for path in arguments.files:
        try:
            data = path.read_bytes()
        except OSError as error:
            why = error.strerror or str(error)
            output.complain(message("cli.verify.unreadable", language, file=str(path), why=why))
            well = False
            told.append(unread(str(path), why))
            continue
        found = verify(data, trust)
        well = well and found.good
        told.append(told_file(str(path), found, language))
        if not arguments.json:
            _say(path, found, language)
    if arguments.json:
        output.document({"ok": well, "files": told})
    return Exit.OK if well else Exit.ATTENTION


def _trust(arguments: argparse.Namespace) -> TrustContext:
    listed = arguments.registry.read_bytes() if arguments.registry else b"[]"
    return context(
        _SEALS.validate_json(listed),
        now=datetime.now(UTC),
        roots=[_certificate(path) for path in arguments.root],
        time_roots=[_certificate(path) for path in arguments.time_root],
        crls=[_list(path) for path in arguments.crl],
    )


def _certificate(path: Path) -> bytes:
    data = path.read_bytes()
    pem = data.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
    return load(data).public_bytes(Encoding.DER)


def _list(path: Path) -> bytes:
    data = path.read_bytes()
    pem = data.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_crl if pem else x509.load_der_x509_crl
    return load(data).public_bytes(Encoding.DER)


def _say(path: Path, found: FileVerdict, language: str) -> None:
    mark = message("cli.ok" if found.good else "cli.not_ok", language)
    output.say(f"{mark} {path}")
    if not found.seals:
        output.say(f"    {message('verify.none', language)}")
    for one in found.seals:
        name = one.seal_name or one.signer or one.field_name
        output.say(f"    {one.headline(language)}: {name}. {one.text(language)}")
        if one.stand_in and one.signer:
            output.say(f"      {message('verify.stand_in', language)}")

"""``evidence``: all that proves the seals of some cases, or of one batch, as one ZIP."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import output, secret
from app.cli.exits import Exit
from app.operations import signin
from app.operations.errors import OperationRefused
from app.operations.sealing.evidence import EvidenceReport, export_pack
from app.protocol.messages import message
from app.store.errors import StoreError
from app.store.home import HomeLocked
from app.sync.address import normalised


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Export; ``ATTENTION`` where a document is missing, a seal or the record does not hold."""
    wanted = signin.SignIn(home, normalised(arguments.server), arguments.user)
    try:
        with signin.unlock_offline(wanted, secret.password() or None) as workspace:
            report = export_pack(
                workspace, arguments.out, app_ids=arguments.case, batch_id=arguments.batch
            )
    except (StoreError, OperationRefused) as error:
        output.complain(message(error.code, language, **error.params))
        return Exit.IN_USE if isinstance(error, HomeLocked) else Exit.STORE
    if arguments.json:
        output.document(_document(report))
    else:
        _say(report, language)
    return Exit.OK if report.well else Exit.ATTENTION


def _document(report: EvidenceReport) -> dict[str, Any]:
    return {
        "ok": report.well,
        "file": str(report.target),
        "sha256": report.sha256,
        "bytes": report.bytes,
        "documents": report.documents,
        "time_stamped": report.time_stamped,
        "stamps_absent": report.stamps_absent,
        "not_good": list(report.not_good),
        "absent": [
            {"case": one.app_id, "form": one.form, "code": one.code} for one in report.absent
        ],
        "record_whole": report.record_whole,
    }


def _say(report: EvidenceReport, language: str) -> None:
    told: dict[str, Any] = {
        "file": str(report.target), "n": report.documents, "sha256": report.sha256,
    }  # fmt: skip
    output.say(message("cli.evidence.done", language, **told))
    if report.stamps_absent:
        told = {"n": report.stamps_absent}
        output.say(f"    {message('cli.evidence.stamps_absent', language, **told)}")
    for one in report.absent:
        why = message(one.code, language)
        told = {"case": one.app_id, "form": one.form, "why": why}
        output.say(f"    {message('cli.evidence.absent', language, **told)}")
    for name in report.not_good:
        output.say(f"    {message('cli.evidence.not_good', language, file=name)}")
    if not report.record_whole:
        output.say(f"    {message('cli.evidence.broken', language)}")

"""用章记录: what the journal holds of every use of a seal on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.operations.sealing.own_seals import registered_seals
from app.protocol.seal_use import ChainVerdict, SealUse, UseResult, walk

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Use:
    """One use: its last line; ``name`` is the applicant's where the case is still here."""

    line: SealUse
    name: str = ""


@dataclass(frozen=True, slots=True)
class UseRecord:
    """All uses, newest first, and whether the chain of their lines holds.

    ``seals`` are the names of the office's seals by id.
    """

    uses: tuple[Use, ...]
    chain: ChainVerdict
    audit_whole: bool
    seals: dict[str, str]


def read_record(ws: Workspace) -> UseRecord:
    """Read and check the record: the chain of uses, and that of all actions."""
    with ws.journal.seals() as pages:
        lines = list(pages.lines())
    chain = walk(lines)
    last: dict[str, SealUse] = {}
    for line in lines:
        if line.result is not UseResult.BEGUN or line.use_id not in last:
            last[line.use_id] = line
    ids = list(dict.fromkeys(line.app_id for line in last.values()))
    names = {row.app_id: row.name for row in ws.queries.rows(ids)}
    uses = [Use(line, names.get(line.app_id, "")) for line in last.values()]
    uses.sort(key=lambda use: use.line.seq, reverse=True)
    seals = {seal.seal_id: seal.name for seal in registered_seals(ws)}
    return UseRecord(tuple(uses), chain, ws.journal.verify_audit().intact, seals)

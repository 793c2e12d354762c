"""What a pack holds and how to check it, for people: one HTML page, Chinese first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Final

from app.domain.checks.unit_seal import FORM_NAMES
from app.domain.partial_date import CHINA
from app.operations.sealing.evidence.checking import commands
from app.operations.sealing.evidence.known import Certificate
from app.operations.sealing.evidence.page import both, page, row, table
from app.operations.sealing.evidence.papers import Paper, Scope
from app.operations.sealing.evidence.record import AUDIT, USES, Record
from app.protocol.messages import DEFAULT_LANGUAGE, message
from app.protocol.seal_use import SealUse
from app.seal.verify.verdict import FileVerdict, SealVerdict

_SAME: Final = timedelta(minutes=1)
_SHORT: Final = 16
"""Digits of a digest that are enough to compare by eye; the files have all of them."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the pack; ``parts`` are its signatures' files with the bytes they cover."""

    file: str
    as_sealed: str
    paper: Paper
    found: FileVerdict
    time_stamped: bool
    parts: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def stamp_absent(self) -> bool:
        """Whether the server has put in a time stamp that this file lacks."""
        return bool(self.paper.time_stamped) and not self.time_stamped


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells. ``absent`` are person, form and the code of why; ``arguments`` those
    of ``titledesk verify``.
    """

    made_by: str
    office: str
    device: str
    made_at: datetime
    scope: Scope
    record: Record
    documents: tuple[Document, ...]
    absent: tuple[tuple[str, str, str], ...]
    certificates: tuple[Certificate, ...]
    arguments: tuple[str, ...]


def summary(facts: Facts) -> str:
    """The page."""
    parts = [*_head(facts), *_documents(facts), *_absent(facts), *_record(facts)]
    parts += [*_certificates(facts), *_how(facts)]
    return page(message("evidence.title"), "\n".join(parts))


def form_name(code: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a form is called."""
    chinese, english = FORM_NAMES.get(code, (code, code))
    return chinese if language == DEFAULT_LANGUAGE else english


def moment(at: datetime | None) -> str:
    """A moment as a reader in China takes it, with its offset."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S %z}" if at else "—"


def _head(facts: Facts) -> Iterable[str]:
    scope = facts.scope
    yield f"<h1>{both('evidence.title', tag='span')}</h1>"
    yield f'<p class="stand-in">{both("verify.stand_in")}</p>'
    yield "<dl>"
    told = [
        ("evidence.made_by", f"{facts.made_by}，{facts.office}"),
        ("evidence.made_at", moment(facts.made_at)),
        ("evidence.device", facts.device),
        ("evidence.cases", "、".join(scope.app_ids)),
    ]
    if scope.batch_id:
        told.append(("evidence.batch", scope.batch_id))
    for code, value in told:
        yield f"<dt>{both(code)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"


def _documents(facts: Facts) -> Iterable[str]:
    yield f"<h2>{both('evidence.documents', n=len(facts.documents))}</h2>"
    heads = ("form", "person", "version", "seal", "sealed_at", "verdict", "file")
    rows = [
        row(*_cells(document, place, one))
        for document in facts.documents
        for place, one in enumerate(document.found.seals)
    ]
    yield table([both(f"evidence.col.{head}") for head in heads], rows)


def _cells(document: Document, place: int, one: SealVerdict) -> Sequence[str]:
    paper, found = document.paper, document.found
    stamp = "evidence.time_stamped" if one.time_stamped else "evidence.claimed"
    where = f'<a href="{escape(document.file)}">{escape(paper.name)}</a>'
    if document.as_sealed:
        where += f'<br><a href="{escape(document.as_sealed)}">{both("evidence.as_sealed")}</a>'
    if document.stamp_absent:
        where += f"<br>{both('evidence.stamp_absent')}"
    tone = "good" if one.verdict.good else "bad"
    voided = f"<br>{both('evidence.voided')}" if paper.voided else ""
    signer = f"{escape(one.signer)}<br><code>{escape(one.serial)}</code>"
    headline = f'<span class="{tone}">{both(f"verify.verdict.{one.verdict.value}")}</span>'
    version = both("evidence.version", n=paper.version_no)
    return (
        both_form(paper.form) + voided,
        f"{escape(paper.person)}<br><code>{escape(paper.app_id)}</code>",
        f"{version}<br><code>{paper.content_sha256[:_SHORT]}</code>",
        f"{place + 1}. {escape(one.seal_name or one.seal_id or '—')}<br>{signer}",
        f"{moment(one.sealed_at)}<br>{both(stamp)}",
        f"{headline}<br>{escape(one.text())}",
        f"{where}<br><code>{found.sha256[:_SHORT]}</code>",
    )


def both_form(code: str) -> str:
    """A form's name in both languages."""
    return f'{escape(form_name(code))} <small lang="en">{escape(form_name(code, "en"))}</small>'


def _absent(facts: Facts) -> Iterable[str]:
    if facts.absent:
        yield f'<h2 class="bad">{both("evidence.absent", n=len(facts.absent))}</h2>'
        rows = [
            row(both_form(form), escape(person), both(code)) for person, form, code in facts.absent
        ]
        heads = [both(f"evidence.col.{name}") for name in ("form", "person", "why")]
        yield table(heads, rows)


def _record(facts: Facts) -> Iterable[str]:
    scope, record = facts.scope, facts.record
    yield f"<h2>{both('evidence.record', n=len(scope.uses))}</h2>"
    chains = (
        ("uses", record.uses.lines, record.uses.head, record.uses.broken_at),
        ("actions", record.actions.rows, record.actions.head.hash, record.actions.broken_at),
    )
    for name, lines, head, broken in chains:
        code = f"evidence.{name}.{'whole' if broken is None else 'broken'}"
        tone = "good" if broken is None else "bad"
        said = both(code, n=lines, at=broken)
        yield f'<p class="{tone}">{said} <code>{head}</code></p>'
    if not scope.uses:
        yield f"<p>{both('evidence.elsewhere')}</p>"
        return
    heads = ("line", "at", "user", "result", "case", "usage", "hash")
    rows = [row(*_line(line)) for line in scope.uses]
    yield table([both(f"evidence.col.{head}") for head in heads], rows)
    yield f'<p><a href="{USES}">{USES}</a> · <a href="{AUDIT}">{AUDIT}</a></p>'


def _line(line: SealUse) -> Sequence[str]:
    detail = f"<br><code>{escape(line.detail)}</code>" if line.detail else ""
    return (
        str(line.seq),
        _when(line),
        f"{escape(line.user_name)}<br><code>{escape(line.user_id)}</code>",
        both(f"evidence.result.{line.result.value}") + detail,
        f"<code>{escape(line.app_id)}</code><br>{both_form(line.form)}",
        f"<code>{escape(line.seal_id)}</code> · {line.usage_no}",
        f"<code>{line.hash[:_SHORT]}</code>",
    )


def _when(line: SealUse) -> str:
    """By the server's time; this machine's stands below where it showed another minute."""
    if abs(line.at - line.server_time) < _SAME:
        return moment(line.server_time)
    return f"{moment(line.server_time)}<br>{both('evidence.own_clock')} {moment(line.at)}"


def _certificates(facts: Facts) -> Iterable[str]:
    yield f"<h2>{both('evidence.certificates', n=len(facts.certificates))}</h2>"
    heads = ("use", "subject", "issuer", "serial", "term", "file")
    rows = [
        row(
            both(f"evidence.use.{one.use}"),
            escape(
                " · ".join(filter(None, dict.fromkeys((one.info.subject, one.info.organisation))))
            ),
            escape(one.info.issuer),
            f"<code>{escape(one.info.serial)}</code>",
            f"{one.info.not_before:%Y-%m-%d} – {one.info.not_after:%Y-%m-%d}",
            f'<a href="{one.file}">{escape(one.file)}</a>',
        )
        for one in facts.certificates
    ]
    yield table([both(f"evidence.col.{head}") for head in heads], rows)


def _how(facts: Facts) -> Iterable[str]:
    yield f"<h2>{both('evidence.how')}</h2>"
    for code, lines in commands(facts.documents, facts.arguments):
        yield f"<p>{both(code)}</p>"
        yield f"<pre>{escape(chr(10).join(lines))}</pre>"

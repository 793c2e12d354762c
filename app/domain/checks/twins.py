"""Families F and I: what was handed in twice (R078, R108)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.uploads import file_hit, files_in, module_words, not_looked_at
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, entry_title, is_empty
from app.domain.model import Attachment
from app.domain.normal import title_key
from app.domain.surroundings import FileUse

PAPERS = "papers"


@rule(
    "R078",
    gates={PASS: Severity.WARN},
    mode="F",
    source=Citation(source="S2", place="(二)5", sourced=False),
    params=("places", "distance"),
    reason="PAPER_TWICE",
)
def papers_twice(at: Subject) -> Iterator[Hit]:
    """No paper stands here twice, and none is another applicant's.

    By title, by file, and by the look of the first page (启发式). Parameters: ``places``
    (``module.slot``) of the files to compare, and in how many of 256 bits two first pages may
    differ and still be alike (``distance``).
    """
    params = at.params("R078")
    rows = [row for row in at.rows(PAPERS) if not is_empty(row.values.get("title"))]
    yield from _same_titles(at, rows)
    yield from _titles_of_others(at, rows)
    yield from _same_files(at, files_in(at, params["places"]), int(params["distance"]))


def _same_titles(at: Subject, rows: list[FormEntry]) -> Iterator[Hit]:
    first: dict[str, FormEntry] = {}
    for row in rows:
        known = first.setdefault(title_key(str(row.values["title"])), row)
        if known is not row:
            words = {"title": entry_title(row, at.profile), "other": entry_title(known, at.profile)}
            yield Hit(PAPERS, row.entry_id, "title", variant="TITLE", params=words)


def _titles_of_others(at: Subject, rows: list[FormEntry]) -> Iterator[Hit]:
    twins = at.around.paper_twins
    if twins is None:
        if rows:
            yield Hit(PAPERS, variant="NOT_COMPARED", uncertain=True, reason="TWICE_LOOK")
        return
    for row in rows:
        title = str(row.values["title"])
        cases = _cases(twins.get(title_key(title), ()))
        if cases:
            words = {"title": title, "other": cases}
            yield Hit(PAPERS, row.entry_id, "title", variant="OTHERS", params=words)


def _same_files(at: Subject, files: list[Attachment], distance: int) -> Iterator[Hit]:
    if len({att.entry_id for att in files}) < 2:
        return
    titles = {row.entry_id: entry_title(row, at.profile) for row in at.rows(PAPERS)}
    for one, other in combinations(files, 2):
        if one.entry_id == other.entry_id:
            continue
        words = {
            "title": titles.get(other.entry_id, other.filename),
            "other": titles.get(one.entry_id, one.filename),
        }
        if one.sha256 == other.sha256:
            yield file_hit(other, "FILE", words)
        elif _alike(at, one, other, distance):
            yield file_hit(other, "PAGE", words, heuristic=True)
    yield from not_looked_at(at, files)


def _alike(at: Subject, one: Attachment, other: Attachment, distance: int) -> bool:
    prints = [
        facts.first_page
        for facts in (at.files.get(one.sha256), at.files.get(other.sha256))
        if facts is not None and facts.first_page
    ]
    if len(prints) < 2:
        return False
    return (int(prints[0], 16) ^ int(prints[1], 16)).bit_count() <= distance


@rule(
    "R108",
    gates={PASS: Severity.WARN},
    mode="F",
    source=Citation(source="D", place="§4.13 R108", sourced=False),
    reason="FILE_TWICE",
)
def files_twice(at: Subject) -> Iterator[Hit]:
    """No file stands in two modules, and none was handed in by another person."""
    by_hash: defaultdict[str, list[Attachment]] = defaultdict(list)
    for att in at.version.attachments:
        by_hash[att.sha256].append(att)
    for same in by_hash.values():
        first = same[0]
        for other in same[1:]:
            if other.module_code != first.module_code:
                yield file_hit(other, "MODULES", module_words(at, first.module_code))
    uses = at.around.file_uses
    if uses is None:
        if by_hash:
            module = at.version.attachments[0].module_code
            yield Hit(module, variant="NOT_COMPARED", uncertain=True, reason="TWICE_LOOK")
        return
    for sha256, same in by_hash.items():
        cases = _cases(uses.get(sha256, ()))
        if cases:
            yield file_hit(same[0], "PEOPLE", {"cases": cases})


def _cases(uses: Iterable[FileUse]) -> str:
    """The cases of other people, each once."""
    return "、".join(dict.fromkeys(use.app_id for use in uses if not use.same_person))

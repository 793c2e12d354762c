"""Taking a registry file in: all of it, or nothing (S4 三, domain §1.6 E08).

The first row names the columns, in Chinese as on S4's page or by the codes of the fields. Only
证书编号, 姓名, 身份证号 and 证书级别 must be there; nothing may stand in a column of another name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.domain.certificate_fields import FIELDS, comparable, date_text, level_of, plain
from app.domain.certificates import CertificateRecord
from app.domain.identifiers import parse_id_number
from server_stub import cases, neighbours
from server_stub import certificate_registry as registry
from server_stub.certificate_problems import RegistryRefusedError, RowProblem
from server_stub.certificate_rows import read_rows
from server_stub.context import Server
from server_stub.tables import CertificateRow

COLUMNS = {
    "证书编号": "cert_no", "姓名": "name", "身份证号": "id_number", "性别": "sex",
    "专业": "specialty", "联系方式": "phone", "所属单位": "org", "年度": "year",
    "获得方式": "obtain_mode", "获取时间": "obtain_time", "证书级别": "level",
    "职称系列": "series", "职务名称": "post_name", "批准机关": "approving_org",
    "授予时间": "award_date", "管理号": "mgmt_no", "评委会名称": "committee_name",
    "数据来源": "registry_source", "在批文名单": "in_approval_list",
}  # fmt: skip
"""The columns by their names."""

REQUIRED = ("cert_no", "name", "id_number", "level")
MAX_LENGTH = 200
_NAMES = {code: name for name, code in COLUMNS.items()}
_YES, _NO = frozenset({"是", "true", "1", "yes", ""}), frozenset({"否", "false", "0", "no"})
_MODES = {"职称认定(转正定职)": "认定", "认定(转正定职)": "认定", "转正定职": "认定"}
_OLD_NUMBER = re.compile(r"[0-9]{15}")
_MAX_PROBLEMS = 500


@dataclass(frozen=True)
class Imported:
    """How many records were new, changed, and the same as before."""

    new: int = 0
    changed: int = 0
    same: int = 0


def import_file(server: Server, path: Path) -> Imported:
    """Take a CSV or XLSX file into the registry.

    :raises RegistryRefusedError: naming every bad row with its column; then nothing was taken in.
    """
    header, *rows = read_rows(path)
    columns = _columns(header[0], header[1])
    problems: list[RowProblem] = []
    records: list[tuple[int, CertificateRecord]] = []
    for number, cells in rows:
        found = _record(number, columns, cells, problems)
        if found is not None:
            records.append((number, found))
    problems += _doubles(records)
    with server.db.write() as session:
        plan = [_place(session, server, number, one, problems) for number, one in records]
        if problems:
            problems.sort(key=lambda problem: problem.row)
            raise RegistryRefusedError(problems[:_MAX_PROBLEMS])
        for record, _ in plan:
            registry.save(session, server, record)
        changed = [record for record, kind in plan if kind != "same"]
        numbers = [number for record in changed for number in (record.cert_no, record.mgmt_no)]
        cases.refresh(session, neighbours.with_certificate(session, numbers))
    kinds = [kind for _, kind in plan]
    return Imported(kinds.count("new"), kinds.count("changed"), kinds.count("same"))


def _columns(number: int, cells: list[Any]) -> dict[int, str]:
    """Which field stands in which column."""
    found: dict[int, str] = {}
    problems: list[RowProblem] = []
    for place, cell in enumerate(cells):
        name = plain(cell)
        code = COLUMNS.get(name, name)
        if not name:
            continue
        if code not in _NAMES:
            problems.append(RowProblem(number, str(cell), "CERT_COLUMN_UNKNOWN"))
        elif code in found.values():
            problems.append(RowProblem(number, str(cell), "CERT_COLUMN_TWICE"))
        else:
            found[place] = code
    missing = [code for code in REQUIRED if code not in found.values()]
    problems += [RowProblem(number, _NAMES[code], "CERT_COLUMN_MISSING") for code in missing]
    if problems:
        raise RegistryRefusedError(problems)
    return found


def _record(
    number: int, columns: dict[int, str], cells: list[Any], problems: list[RowProblem]
) -> CertificateRecord | None:
    values: dict[str, Any] = {}
    bad: list[RowProblem] = []
    for place, cell in enumerate(cells):
        code = columns.get(place)
        if code is None:
            if plain(cell):
                bad.append(RowProblem(number, "", "CERT_CELL_STRAY", {"n": place + 1}))
            continue
        value, problem = _value(code, cell)
        values[code] = value
        if problem:
            bad.append(RowProblem(number, _NAMES[code], problem))
    bad += [
        RowProblem(number, _NAMES[code], "CERT_CELL_EMPTY")
        for code in REQUIRED
        if not plain(values.get(code)) and not any(b.column == _NAMES[code] for b in bad)
    ]
    problems += bad
    return None if bad else CertificateRecord(record_id=registry.new_id(), **values)


def _value(code: str, cell: Any) -> tuple[Any, str]:
    """A cell as the record has it, and what is wrong with it."""
    text = str(cell).strip() if cell is not None and not isinstance(cell, float) else plain(cell)
    if len(text) > MAX_LENGTH:
        return "", "CERT_CELL_LONG"
    match code:
        case "id_number":
            return _id_number(cell)
        case "level":
            return level_of(text), "CERT_LEVEL_UNKNOWN" if text and not level_of(text).known else ""
        case "year":
            return _year(plain(cell))
        case "obtain_time" | "award_date":
            known = date_text(text) if text else ""
            return known or "", "CERT_DATE" if known is None else ""
        case "obtain_mode":
            return _MODES.get(plain(text), text), ""
        case "in_approval_list":
            word = plain(text).lower()
            return word in _YES, "" if word in _YES | _NO else "CERT_YES_NO"
    return text, ""


def _year(text: str) -> tuple[int | None, str]:
    year = text.removesuffix("年")
    if not year:
        return None, ""
    fits = re.fullmatch(r"(19|20)[0-9]{2}", year)
    return (int(year), "") if fits else (None, "CERT_YEAR")


def _id_number(cell: Any) -> tuple[str, str]:
    """The number as text: a spreadsheet that kept it as a number has lost its last digits."""
    if isinstance(cell, (int, float)) and len(plain(cell)) > 15:
        return "", "CERT_ID_AS_NUMBER"
    text = plain(cell).upper()
    if _OLD_NUMBER.fullmatch(text) or not text:
        return text, ""
    try:
        parse_id_number(text)
    except ValueError as problem:
        return "", f"CERT_{problem}"
    return text, ""


def _key(record: CertificateRecord) -> tuple[str, str]:
    return comparable("cert_no", record.cert_no), record.id_number


def _doubles(records: list[tuple[int, CertificateRecord]]) -> list[RowProblem]:
    first: dict[tuple[str, str], int] = {}
    problems: list[RowProblem] = []
    for number, record in records:
        before = first.setdefault(_key(record), number)
        if before != number:
            problems.append(RowProblem(number, "证书编号", "CERT_ROW_TWICE", {"n": before}))
    return problems


def _place(
    session: Session,
    server: Server,
    number: int,
    record: CertificateRecord,
    problems: list[RowProblem],
) -> tuple[CertificateRecord, str]:
    """The record as it will be kept, and whether it is new, changed or the same.

    A number may stand for two people (R182 tells); for one person it is one record. What a holder
    has confirmed is not changed by a file.
    """
    known = _known(session, server, record)
    if known is None:
        return record, "new"
    before = registry.record_of(known)
    kept = {"record_id", "confirmed_by", "voided"}
    after = record.model_copy(update={name: getattr(before, name) for name in kept})
    if after == before:
        return before, "same"
    if before.confirmed_by and any(getattr(after, f) != getattr(before, f) for f in FIELDS):
        problems.append(RowProblem(number, "证书编号", "CERT_CONFIRMED"))
    return after, "changed"


def _known(session: Session, server: Server, record: CertificateRecord) -> CertificateRow | None:
    mac = server.id_number_mac(record.id_number)
    rows = registry.with_number(session, record.cert_no)
    return next((row for row in rows if row.holder_mac == mac), None)

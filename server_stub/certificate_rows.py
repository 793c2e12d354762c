"""The rows of a registry file, CSV (UTF-8 or GB 18030) or XLSX, with their numbers in the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from server_stub.certificate_problems import RegistryRefusedError, RowProblem

MAX_ROWS = 200_000
_MAX_UNPACKED = 400 * 1024**2
"""A spreadsheet is a compressed archive: one that unpacks to more is none of ours."""

Row = tuple[int, list[Any]]


def read_rows(path: Path) -> list[Row]:
    """All rows that are not empty, the first being the column names.

    :raises RegistryRefusedError: where the file is neither, or too large.
    """
    rows = list(_xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path))
    if len(rows) > MAX_ROWS:
        raise RegistryRefusedError([RowProblem(MAX_ROWS, "", "CERT_TOO_MANY", {"n": MAX_ROWS})])
    if not rows:
        raise RegistryRefusedError([RowProblem(1, "", "CERT_FILE_EMPTY")])
    return rows


def _csv(path: Path) -> Iterator[Row]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as problem:
            raise RegistryRefusedError([RowProblem(1, "", "CERT_FILE_UNREADABLE")]) from problem
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, list(cells)
    except csv.Error as problem:
        line = reader.line_num
        raise RegistryRefusedError([RowProblem(line, "", "CERT_FILE_UNREADABLE")]) from problem


def _xlsx(path: Path) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
                raise RegistryRefusedError([RowProblem(1, "", "CERT_FILE_TOO_LARGE")])
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as problem:
        raise RegistryRefusedError([RowProblem(1, "", "CERT_FILE_UNREADABLE")]) from problem
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            values = [_value(cell) for cell in cells]
            if any(value not in (None, "") for value in values):
                yield number, values
    finally:
        book.close()


def _value(cell: Any) -> Any:
    """What a cell shows; a date as far as its format shows it."""
    value = cell.value
    if not isinstance(value, date):
        return value
    day = value.date() if isinstance(value, datetime) else value
    shown = str(cell.number_format).lower()
    if "d" in shown:
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"

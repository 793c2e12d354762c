"""Taking registry files in: real CSV and XLSX files, all of them or nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.domain.certificates import CertificateRecord
from server_stub import certificate_registry as registry
from server_stub import cli
from server_stub.certificate_import import COLUMNS, Imported, import_file
from server_stub.certificate_problems import RegistryRefusedError
from server_stub.context import Server
from server_stub.tables import CertificateRow
from tests.server_stub.world import id_number

HEAD = list(COLUMNS)
ME = id_number(1)


def cells(**changes: Any) -> list[Any]:
    """A row in the order of the columns."""
    values: dict[str, Any] = {
        "cert_no": "C001", "name": "测试甲", "id_number": ME, "sex": "男", "specialty": "市政工程",
        "phone": "", "org": "示例公司", "year": "2012", "obtain_mode": "职称认定（转正定职）",
        "obtain_time": "2012年11月", "level": "中级", "series": "工程系列", "post_name": "工程师",
        "approving_org": "柳州市职改办", "award_date": "2012/12/20", "mgmt_no": "M1",
        "committee_name": "", "registry_source": "批文", "in_approval_list": "是", **changes,
    }  # fmt: skip
    return [values[code] for code in COLUMNS.values()]


def csv_file(folder: Path, *rows: list[Any], head: list[str] = HEAD, code: str = "utf-8") -> Path:
    path = folder / "registry.csv"
    lines = [",".join(f'"{cell}"' for cell in row) for row in (head, *rows)]
    path.write_bytes("\r\n".join(lines).encode(code))
    return path


def xlsx_file(folder: Path, *rows: list[Any]) -> tuple[Path, Workbook]:
    book = Workbook()
    assert book.active is not None
    for row in (HEAD, *rows):
        book.active.append(row)
    path = folder / "registry.xlsx"
    book.save(path)
    return path, book


def held(server: Server) -> list[CertificateRecord]:
    with server.db.read() as session:
        return [registry.record_of(row) for row in session.scalars(select(CertificateRow))]


def refused(server: Server, path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(RegistryRefusedError) as caught:
        import_file(server, path)
    assert held(server) == []
    return [(one.row, one.column, one.code) for one in caught.value.problems]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_as_offices_write_it(empty_server: Server, tmp_path: Path, code: str) -> None:
    done = import_file(empty_server, csv_file(tmp_path, cells(), code=code))
    assert done == Imported(new=1)
    (record,) = held(empty_server)
    assert record.model_dump(mode="json", exclude={"record_id"}) == {
        "cert_no": "C001", "name": "测试甲", "id_number": ME, "sex": "男", "specialty": "市政工程",
        "phone": "", "org": "示例公司", "year": 2012, "obtain_mode": "认定",
        "obtain_time": "2012-11", "level": "MIDDLE", "series": "工程系列", "post_name": "工程师",
        "approving_org": "柳州市职改办", "award_date": "2012-12-20", "mgmt_no": "M1",
        "committee_name": "", "registry_source": "批文", "confirmed_by": "",
        "in_approval_list": True, "voided": False,
    }  # fmt: skip


def test_a_spreadsheet_keeps_numbers_and_dates_as_shown(
    empty_server: Server, tmp_path: Path
) -> None:
    day = dt.datetime(2012, 11, 1)  # noqa: DTZ001 - cells of a spreadsheet have no zone
    path, book = xlsx_file(
        tmp_path, cells(year=2012, obtain_time=day, award_date=day.date(), cert_no=600005)
    )
    assert book.active is not None
    book.active["J2"].number_format = "yyyy年m月"
    book.save(path)
    import_file(empty_server, path)
    (record,) = held(empty_server)
    assert (record.obtain_time, record.award_date) == ("2012-11", "2012-11-01")
    assert (record.year, record.cert_no) == (2012, "600005")


def test_every_bad_row_is_named_with_its_column_and_nothing_is_taken_in(
    empty_server: Server, tmp_path: Path
) -> None:
    rows = [
        cells(),
        cells(cert_no="C2", id_number=ME[:-1] + ("0" if ME[-1] != "0" else "1")),
        cells(cert_no="", level="特级"),
        cells(cert_no="C3", award_date="去年", year="12", in_approval_list="也许"),
        cells(cert_no="c001"),
        cells(cert_no="C4", name="长" * 201, id_number="12"),
    ]
    assert refused(empty_server, csv_file(tmp_path, *rows)) == [
        (3, "身份证号", "CERT_ID_CHECK_DIGIT"),
        (4, "证书级别", "CERT_LEVEL_UNKNOWN"),
        (4, "证书编号", "CERT_CELL_EMPTY"),
        (5, "年度", "CERT_YEAR"),
        (5, "授予时间", "CERT_DATE"),
        (5, "在批文名单", "CERT_YES_NO"),
        (6, "证书编号", "CERT_ROW_TWICE"),
        (7, "姓名", "CERT_CELL_LONG"),
        (7, "身份证号", "CERT_ID_SHAPE"),
    ]


def test_columns_are_named_when_they_do_not_fit(empty_server: Server, tmp_path: Path) -> None:
    head = ["证书编号", "姓名", "身份证号", "证书编号", "星座"]
    assert refused(empty_server, csv_file(tmp_path, head=head)) == [
        (1, "证书编号", "CERT_COLUMN_TWICE"),
        (1, "星座", "CERT_COLUMN_UNKNOWN"),
        (1, "证书级别", "CERT_COLUMN_MISSING"),
    ]


def test_content_beside_the_columns_is_not_dropped(empty_server: Server, tmp_path: Path) -> None:
    found = refused(empty_server, csv_file(tmp_path, [*cells(), "多余"]))
    assert found == [(2, "", "CERT_CELL_STRAY")]


def test_codes_of_fields_are_names_too(empty_server: Server, tmp_path: Path) -> None:
    path = csv_file(tmp_path, cells(), head=list(COLUMNS.values()))
    assert import_file(empty_server, path) == Imported(new=1)


def test_an_id_number_kept_as_a_number_is_refused(empty_server: Server, tmp_path: Path) -> None:
    path, _ = xlsx_file(tmp_path, cells(id_number=999999198803140000))
    assert refused(empty_server, path) == [(2, "身份证号", "CERT_ID_AS_NUMBER")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "CERT_FILE_EMPTY"),
        ("a.csv", b"\xff\xff\xff", "CERT_FILE_UNREADABLE"),
        ("a.csv", b'"open', "CERT_FILE_UNREADABLE"),
        ("a.xlsx", b"PK\x03\x04no", "CERT_FILE_UNREADABLE"),
        ("a.xlsx", b"", "CERT_FILE_UNREADABLE"),
    ],
)
def test_what_is_no_registry_file_is_refused(
    empty_server: Server, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(empty_server, path)[0][2] == code


def test_taken_in_again_it_changes_what_changed(empty_server: Server, tmp_path: Path) -> None:
    import_file(empty_server, csv_file(tmp_path, cells(), cells(cert_no="C2")))
    again = csv_file(tmp_path, cells(), cells(cert_no="C2", mgmt_no="M9"), cells(cert_no="C3"))
    assert import_file(empty_server, again) == Imported(new=1, changed=1, same=1)
    assert sorted(r.mgmt_no for r in held(empty_server)) == ["M1", "M1", "M9"]


def test_one_number_may_stand_for_two_people(empty_server: Server, tmp_path: Path) -> None:
    rows = [cells(), cells(name="测试乙", id_number=id_number(3))]
    assert import_file(empty_server, csv_file(tmp_path, *rows)) == Imported(new=2)


def test_what_a_holder_confirmed_is_not_changed_by_a_file(
    empty_server: Server, tmp_path: Path
) -> None:
    import_file(empty_server, csv_file(tmp_path, cells()))
    with empty_server.db.write() as session:
        (row,) = registry.with_number(session, "C001")
        confirmed = registry.record_of(row).model_copy(update={"confirmed_by": "p-1"})
        registry.save(session, empty_server, confirmed)
    assert import_file(empty_server, csv_file(tmp_path, cells())) == Imported(same=1)
    with pytest.raises(RegistryRefusedError) as caught:
        import_file(empty_server, csv_file(tmp_path, cells(mgmt_no="M9"), cells(cert_no="C2")))
    assert [one.code for one in caught.value.problems] == ["CERT_CONFIRMED"]
    assert held(empty_server) == [confirmed]


def test_the_command_line_tells_what_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    good = csv_file(tmp_path, cells())
    assert cli.main(["certificates", "import", str(good), *data]) == 0
    assert json.loads(capsys.readouterr().out) == {"new": 1, "changed": 0, "same": 0}
    bad = csv_file(tmp_path, cells(level="特级"))
    assert cli.main(["certificates", "import", str(bad), *data]) == 1
    assert capsys.readouterr().err == (
        "第 2 行: 证书级别: 级别应为正高级、副高级、中级、初级或员级\n"
    )
    assert cli.main(["certificates", "import", str(tmp_path / "none.csv"), *data]) == 1

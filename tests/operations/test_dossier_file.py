"""Scans of a dossier: into the store of the machine, and handed in before they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dossier import Deliberation, Dossier
from app.operations import dossier
from app.operations.dossier_file import LIMIT, add_dossier_file
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from app.store import uploads
from tests.operations.office import Office, sync
from tests.operations.road import bare
from tests.server_stub.world import PDF, sha

SCAN = PDF + b"% the form that the leader signed"


def put(folder: Path, data: bytes, name: str = "推荐表.pdf") -> Path:
    """A file outside the store."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture
def ws(office: Office) -> Workspace:
    bare(office, "one")
    return office.officer("chenyao")


def test_the_scan_is_handed_in_before_the_dossier_that_names_it(
    office: Office, ws: Workspace, tmp_path: Path
) -> None:
    sha256, file = add_dossier_file(ws, app_id="one", path=put(tmp_path, SCAN))
    assert (sha256, file.name, file.bytes) == (sha(SCAN), "推荐表.pdf", len(SCAN))
    assert file.mime == "application/pdf"
    assert ws.blobs.open(sha256).read() == SCAN
    assert set(uploads.waiting(ws.journal)) == {sha256}
    made = Dossier(deliberation=Deliberation(form_scan=sha256), files={sha256: file})
    dossier.keep_dossier(ws, app_id="one", dossier=made)
    dossier.save_dossier(ws, app_id="one")
    sync(ws)
    kept = office.world.get("one")["dossier"]
    assert kept["deliberation"]["form_scan"] == sha256
    with office.world.client("hanxu") as colleague:
        assert colleague.get(f"/v1/blobs/{sha256}").content == SCAN
    assert not uploads.waiting(ws.journal)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.pdf", "OP_FILE_EMPTY"),
        (b"MZ\x90\x00 no scan", "程序.pdf", "OP_FILE_KIND"),
    ],
)
def test_what_is_no_scan_is_refused(
    ws: Workspace, tmp_path: Path, data: bytes, name: str, code: str
) -> None:
    with pytest.raises(OperationRefused) as refused:
        add_dossier_file(ws, app_id="one", path=put(tmp_path, data, name))
    assert refused.value.code == code
    assert refused.value.params["name"] == name
    assert not uploads.waiting(ws.journal)


def test_one_byte_too_many_is_refused(ws: Workspace, tmp_path: Path) -> None:
    path = put(tmp_path, PDF)
    with path.open("r+b") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(OperationRefused) as refused:
        add_dossier_file(ws, app_id="one", path=path)
    assert refused.value.code == "OP_FILE_TOO_LARGE"


def test_a_file_that_is_gone_says_so(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(OperationRefused) as refused:
        add_dossier_file(ws, app_id="one", path=tmp_path / "没有.pdf")
    assert refused.value.code == "OP_FILE_UNREADABLE"

"""Masked values, copies outside, downloads: what leaves the usual sight is audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.operations import downloads
from app.operations.errors import OperationRefused
from app.operations.export_copy import export_copy
from app.operations.policy import Policy, load_policy
from app.operations.reveal import reveal
from app.operations.workspace import Workspace
from tests.operations.office import Office, audited
from tests.server_stub.world import PDF


@pytest.fixture
def case(office: Office) -> tuple[Workspace, str]:
    """A case of the market with one file, which the server has."""
    app_id = office.world.submit(number=1)
    return office.officer("gxchen"), app_id


def fetched(ws: Workspace, app_id: str) -> None:
    assert ws.sync is not None
    downloads.start(ws, app_ids=[app_id])
    ws.sync.downloads_done().result(60)


def test_a_value_is_shown_after_the_audit_knows(case: tuple[Workspace, str]) -> None:
    ws, app_id = case
    shown = reveal(ws, app_id=app_id, module="personal", field="id_number")
    assert shown.value.startswith("999999")
    assert shown.seconds == 30
    assert shown.value not in repr(shown)
    assert audited(ws)[-1] == "reveal"


@pytest.mark.parametrize(
    ("module", "field"),
    [("personal", "name"), ("personal", "nothing"), ("nowhere", "id_number")],
)
def test_only_masked_values_are_revealed(
    case: tuple[Workspace, str], module: str, field: str
) -> None:
    ws, app_id = case
    with pytest.raises(OperationRefused, match="OP_HIDDEN_UNKNOWN"):
        reveal(ws, app_id=app_id, module=module, field=field)
    assert "reveal" not in audited(ws)


def test_the_size_is_known_before_and_nothing_is_left_after(case: tuple[Workspace, str]) -> None:
    ws, app_id = case
    before = downloads.estimate(ws, app_ids=[app_id])
    assert (before.cases, before.files, before.bytes) == (1, 1, len(PDF))
    fetched(ws, app_id)
    assert downloads.estimate(ws, app_ids=[app_id]).files == 0


def test_without_a_server_a_download_is_noted(office: Office) -> None:
    app_id = office.world.submit(number=1)
    ws = office.officer("gxchen")
    engine, ws.sync = ws.sync, None
    assert engine is not None
    engine.stop()
    downloads.start(ws, app_ids=[app_id], pinned=True)
    assert [file.app_id for file in ws.cache.wanted()] == [app_id]


def test_a_copy_is_the_file_and_is_audited(case: tuple[Workspace, str], tmp_path: Path) -> None:
    ws, app_id = case
    att_id = f"{app_id}-f1"
    target = tmp_path / "封面.pdf"
    with pytest.raises(OperationRefused, match="OP_EXPORT_MISSING"):
        export_copy(ws, app_id=app_id, att_id=att_id, target=target)
    fetched(ws, app_id)
    export_copy(ws, app_id=app_id, att_id=att_id, target=target)
    assert target.read_bytes() == PDF
    assert audited(ws)[-1] == "export_copy"


def test_a_copy_never_overwrites(case: tuple[Workspace, str], tmp_path: Path) -> None:
    ws, app_id = case
    fetched(ws, app_id)
    target = tmp_path / "封面.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(OperationRefused, match="OP_EXPORT_EXISTS"):
        export_copy(ws, app_id=app_id, att_id=f"{app_id}-f1", target=target)
    assert target.read_bytes() == b"mine"


def test_policy_forbids_copies(case: tuple[Workspace, str], tmp_path: Path) -> None:
    ws, app_id = case
    fetched(ws, app_id)
    ws.policy = Policy(export_allowed=False)
    with pytest.raises(OperationRefused, match="OP_EXPORT_FORBIDDEN"):
        export_copy(ws, app_id=app_id, att_id=f"{app_id}-f1", target=tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_where_nothing_can_be_written_it_is_told(
    case: tuple[Workspace, str], tmp_path: Path
) -> None:
    ws, app_id = case
    fetched(ws, app_id)
    before = audited(ws)
    with pytest.raises(OperationRefused, match="OP_EXPORT_UNWRITABLE"):
        export_copy(ws, app_id=app_id, att_id=f"{app_id}-f1", target=tmp_path / "no" / "a.pdf")
    assert audited(ws) == before


def test_a_damaged_file_leaves_no_half_copy(case: tuple[Workspace, str], tmp_path: Path) -> None:
    ws, app_id = case
    fetched(ws, app_id)
    view = ws.queries.case(app_id).attachments[f"{app_id}-f1"]
    path = ws.blobs.path_of(view.attachment.sha256)
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    with pytest.raises(Exception, match="SEALED"):
        export_copy(ws, app_id=app_id, att_id=f"{app_id}-f1", target=tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_the_policy_of_a_machine(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    assert load_policy(path) == Policy()
    path.write_text('{"export_allowed": false, "idle_lock_minutes": 5, "later": 1}', "utf-8")
    assert load_policy(path) == Policy(export_allowed=False, idle_lock_minutes=5)
    for broken in ("{", '{"idle_lock_minutes": 0}', "[]"):
        path.write_text(broken, "utf-8")
        strict = load_policy(path)
        assert (strict.export_allowed, strict.damaged) == (False, True)


def test_the_quota_is_the_administrators_the_officers_or_the_default(
    case: tuple[Workspace, str],
) -> None:
    ws, _ = case
    gib = 1024**3
    assert ws.quota == 20 * gib
    ws.journal.put_settings({"settings.quota_gib": 40})
    assert ws.quota == 40 * gib
    ws.journal.put_settings({"settings.quota_gib": "much"})
    assert ws.quota == 20 * gib
    ws.policy = Policy(quota_gib=5)
    assert ws.quota == ws.queries.storage().quota == 5 * gib

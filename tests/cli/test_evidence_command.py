"""``python -m app evidence``: a pack from what is on this machine, and an exit code that tells."""

from __future__ import annotations

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.cli import main
from app.cli.exits import Exit
from app.operations import signin
from app.operations.sealing.own_seals import KeyPlace, bind_key
from tests.operations import road
from tests.operations.conftest import filled, listener, office, world
from tests.operations.office import Office, sync
from tests.operations.sealing import desk
from tests.operations.sealing.desk import seal_all
from tests.seal import picture
from tests.server_stub.world import PASSWORD

__all__ = ["filled", "listener", "office", "world"]


@pytest.fixture
def batch(office: Office, tmp_path: Path) -> str:
    """A home, closed again, with one case sealed in one batch; its id."""
    desk.approved(office, 1)
    wanted = signin.SignIn(tmp_path / "homes", office.world.url, road.SEALER)
    with signin.sign_in_online(wanted, PASSWORD) as ws:
        office.go_online(ws)
        place = KeyPlace(backend="PKCS12", path=str(desk.key_of_unit().write(tmp_path)))
        bind_key(ws, desk.SEAL, place, picture.seal_image("示例市政"))
        made = seal_all(ws, "case-3")
        sync(ws)
    return made.batch_id


def test_cases_and_batches_are_exported_and_trouble_is_told(
    office: Office,
    batch: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*more: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        argv = ["--language", "zh_CN", "evidence", "--server", office.world.url]
        argv += ["--user", road.SEALER, "--home", str(tmp_path / "homes")]
        code = main([*argv, *more])
        told = capsys.readouterr()
        return code, told.out, told.err

    target = tmp_path / "case.zip"
    code, out, _err = run("--case", "case-3", "--out", str(target), "--json")
    assert code == Exit.OK, out
    told = json.loads(out)
    assert (told["ok"], told["documents"], told["file"]) == (True, 1, str(target))
    assert "summary.html" in ZipFile(target).namelist()

    code, out, _err = run("--batch", batch, "--out", str(tmp_path / "batch.zip"))
    assert code == Exit.OK
    assert "1 份文件" in out

    code, _out, err = run("--batch", batch, "--out", str(target))
    assert code == Exit.STORE
    assert "文件已存在：case.zip" in err
    code, _out, err = run("--case", "case-77", "--out", str(tmp_path / "none.zip"))
    assert code == Exit.STORE
    assert err.strip()
    assert not (tmp_path / "none.zip").exists()
    with pytest.raises(SystemExit):
        run("--out", str(tmp_path / "none.zip"))

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from app.operations.doctor.folder import check_home, folder_risk


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive", "OneDrive - 示例单位", "Dropbox", "Dropbox (Office)", "Nutstore", "坚果云",
        "我的坚果云", "Nutstore Files", "iCloudDrive", "Google Drive", "BaiduSyncdisk",
        "百度网盘同步空间", "WPS云盘", "微云同步助手", "Nextcloud",
    ],
)  # fmt: skip
def test_synchronised_folders_are_refused(tmp_path: Path, name: str) -> None:
    check = check_home(tmp_path / name / "td")
    assert not check.ok
    assert check.code == "doctor.home.synchronised"
    assert name in check.document("zh_CN")["detail"]
    assert check.document("en")["remedy"]


@pytest.mark.parametrize("marker", [".dropbox", ".stfolder"])
def test_the_mark_of_a_synchroniser_above_is_seen(tmp_path: Path, marker: str) -> None:
    (tmp_path / marker).mkdir()
    risk = folder_risk(tmp_path / "a" / "b")
    assert risk is not None
    assert risk[0] == "doctor.home.synchronised"


def test_a_link_into_a_synchronised_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "OneDrive")
    assert folder_risk(tmp_path / "home") is not None


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_network_drives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mounts = [
        SimpleNamespace(mountpoint="/", fstype="ext4"),
        SimpleNamespace(mountpoint=str(tmp_path), fstype=kind),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: mounts)
    assert check_home(tmp_path / "td").code == "doctor.home.network"


@pytest.mark.parametrize("name", ["td", "Drop", "坚果", "资料"])
def test_a_plain_local_folder_is_well(tmp_path: Path, name: str) -> None:
    check = check_home(tmp_path / name)
    assert check.ok, check
    assert check.document("zh_CN")["remedy"] == ""
    assert not (tmp_path / name).exists(), "looking must not make it"


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert check_home(tmp_path / "file" / "td").code == "doctor.home.unwritable"

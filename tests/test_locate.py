from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app import locate

ROOT = Path(__file__).resolve().parent.parent


def test_a_source_checkout_uses_its_own_folder() -> None:
    assert locate.resource("i18n") == ROOT / "resources" / "i18n"


def test_a_frozen_program_uses_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "resources" / "forms"
    bundled.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert locate.resource("forms") == bundled


def test_a_missing_file_is_named() -> None:
    with pytest.raises(locate.ResourceMissingError, match=r"no-such-profile\.json"):
        locate.resource("profiles", "no-such-profile.json")


def test_the_wheel_carries_the_resources(tmp_path: Path) -> None:
    """Built without the network, unpacked elsewhere, asked from there."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("titledesk-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    program = (
        "import json, app.locate as l;"
        "r = l.resource_root();"
        "print(json.dumps([str(r), sorted(str(p.relative_to(r)) for p in r.rglob('*.*'))]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=site, check=True, capture_output=True, text=True
    )
    root, files = json.loads(shown.stdout)
    assert Path(root) == site / "app" / "_resources"
    source = ROOT / "resources"
    assert files == sorted(str(p.relative_to(source)) for p in source.rglob("*.*"))

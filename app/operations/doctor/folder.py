"""Whether a folder is fit to be the home: local, not synchronised, writable, with room.

A database in a synchronised folder is copied in the middle of a write and brought back older; on
a network drive its locks do not hold. Both lose work (design §5).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.operations.doctor.check import Check

NEEDED_BYTES = 1 << 30
"""Free space below which the folder is reported, in bytes."""

_NETWORK = re.compile(
    r"^(nfs\d?|cifs|smbfs|smb\d|9p|afs|afpfs|ncpfs|davfs\d?|webdav|ceph|lustre|glusterfs"
    r"|fuse\.(sshfs|s3fs|rclone|gvfsd-fuse|davfs\d?|curlftpfs))$"
)
_SYNCHRONISED = re.compile(
    r"^(onedrive.*|dropbox( \(.*\))?|google ?drive|my drive|icloud ?drive|mobile documents"
    r"|nutstore([ _]files)?|我?的?坚果云|baidu(sync|netdisk)(disk|workspace)?"
    r"|百度(网盘|云)?(同步(空间|盘))?|weiyun.*|微云.*|wps ?(cloud|drive).*|wps ?云(盘|文档)"
    r"|阿里云盘.*|nextcloud|owncloud|seafile|synologydrive|syncthing)$",
    re.IGNORECASE,
)
_MARKERS = (".dropbox", ".stfolder", ".nutstore", ".owncloudsync.log", ".sync_folder")


def folder_risk(folder: Path) -> tuple[str, str] | None:
    """Why ``folder`` must not hold the home: a code and what shows it; None where it may.

    The folder need not exist.
    """
    path = folder.expanduser().absolute()
    resolved = path.resolve()
    for place in (path, resolved):
        found = _synchroniser(place)
        if found is not None:
            return "doctor.home.synchronised", found
    network = _network(resolved)
    return ("doctor.home.network", network) if network is not None else None


def check_home(folder: Path) -> Check:
    """Look at the home folder, or where it would be made."""
    place = {"folder": str(folder)}
    risk = folder_risk(folder)
    if risk is not None:
        return Check("home_folder", False, risk[0], place | {"by": risk[1]})
    existing = next(parent for parent in _upwards(folder.absolute()) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            free = shutil.disk_usage(existing).free
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Check("home_folder", False, "doctor.home.unwritable", place | {"why": why})
    params = place | {"free": f"{free / (1 << 30):.1f}"}
    if free < NEEDED_BYTES:
        return Check("home_folder", False, "doctor.home.full", params)
    return Check("home_folder", True, "doctor.home.ok", params)


def _upwards(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents


def _synchroniser(path: Path) -> str | None:
    for part in path.parts:
        if _SYNCHRONISED.match(part):
            return part
    for parent in _upwards(path):
        for marker in _MARKERS:
            if (parent / marker).exists():
                return str(parent / marker)
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = os.environ.get(variable)
        if root and path.is_relative_to(root):
            return variable
    roaming = os.environ.get("APPDATA") if sys.platform == "win32" else None
    return "%APPDATA%" if roaming and path.is_relative_to(roaming) else None


def _network(path: Path) -> str | None:
    if str(path).startswith("\\\\"):
        return path.drive
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE
        return path.drive if ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote else None
    mounts = [m for m in psutil.disk_partitions(all=True) if path.is_relative_to(m.mountpoint)]
    if not mounts:
        return None
    mount = max(mounts, key=lambda m: len(m.mountpoint))
    return f"{mount.mountpoint} ({mount.fstype})" if _NETWORK.match(mount.fstype) else None

"""Nothing readable at rest: in the middle of a download, after a kill, after a sign-out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.domain.enums import Verb
from app.domain.model import Attachment
from app.operations import comments, signin
from app.store.sealed_file import CHUNK
from server_stub.bulk import insert_applications, insert_blobs
from server_stub.serve import ServerThread
from tests.kill import at_rest
from tests.kill.proxy import LossyProxy
from tests.operations.office import submitted
from tests.proposing import propose
from tests.server_stub.world import CHEAP, LZ, PASSWORD, UNIT, Time, World, fill, sha

TYPED = "成果与任职年限不符，请核实"
COMMENT = "论文发表时间早于现职称取得时间"
NAME, ID_NUMBER, PHONE = "𠮷野·阿依古丽", "999999198803140037", "19900001234"


def scan_page(size: int) -> bytes:
    """A PDF whose bytes look like no other's, with the parts a reader would recognise."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Title (scan) >>\nendobj\nstream\n"
    return head + os.urandom(size) + b"\nendstream\n%%EOF\n"


def photograph() -> bytes:
    """A JPEG with JFIF and Exif headers."""
    picture = Image.effect_noise((240, 320), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "scan"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, dpi=(300, 300))
    data = out.getvalue()
    assert b"Exif\0\0" in data
    return data


class Office:
    """A server with one case of real-looking files, behind a line that can stall."""

    def __init__(self, world: World, proxy: LossyProxy, root: Path) -> None:
        self.url = proxy.url
        self.proxy = proxy
        self.home = root / "data-folder"
        self.home.mkdir()
        self.originals = [scan_page(20 * CHUNK), photograph(), scan_page(300)]
        jfif = photograph()
        self.originals.append(jfif[:2] + b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + jfif[2:])
        self._store(world, root)

    def _store(self, world: World, root: Path) -> None:
        rows, files = [], []
        for place, data in enumerate(self.originals):
            path = root / f"original-{place}"
            path.write_bytes(data)
            rows.append((sha(data), path))
            files.append(
                Attachment(
                    att_id=f"f{place}", sha256=sha(data), bytes=len(data),
                    mime="application/pdf", slot="proof", module_code="papers",
                    filename=f"机密扫描件{place}.pdf",
                )
            )  # fmt: skip
        insert_blobs(world.server, rows)
        person = {"name": NAME, "id_number": ID_NUMBER, "phone": PHONE}
        plain = submitted("case-1", 1, person=person)
        version = plain.model_copy(update={"attachments": files})
        insert_applications(world.server, [version], profile=LZ, unit_org_id=UNIT)

    def readable(self) -> list[str]:
        """What the search finds; secrets of the applicant, the officer and the case."""
        secrets = [
            NAME, "阿依古丽", ID_NUMBER, PHONE, "机密扫描件", "示例市政", "chenyao", "陈瑶",
            PASSWORD, TYPED, COMMENT, "case-1", "LZ_ENG_2020", *map(sha, self.originals),
        ]  # fmt: skip
        return at_rest.found_in(self.home, secrets, self.originals)

    def program(self) -> subprocess.Popen[bytes]:
        """``sync --claim 1 --download`` in a process of its own, its temporary files here too."""
        (self.home / "tmp").mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "app", "sync", "--server", self.url, "--user", "chenyao",
             "--home", str(self.home), "--claim", "1", "--download", "--json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(self.home / "tmp")},
        )  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = Time()
    with ServerThread(tmp_path / "server", clock=clock, settings=CHEAP) as running:
        server = running.app.state.server
        fill(server, tmp_path)
        with LossyProxy(int(running.url.rpartition(":")[2])) as proxy:
            yield Office(World(running.url, server, clock, tmp_path), proxy, tmp_path)


def test_the_search_finds_what_is_readable(office: Office) -> None:
    """A search that finds nothing anywhere would prove nothing."""
    whole = office.originals[0]
    (office.home / "torn").write_bytes(b"\0" * 7 + whole[5000:5040])
    assert any("original" in line for line in office.readable())
    for place, text in enumerate((NAME, ID_NUMBER)):
        (office.home / "torn").write_bytes(text.encode(at_rest.ENCODINGS[place]))
        assert office.readable()
    (office.home / "torn").unlink()
    for data in office.originals[1:]:
        (office.home / "file").write_bytes(data[:40])
        assert office.readable()


def test_nothing_can_be_read_at_rest(office: Office) -> None:
    office.proxy.stall_after = 12 * CHUNK
    program = office.program()
    assert program.stdin is not None
    program.stdin.write(PASSWORD.encode() + b"\n")
    program.stdin.flush()
    try:
        deadline = time.monotonic() + 120
        while not any(path.stat().st_size > 6 * CHUNK for path in office.home.rglob("*.part")):
            assert program.poll() is None, program.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert office.readable() == [], "in the middle of a download"
    finally:
        program.kill()
        program.communicate()
    assert list(office.home.rglob("*.part")), "it was killed in the middle"
    assert list(office.home.rglob("*.db-wal"))
    assert office.readable() == [], "after a kill"

    office.proxy.stall_after = None
    again = office.program()
    out, err = again.communicate(PASSWORD.encode() + b"\n", timeout=120)
    assert b'"missing_files": 0' in out, (out, err)
    assert office.readable() == [], "after the download"

    wanted = signin.SignIn(office.home, office.url, "chenyao")
    workspace = signin.sign_in_online(wanted, PASSWORD)
    workspace.start_sync(lambda _event: None, auto=False)
    comments.add(workspace, app_id="case-1", module="papers", text=COMMENT)
    propose(workspace, app_id="case-1", verb=Verb.RETURN, overall_text=TYPED)
    assert workspace.sync is not None
    workspace.sync.sync_once().result(60)
    assert office.readable() == [], "while the window is open"
    assert signin.sign_out(workspace) == 0
    assert office.readable() == [], "after the sign-out"

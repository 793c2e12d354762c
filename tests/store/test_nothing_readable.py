"""Nothing readable at rest: the whole home is searched for what was put into it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.domain.enums import Verb
from app.domain.model import Decision, ModuleComment
from app.store import keys
from app.store.blobs import BlobStore
from app.store.cache import Cache
from app.store.draft import ComposerDraft, ReviewDraft
from app.store.home import Home
from app.store.journal import Journal
from app.store.readmodels import SigninSummary
from tests.store.factory import (
    ME,
    NOW,
    application_doc,
    change,
    no_findings,
    operation,
    page,
)

LOGIN = "songqh"
SCAN = b"%PDF-1.7\n" + b"".join(b"line %05d of a scan that can be read\n" % n for n in range(9000))
PHOTO = b"\xff\xd8\xff\xe0\0\x10JFIF\0 Exif\0\0 " + hashlib.sha256(b"x").digest() * 4000
WORDS = [
    "云知秋", "999999199001010014", "示例市政工程集团", "建筑施工", "缺版权页", "没写完的意见",
    "宋青禾", LOGIN, ME, "A2026-000001", "refresh-token-of-songqh", "demo-2026", "论文.pdf",
]  # fmt: skip
MARKS = [b"%PDF-1.", b"JFIF\0", b"Exif\0\0", b"SQLite format 3"]


def needles() -> list[bytes]:
    found = [word.encode() for word in WORDS] + MARKS
    found += [word.encode("utf-16-le") for word in WORDS]
    for plain in (SCAN, PHOTO):
        found += [plain[at : at + 32] for at in range(0, len(plain) - 32, 19_997)]
    return found + [hashlib.sha256(plain).hexdigest().encode() for plain in (SCAN, PHOTO)]


def search(root: Path) -> list[str]:
    """Where anything readable stands, in files or in their names."""
    readable = []
    for path in root.rglob("*"):
        name = str(path.relative_to(root)).encode()
        text = path.read_bytes() if path.is_file() else b""
        readable += [f"{path.name}: {one!r}" for one in needles() if one in name or one in text]
    return readable


def work(root: Path, *, leave_open: bool) -> None:
    """A day on one home, with one download whole and one cut short."""
    home = Home.open(root, "https://title.example.invalid", LOGIN)
    unlocked = keys.create(home, "demo-2026")
    cache = Cache(home.cache_path, unlocked.derive("cache"))
    journal = Journal(home.journal_path, unlocked.derive("journal"))
    blobs = BlobStore(home.blobs_path, unlocked.derive("blobs"), unlocked.derive("names"))
    doc = application_doc("A2026-000001")
    cache.apply_page(page(change(doc)), no_findings)
    cache.put_document("me", "me", 1, json.dumps({"name": "宋青禾", "login": LOGIN}).encode())
    comment = ModuleComment(comment_id="k", module="papers", text="缺版权页，请补齐。")
    with journal.transaction(actor=ME, now=NOW) as writer:
        writer.save_review(
            "A2026-000001",
            ReviewDraft(comments=[comment], composers={"x": ComposerDraft(text="没写完的意见")}),
        )
        payload = Decision(verb=Verb.RETURN, module_comments=[comment]).model_dump(mode="json")
        op = operation("A2026-000001").model_copy(update={"payload": payload})
        writer.add_op(op, subject="云知秋")
        writer.audit("decide.propose", "A2026-000001", {"text": comment.text})
    journal.put_settings({"token": "refresh-token-of-songqh"})
    whole = blobs.writer(hashlib.sha256(SCAN).hexdigest(), len(SCAN))
    whole.write(SCAN)
    whole.finish()
    blobs.commit([whole])
    part = blobs.writer(hashlib.sha256(PHOTO).hexdigest(), len(PHOTO))
    part.write(PHOTO[: len(PHOTO) // 2 + 7])
    home.save_summary(SigninSummary(46, 17, 10, 3, {date(2026, 10, 9): 12}))
    if leave_open:
        return
    part.close()
    cache.close()
    journal.close()


def test_after_closing(tmp_path: Path) -> None:
    work(tmp_path, leave_open=False)
    assert len(list(tmp_path.rglob("*"))) > 6
    assert search(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_nothing_readable import work
work(Path(sys.argv[1]), leave_open=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "kill"), reason="needs signals")
def test_after_a_kill_in_the_middle_of_a_download(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    assert any(path.name.endswith("-wal") for path in tmp_path.rglob("*"))
    assert any(path.suffix == ".part" for path in tmp_path.rglob("*"))
    assert search(tmp_path) == []


def test_the_search_would_notice(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("云知秋 缺版权页")
    (tmp_path / "page.bin").write_bytes(SCAN[19_997 : 19_997 + 40])
    assert {line.split(":")[0] for line in search(tmp_path)} == {"notes.txt", "page.bin"}

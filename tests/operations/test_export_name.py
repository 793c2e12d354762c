"""Names that strangers choose for their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.operations.export_name import free_name, safe_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("given_name", "mime", "name"),
    [
        ("目录.pdf", PDF, "目录.pdf"),
        ("目录.PDF", PDF, "目录.pdf"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("../../.ssh/authorized_keys", PDF, "authorized_keys.pdf"),
        (r"C:\Windows\win.ini", PDF, "win.ini.pdf"),
        ('a<b>:"c|d?*.pdf', PDF, "a_b___c_d__.pdf"),
        ("论文\u202efdp.exe", PDF, "论文fdp.exe.pdf"),
        ("a\x00b\x1b[2J.pdf", PDF, "ab[2J.pdf"),
        ("  两  个\t空格 .pdf", PDF, "两 个 空格.pdf"),
        ("con.pdf", PDF, "_con.pdf"),
        ("COM1 .x.pdf", PDF, "_COM1 .x.pdf"),
        ("...", PDF, "附件.pdf"),
        ("", "image/png", "附件.png"),
        (".pdf", PDF, "附件.pdf"),
        ("run.exe", "application/octet-stream", "run.exe.bin"),
        ("照片.png", "image/jpeg", "照片.png.jpg"),
        ("\ud800.pdf", PDF, "附件.pdf"),
    ],
)
def test_a_name_is_made_safe(given_name: str, mime: str, name: str) -> None:
    assert safe_name(given_name, mime) == name


def test_a_long_name_keeps_its_extension_and_no_half_sign() -> None:
    name = safe_name("职" * 300 + ".pdf", PDF)
    assert name.endswith("职.pdf")
    assert len(name.encode("utf-8")) <= 180


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_name_can_be_written_and_stays_as_it_is(text: str) -> None:
    name = safe_name(text, PDF)
    assert safe_name(name, PDF) == name
    assert name.endswith(".pdf")
    assert name.isprintable()
    assert not set(name) & set('\\/:*?"<>|')


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    taken = {"目录.pdf", "目录 (2).pdf"}
    assert free_name("目录.pdf", taken.__contains__) == "目录 (3).pdf"
    assert free_name("封面.pdf", taken.__contains__) == "封面.pdf"

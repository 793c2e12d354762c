"""Bringing a seal here: from the scan to the bound key, and every way it can go wrong."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.operations.sealing import import_seal
from app.operations.sealing.import_seal import Candidate
from app.operations.sealing.own_seals import key_place, seal_image
from app.operations.workspace import Workspace
from app.protocol.seal_registration import SUFFIX, SealRegistration
from app.seal.possession import proves
from app.seal.problems import SealError
from app.ui.pages.seal.own import pin_step
from app.ui.pages.seal.own.facts import Notes
from app.ui.pages.seal.own.wizard import SealWizard
from app.ui.widgets import Label
from tests.operations.office import audited
from tests.operations.sealing import desk
from tests.operations.sealing.desk import SEAL
from tests.seal import hsm, picture, pki
from tests.seal.hsm import tokens
from tests.ui.desk import wait_for
from tests.ui.pages.seal.own.bench import Bench

__all__ = ["tokens"]


def test_a_seal_is_brought_here_from_scan_key_and_pin(bench: Bench) -> None:
    (view,) = bench.tab.cards
    assert not view.card.usable
    view.bind.click()
    wizard = bench.wizard()
    assert wizard.next.reason
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    assert wizard.next.reason
    wizard.key.load(desk.key_of_unit().write(bench.folder))
    wizard.next.click()
    wizard.pin.pin.setText(pki.PIN)
    wizard.pin.open_key.click()
    assert wizard.pin.pin.text() == ""
    wait_for(lambda: not wizard.next.reason)
    assert ("算法", "P-256　非国密 GB/T 38540 签章") in wizard.pin.facts.rows
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    assert wizard.next.text() == "绑定到“单位公章”"
    wizard.next.click()
    wait_for(lambda: bench.tab.wizard is None and bench.tab.cards[0].card.usable)
    place = key_place(bench.ws, SEAL)
    assert place is not None
    assert (place.backend, Path(place.path).name) == ("PKCS12", "seal.p12")
    assert place.file_sha256
    assert place.certificate
    assert len(place.above) == 2
    assert seal_image(bench.ws, SEAL).sha256 == picture.seal_image("示例市政").sha256
    assert audited(bench.ws)[-2:] == ["seal.key_tried", "seal.bind"]


# --- the scan ---------------------------------------------------------------------------------


def white_with(*boxes: tuple[int, int, int, int], size: int = 1200) -> Image.Image:
    """A white sheet with red rectangles."""
    sheet = Image.new("RGB", (size, size), "white")
    for box in boxes:
        ImageDraw.Draw(sheet).rectangle(box, fill=(205, 32, 38))
    return sheet


def small() -> Image.Image:
    sheet = Image.new("RGB", (600, 600), "white")
    seal = picture.drawn("示例市政", "职称评审专用章", 120)
    sheet.paste(seal.convert("RGB"), (200, 200), seal.getchannel("A"))
    return sheet


def cut_off() -> Image.Image:
    seal = picture.drawn("示例市政", "职称评审专用章", 800)
    sheet = Image.new("RGB", (800, 800), "white")
    sheet.paste(seal.convert("RGB"), (0, 0), seal.getchannel("A"))
    return sheet.crop((0, 0, 800, 500))


def test_a_scan_without_a_good_seal_is_refused_in_words(bench: Bench) -> None:
    bench.tab.add.click()
    wizard = bench.wizard()
    for number, (scan, words) in enumerate(
        (
            (Image.new("RGB", (900, 900), "white"), "几乎没有红色"),
            (small(), "像素"),
            (cut_off(), "不完整"),
            (white_with((100, 100, 1000, 1000)), "几乎全是红色"),
        )
    ):
        path = bench.folder / f"scan-{number}.png"
        scan.save(path)
        wizard.scan.load(path)
        said = wizard.scan.notes
        wait_for(functools.partial(_says, said, words))
        assert wizard.scan.on_white.empty
        assert wizard.next.reason == "先选一份能认出印章的扫描件"
    wizard.scan.load(bench.scan_file("good.png"))
    wait_for(lambda: not wizard.next.reason)
    assert wizard.scan.notes.texts == ()
    letter = bench.folder / "letter.png"
    letter.write_text("no picture")
    wizard.scan.load(letter)
    wait_for(lambda: wizard.scan.notes.texts)
    assert "换一份 PNG、JPG 或 PDF 扫描件。" in shown(wizard.scan)


def test_the_size_is_asked_for_and_a_wrong_one_is_marked(bench: Bench) -> None:
    bench.tab.add.click()
    wizard = bench.wizard()
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.scan.width_mm.selectAll()
    QTest.keyClicks(wizard.scan.width_mm, "4,2x")
    assert "毫米" in wizard.next.reason
    wizard.scan.width_mm.selectAll()
    QTest.keyClicks(wizard.scan.width_mm, "60")
    (said,) = wait_for(lambda: wizard.scan.notes.texts)
    assert "与填写的尺寸不符" in said or "不完整" in said


def test_a_page_of_a_pdf_is_chosen(bench: Bench) -> None:
    bench.tab.add.click()
    wizard = bench.wizard()
    seal = picture.drawn("示例市政", "职称评审专用章", 992)
    page = Image.new("RGB", (1748, 1240), "white")
    page.paste(seal.convert("RGB"), (300, 100), seal.getchannel("A"))
    path = bench.folder / "scan.pdf"
    Image.new("RGB", (1748, 1240), "white").save(
        path, save_all=True, append_images=[page], resolution=600
    )
    wizard.scan.load(path)
    wait_for(lambda: wizard.scan.notes.texts)
    wizard.scan.page.setFocus()
    QTest.keyClick(wizard.scan.page, Qt.Key.Key_Down)
    wizard.scan.page.activated.emit(wizard.scan.page.currentIndex())
    wait_for(lambda: not wizard.next.reason)
    assert wizard.scan.page.chosen() == "1"


# --- the key ----------------------------------------------------------------------------------


def at_pin(bench: Bench, key: Path) -> SealWizard:
    """The wizard at its third step."""
    bench.tab.cards[0].bind.click()
    wizard = bench.wizard()
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    wizard.key.load(key)
    wizard.next.click()
    return wizard


def tried(wizard: SealWizard, pin: str) -> str:
    """What is said after a PIN was entered by keyboard."""
    wizard.pin.notes.show_lines([])
    QTest.keyClicks(wizard.pin.pin, pin)
    QTest.keyClick(wizard.pin.pin, Qt.Key.Key_Return)
    assert wizard.pin.pin.text() == ""
    return " ".join(wait_for(lambda: wizard.pin.notes.texts))


def test_wrong_pins_cost_tries_then_time_then_the_key(bench: Bench, sealer: Workspace) -> None:
    wizard = at_pin(bench, desk.key_of_unit().write(bench.folder))
    assert [tried(wizard, "wrong") for _ in range(3)] == [
        "口令不正确，还可以试 5 次。",
        "口令不正确，还可以试 4 次。",
        "口令不正确，还可以试 3 次。",
    ]
    assert "秒后才能再试" in tried(wizard, pki.PIN)
    assert "秒后才能再试" in wizard.pin.open_key.reason
    kept = sealer.journal.setting("seals.tries", {})
    sealer.journal.put_settings({"seals.tries": {key: {"wrong": 6, "last": ""} for key in kept}})
    wizard.pin._stop_waiting()
    assert "密钥已锁定" in tried(wizard, pki.PIN)
    assert wizard.pin.candidate is None
    assert wizard.next.reason


def test_a_certificate_that_is_no_use_ends_the_way_here(bench: Bench) -> None:
    wizard: SealWizard | None = None
    later = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"days": 20}, "到期，不能用章"),
        ({"begin": later}, "起才有效"),
        ({"usages": ("key_encipherment",)}, "不能用于签名"),
    )
    for number, (issued, words) in enumerate(cases):
        key = pki.seal_key(organisation="示例市政", **issued).write(bench.folder, f"{number}.p12")
        if wizard is None:
            wizard = at_pin(bench, key)
        else:
            wizard.back.click()
            wizard.key.load(key)
            wizard.next.click()
        assert words in tried(wizard, pki.PIN)
        assert words in wizard.next.reason


def test_the_key_of_another_office_is_not_bound_but_a_request_is_written(bench: Bench) -> None:
    other = pki.seal_key(organisation="示例区人力资源和社会保障局")
    wizard = at_pin(bench, other.write(bench.folder))
    tried(wizard, pki.PIN)
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    (said,) = wizard.match.notes.texts
    assert said.startswith("证书不是登记的那张：登记的是 示例市政")
    assert "这次是 示例区人力资源和社会保障局" in said
    assert wizard.next.text() == "导出登记申请…"
    assert wizard.match.wish().kind == "单位公章"
    assert wizard.match.kind.toolTip() == "变更登记时名称和类别不变"
    wizard.match.target.choose("")
    wizard.match.target.activated.emit(1)
    assert wizard.next.reason == "先填印章名称"
    wizard.match.name.setText("单位公章（新）")
    wizard.export(bench.folder / "no-such-folder" / "x.json")
    wait_for(lambda: "写不进去" in " ".join(wizard.match.notes.texts))
    wizard.export(bench.folder / "unit")
    target = bench.folder / f"unit{SUFFIX}"
    wait_for(lambda: bench.tab.wizard is None)
    wanted = SealRegistration.model_validate_json(target.read_bytes())
    assert (wanted.name, wanted.seal_id) == ("单位公章（新）", "")
    assert proves(other.certificate, wanted.proof_bytes(), wanted.statement())
    assert key_place(bench.ws, SEAL) is None


def test_a_rescanned_picture_is_told_apart(bench: Bench) -> None:
    wizard = at_pin(bench, desk.key_of_unit().write(bench.folder))
    wizard.go_to(0)
    path = bench.folder / "again.png"
    picture.scanned(picture.drawn("示例市政", "职称评审专用章")).save(path)
    wizard.scan.load(path)
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    wizard.next.click()
    tried(wizard, pki.PIN)
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    (said,) = wizard.match.notes.texts
    assert said.startswith("图样不是登记的那一份")
    assert wizard.match.bindable is None


def test_a_key_on_a_token_is_found_and_bound(bench: Bench, tokens: hsm.Hsm) -> None:
    bench.tab.cards[0].bind.click()
    wizard = bench.wizard()
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    wizard.key.on_token.setChecked(True)
    assert wizard.next.reason == "先查找设备，再选密钥"
    wizard.key.driver.setText("/no/such/driver.so")
    wizard.key.search()
    wait_for(lambda: "driver.so" in " ".join(wizard.key.notes.texts))
    wizard.key.driver.setText(str(hsm.module()))
    QTest.keyClick(wizard.key.driver, Qt.Key.Key_Return)
    wait_for(lambda: "没有找到插着的密钥设备" in " ".join(wizard.key.notes.texts))
    tokens.token("window", ("unit", desk.key_of_unit()))
    wizard.key.look_up.click()
    wait_for(lambda: not wizard.next.reason)
    assert (wizard.key.token.chosen(), wizard.key.label.chosen()) == ("window", "unit")
    wizard.next.click()
    gone = tokens.pull()
    assert "没有找到密钥设备（window）" in tried(wizard, hsm.PIN)
    tokens.plug_in(gone)
    assert "密钥已打开" in tried(wizard, hsm.PIN)
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    wait_for(lambda: bench.tab.wizard is None and bench.tab.cards[0].card.usable)
    assert ("密钥", "密钥设备 window，密钥 unit") in bench.tab.cards[0].key.rows


# --- letting go -------------------------------------------------------------------------------


def test_the_key_is_closed_when_the_wizard_ends_or_the_window_is_locked(bench: Bench) -> None:
    wizard = at_pin(bench, desk.key_of_unit().write(bench.folder))
    tried(wizard, pki.PIN)
    candidate = wizard.pin.candidate
    assert candidate is not None
    bench.desk.session.locked.emit()
    wait_for(lambda: bench.tab.wizard is None)
    with pytest.raises(SealError):
        _ = candidate.key.signer


@pytest.mark.parametrize("left", ["wizard", "key"])
def test_a_key_that_opens_when_nobody_waits_for_it_is_closed_at_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    opened: list[Candidate] = []
    go = threading.Event()

    def slow(*told: Any) -> Candidate:
        assert go.wait(20)
        opened.append(import_seal.open_candidate(*told))
        return opened[-1]

    monkeypatch.setattr(pin_step, "open_candidate", slow)
    wizard = at_pin(bench, desk.key_of_unit().write(bench.folder))
    wizard.pin.pin.setText(pki.PIN)
    wizard.pin.try_pin()
    if left == "key":  # another one is chosen meanwhile
        wizard.back.click()
        wizard.key.load(pki.seal_key("RSA-2048").write(bench.folder, "other.p12"))
        wizard.next.click()
    else:
        wizard.reject()
    go.set()
    candidate = wait_for(lambda: opened)[0]

    def closed() -> bool:
        try:
            return candidate.key.signer is None
        except SealError:
            return True

    wait_for(closed)
    if left == "key":
        assert wizard.pin.candidate is None
        assert "密钥已打开" in tried(wizard, pki.PIN)
        assert wizard.pin.candidate is not None
        assert wizard.pin.candidate.info.algorithm == "RSA-2048"


def test_another_key_asks_for_another_pin(bench: Bench) -> None:
    wizard = at_pin(bench, desk.key_of_unit().write(bench.folder))
    tried(wizard, pki.PIN)
    first = wizard.pin.candidate
    wizard.go_to(1)
    wizard.next.click()
    assert wizard.pin.candidate is first
    wizard.go_to(1)
    wizard.key.load(pki.seal_key("RSA-2048").write(bench.folder, "other.p12"))
    wizard.next.click()
    assert wizard.pin.candidate is None
    assert wizard.next.reason == "先用口令打开密钥"


def _says(notes: Notes, words: str) -> bool:
    return words in " ".join(notes.texts)


def shown(widget: QWidget) -> str:
    """All words in sight below a widget."""
    labels = widget.findChildren(Label)
    return "\n".join(one.plain_text() for one in labels if one.isVisibleTo(widget))

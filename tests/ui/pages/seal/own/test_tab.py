"""The tab 印章: one card a seal, what is wrong, unbinding; in both languages and every size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.domain.sealing import SealStatus
from app.media.client import MediaClient
from app.operations.sealing.own_seals import key_place
from app.operations.workspace import Workspace
from app.ui.i18n import Lang, set_language
from app.ui.theme import theme
from app.ui.widgets import ConfirmDialog
from tests.operations import road
from tests.operations.office import Office, audited, sync
from tests.operations.sealing import desk
from tests.operations.sealing.desk import SEAL
from tests.operations.sealing.ready import MACHINE
from tests.seal import pki
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, pause, wait_for
from tests.ui.pages.seal.own.bench import Bench, bench_of


@pytest.fixture
def sealer(sealer: Workspace, tmp_path: Path) -> Workspace:
    """A seal holder's machine that knows the key."""
    return desk.bound(sealer, tmp_path)


@pytest.fixture
def connected(
    qapp: QApplication, unit: Office, media: MediaClient, tmp_path: Path
) -> Iterator[Bench]:
    """The same with its server."""
    with bench_of(qapp, desk.holder(unit, tmp_path, MACHINE), media, tmp_path) as opened:
        wait_for(lambda: opened.tab.cards)
        yield opened


def test_a_card_says_all_of_a_seal(bench: Bench) -> None:
    (card,) = bench.tab.cards
    rows = dict(card.facts.rows) | dict(card.key.rows)
    assert rows["类别"] == "单位公章"
    assert rows["持章人"] == "你"
    assert rows["可用表单"] == "单位推荐意见、公示表"
    assert rows["尺寸"] == "直径 42 mm"
    assert rows["密钥"] == "PKCS#12 文件 sealer.p12"
    assert rows["登记的证书"] == "职称评审专用章 · 示例市政"
    assert rows["签发者"] == "示例印章签发证书"
    assert rows["证书有效期"] == "2026-01-01 至 2028-01-01"
    assert rows["密钥用途"] == "数字签名、不可否认签名"
    assert rows["算法"] == "P-256"
    assert card.accessibleName() == "单位公章，启用"
    assert card.notes.texts == ()


def test_what_changed_at_the_server_and_on_the_disk_is_seen(unit: Office, connected: Bench) -> None:
    desk.register(unit, status=SealStatus.FROZEN)
    sync(connected.ws)
    (connected.folder / "sealer.p12").unlink()
    connected.tab.check.click()
    wait_for(lambda: len(connected.tab.cards[0].notes.texts) == 2)
    assert connected.tab.cards[0].notes.texts == (
        "印章已停用。",
        "找不到密钥文件，或没有读取权限。",
    )
    assert connected.tab.cards[0].card.standing == "FROZEN"


def test_unbinding_asks_first_and_leaves_key_and_registration(bench: Bench) -> None:
    bench.tab.cards[0].unbind.click()
    dialog = wait_for(lambda: QApplication.activeModalWidget())
    assert isinstance(dialog, ConfirmDialog)
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert key_place(bench.ws, SEAL) is not None
    told: list[bool] = []
    bench.tab.sealsChanged.connect(lambda: told.append(True))
    bench.tab.cards[0].unbind.click()
    dialog = wait_for(lambda: QApplication.activeModalWidget())
    assert isinstance(dialog, ConfirmDialog)
    dialog.do.click()
    wait_for(lambda: bench.tab.cards[0].card.place is None)
    assert bench.tab.cards[0].notes.texts == ("本机还没有绑定这枚印章的密钥和图样。",)
    assert (bench.folder / "sealer.p12").exists()
    assert audited(bench.ws)[-1] == "seal.unbind"
    assert told == [True]


def test_a_lost_seal_is_frozen_for_everybody_with_a_reason(connected: Bench) -> None:
    card = connected.tab.cards[0]
    card.freeze.click()
    dialog = wait_for(lambda: QApplication.activeModalWidget())
    assert isinstance(dialog, ConfirmDialog)
    assert dialog.do.reason
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    field.setPlainText("U 盘遗失")
    dialog.do.click()
    wait_for(lambda: connected.tab.cards[0].card.standing == "FROZEN")
    notes = connected.tab.cards[0].notes.texts
    assert notes[0] == "印章已停用。"
    assert notes[1].endswith("登记的原因：U 盘遗失")
    assert not connected.tab.cards[0].freeze.isVisibleTo(connected.tab)


def test_another_key_is_bound_with_the_picture_that_is_here(bench: Bench) -> None:
    bench.tab.cards[0].change.click()
    wizard = bench.wizard()
    assert wizard.current == 1
    assert wizard.scan.missing() == ""
    copied = bench.folder / "backup.p12"
    copied.write_bytes((bench.folder / "sealer.p12").read_bytes())
    wizard.key.load(copied)
    wizard.next.click()
    QTest.keyClicks(wizard.pin.pin, pki.PIN)
    QTest.keyClick(wizard.pin.pin, Qt.Key.Key_Return)
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    wait_for(lambda: not wizard.next.reason)
    assert wizard.next.hasFocus()
    QTest.keyClick(wizard.next, Qt.Key.Key_Return)
    wait_for(lambda: "backup.p12" in dict(bench.tab.cards[0].key.rows)["密钥"])
    assert dict(bench.tab.cards[0].key.rows)["证书"]


def test_another_picture_is_bound_with_the_key_that_is_here(bench: Bench) -> None:
    bench.tab.cards[0].picture.click()
    wizard = bench.wizard()
    assert wizard.windowTitle() == "换图样 单位公章"
    assert wizard.current == 0
    assert wizard.next.reason
    wizard.scan.load(bench.scan_file())
    wait_for(lambda: not wizard.next.reason)
    wizard.next.click()
    place = wizard.key.place()
    assert place is not None
    assert Path(place.path).name == "sealer.p12"
    assert wizard.next.reason == ""


def test_a_seal_of_others_can_be_seen_but_not_bound(
    qapp: QApplication, unit: Office, media: MediaClient, tmp_path: Path
) -> None:
    desk.register(unit, holders=["u-somebody-else"])
    with bench_of(qapp, unit.officer(road.SEALER, MACHINE), media, tmp_path) as bench:
        wait_for(lambda: bench.tab.cards)
        (card,) = bench.tab.cards
        assert dict(card.facts.rows)["持章人"] == "1 人，没有你"
        assert card.bind.reason == "你不是这枚印章的持章人"
        QTest.mouseClick(card.bind, Qt.MouseButton.LeftButton)
        assert bench.tab.wizard is None


def test_an_office_without_a_seal_is_told_what_to_do(
    qapp: QApplication, office: Office, media: MediaClient, tmp_path: Path
) -> None:
    road.build(office)
    with bench_of(qapp, office.officer(road.SEALER, "sealer"), media, tmp_path) as bench:
        wait_for(lambda: "没有登记印章" in bench.tab._empty.accessibleName())
        assert "非国密 GB/T 38540 签章" in bench.tab._empty.accessibleName()
        bench.tab._empty.action.emit("import")
        assert bench.wizard().current == 0


@pytest.mark.parametrize(
    ("lang", "percent"),
    [
        ("zh_CN", 100),
        ("en", 130),
        pytest.param("zh_CN", 130, marks=pytest.mark.full),
        pytest.param("en", 100, marks=pytest.mark.full),
    ],
)
def test_nothing_is_cut_at_any_size(
    qapp: QApplication,
    sealer: Workspace,
    media: MediaClient,
    tmp_path: Path,
    lang: Lang,
    percent: int,
) -> None:
    (tmp_path / "sealer.p12").write_bytes(b"changed")
    other = pki.seal_key(organisation="示例区人力资源和社会保障局职称改革工作领导小组办公室")
    key = other.write(tmp_path, "other.p12")
    set_language(qapp, lang)
    try:
        theme.install(qapp, "light", percent)
        with bench_of(qapp, sealer, media, tmp_path, SIZES[-1]) as bench:
            wait_for(lambda: bench.tab.cards)
            for size in SIZES:
                bench.desk.window.resize(*size)
                pause(0.1)
                assert still_clipped(bench.tab) == [], size
            bench.desk.window.resize(*SIZES[-1])
            bench.tab.add.click()
            wizard = bench.wizard()

            def step_fits() -> None:
                wait_for(lambda: not wizard.next.reason)
                assert still_clipped(wizard) == []

            wizard.scan.load(bench.scan_file())
            step_fits()
            wizard.next.click()
            wizard.key.on_token.setChecked(True)
            wizard.key.search()
            assert still_clipped(wizard) == []
            wizard.key.load(key)
            wizard.next.click()
            wizard.pin.pin.setText(pki.PIN)
            wizard.pin.try_pin()
            step_fits()
            wizard.next.click()
            step_fits()
    finally:
        set_language(qapp, "zh_CN")

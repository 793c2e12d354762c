"""A form in the program's own viewer, with the places of its seals at their true size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.forms.form import Typeset
from app.forms.typesetting import typeset
from app.operations.sealing.plan import places_of
from app.store.errors import StoreFull
from app.ui.forms import FormPreview, seal_label, seal_marks
from app.ui.forms.seal_places import label_spot
from tests.forms import samples
from tests.seal import picture
from tests.ui.desk import wait_for
from tests.ui.forms.sealed import SealedDesk

pytestmark = pytest.mark.shared_processes
SIZE = (42.0, 42.0)


@pytest.fixture(scope="module")
def made() -> Typeset:
    return typeset(dict(samples.all_forms())["unit_opinion_long"])


@pytest.fixture
def preview(place: SealedDesk) -> Iterator[FormPreview]:
    shown = FormPreview(place.desk.session)
    shown.resize(700, 900)
    shown.show()
    yield shown
    shown.clear()
    shown.deleteLater()


def open_form(preview: FormPreview, made: Typeset) -> None:
    image = picture.seal_image("示例市政")
    marks = seal_marks(made.pdf, places_of(made), SIZE, image)
    preview.show_pdf("case-1/unit_opinion", made.pdf, "池上䶮 · 单位推荐意见表", marks)
    wait_for(lambda: preview.view.canvas.picture is not None)


def test_the_places_are_where_the_seal_will_be(made: Typeset) -> None:
    first, *across = seal_marks(made.pdf, places_of(made), SIZE)
    assert (first.page, first.label) == (made.pages - 1, "用章位置 · 直径 42 mm")
    left, top, right, bottom = first.rect_mm
    assert (right - left, bottom - top) == pytest.approx(SIZE, abs=0.05)
    field = next(one for one in made.places if one.name == "seal")
    middle = (field.x + field.width / 2) * 25.4 / 72, (field.y + field.height / 2) * 25.4 / 72
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(middle, abs=0.5)
    assert [one.page for one in across] == list(range(made.pages))
    assert across[0].label == f"骑缝章 · 共 {made.pages} 页"
    assert [one.rect_mm[2] for one in across] == pytest.approx([210] * made.pages, abs=0.2)
    assert seal_label((45, 30)) == "用章位置 · 45 × 30 mm"


def test_a_form_is_drawn_with_the_seal_in_its_place(preview: FormPreview, made: Typeset) -> None:
    open_form(preview, made)
    preview.setFocus()
    for _ in range(made.pages - 1):
        preview.next_page()
    wait_for(lambda: preview.view.page == made.pages - 1)
    canvas = preview.view.canvas
    (mark, *_) = seal_marks(made.pdf, places_of(made), SIZE)
    left, top, right, bottom = mark.rect_mm
    part = (left / 210, top / 297, (right - left) / 210, (bottom - top) / 297)
    wait_for(lambda: not canvas.part_rect(mark.page, part).isEmpty())
    spot = canvas.part_rect(mark.page, part)
    assert spot.width() / canvas.rect_of(mark.page).width() == pytest.approx(42 / 210, abs=0.002)
    star = canvas.viewport().grab().toImage().pixelColor(spot.center().toPoint())
    assert star.red() > 150
    assert star.green() < 120
    edge = canvas.viewport().grab(spot.toRect().adjusted(-2, -2, 2, 2)).toImage()
    assert any(_is_blue(edge.pixelColor(x, 2)) for x in range(edge.width()))


def test_nothing_readable_lies_on_the_disk_and_nothing_stays(
    preview: FormPreview, place: SealedDesk, made: Typeset
) -> None:
    open_form(preview, made)
    folder = place.cases.ws.home.passing_path
    (file,) = folder.iterdir()
    assert b"%PDF" not in file.read_bytes()
    other = typeset(dict(samples.all_forms())["unit_opinion"])
    preview.show_pdf("case-2/unit_opinion", other.pdf, "另一张表")
    wait_for(lambda: preview.view.page_count == other.pages)
    assert len(list(folder.iterdir())) == 1
    preview.clear()
    assert list(folder.iterdir()) == []
    assert preview.key == ""


def test_the_page_keys_turn_its_pages(preview: FormPreview, made: Typeset) -> None:
    open_form(preview, made)
    QTest.keyClick(preview.view, Qt.Key.Key_PageDown)
    assert preview.view.page == 1
    QTest.keyClick(preview.view, Qt.Key.Key_PageUp)
    assert preview.view.page == 0


def test_a_full_disk_is_said_in_the_place_of_the_page(
    preview: FormPreview, made: Typeset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull("previews")

    monkeypatch.setattr(preview._session.workspace.passing, "put", full)
    preview.show_pdf("case-1/unit_opinion", made.pdf, "池上䶮")
    assert preview.key == "case-1/unit_opinion"
    assert preview._stack.currentIndex() == 1


def test_a_label_stays_in_the_window() -> None:
    view, size = QRectF(0, 0, 300, 400), QSizeF(120, 20)
    assert label_spot(QRectF(250, 100, 40, 40), size, view).right() <= 300
    assert label_spot(QRectF(20, 370, 40, 40), size, view).bottom() <= 400
    assert label_spot(QRectF(20, 100, 40, 40), size, view).top() == 140


def _is_blue(colour: QColor) -> bool:
    return colour.blue() > 120 and colour.red() < 90

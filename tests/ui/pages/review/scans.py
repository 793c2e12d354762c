"""A desk over a case with real files, shown by a real worker."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.pages.review import ReviewPage
from app.ui.session import Session
from app.ui.shell import MainWindow, TaskRunner, UiState
from server_stub.bulk import insert_blobs
from tests.domain import make
from tests.operations.office import FILES, Office, submitted
from tests.server_stub.world import sha
from tests.ui.desk import Desk, wait_for

ALL = QueueFilter(view="all")
RED = (0.9, 0.1, 0.1)
MARK = (0.2, 0.3, 0.4, 0.1)
"""Where the red box lies: left, top, width, height of the page before its own /Rotate."""


def paper(pages: int = 2, *, rotate: int = 0, crop: float = 0.0) -> bytes:
    """A PDF whose every page has a red box at :data:`MARK` of what its crop box leaves."""
    out = io.BytesIO()
    wide, high = (842.0, 595.0) if rotate % 180 else (595.0, 842.0)
    canvas = Canvas(out, pagesize=(595.0, 842.0))  # it turns the media box with the page
    for number in range(pages):
        left, bottom = crop, crop
        inner_w, inner_h = wide - 2 * crop, high - 2 * crop
        if crop:
            canvas.setCropBox((left, bottom, left + inner_w, bottom + inner_h))
        canvas.setPageRotation(rotate)
        canvas.setFillColorRGB(*RED)
        x, y, width, height = MARK
        canvas.rect(left + x * inner_w, bottom + (1 - y - height) * inner_h, width * inner_w,
                    height * inner_h, stroke=0, fill=1)  # fmt: skip
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(left + 40, bottom + inner_h - 40, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_files(
    office: Office, root: Path, app_id: str, files: dict[str, bytes], *, whole: bool = False
) -> None:
    """Submit a case of one paper whose slots hold these files.

    :param whole: every other slot that must hold a file holds a small one.
    """
    others = {att["slot"]: att for att in FILES} if whole else {}
    for slot, att in others.items():
        if slot not in files:
            data = paper(1) + att["att_id"].encode()
            files = {**files, slot: data}
    made = []
    known = []
    for slot, data in files.items():
        path = root / f"{app_id}-{slot}.pdf"
        path.write_bytes(data)
        known.append((sha(data), path))
        att = others.get(slot) or make.attachment(slot)
        made.append(att | {"sha256": sha(data), "bytes": len(data)})
    insert_blobs(office.world.server, known)
    office.submit(submitted(app_id, attachments=made))


def downloaded(workspace: Workspace, app_id: str) -> None:
    """Fetch the files of a case."""
    assert workspace.sync is not None
    workspace.sync.download([app_id])
    workspace.sync.downloads_done().result(30)


@contextmanager
def real_desk(workspace: Workspace, client: MediaClient) -> Iterator[Desk]:
    """A desk whose viewer really draws."""
    from app.ui.commands import CommandRegistry

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tasks = TaskRunner()
    window = MainWindow(CommandRegistry(app), tasks, UiState())
    session = Session(workspace, tasks, lambda: client)
    session.setParent(window)
    desk = Desk(window, session)
    try:
        yield desk
    finally:
        desk.close()


def open_at(
    desk: Desk, app_id: str, module: str, size: tuple[int, int] = (1920, 1000)
) -> ReviewPage:
    """The review page with the first file of a module painted."""
    page: ReviewPage = desk.show("review", lambda w: ReviewPage(w, desk.session), size)
    page.open_case(app_id, ALL)
    wait_for(lambda: page.case is not None and page.case.app_id == app_id)
    page.go_module(module)
    painted(page)
    desk.window.activateWindow()
    page.sheet.fields.setFocus()
    return page


def painted(page: ReviewPage) -> None:
    """Wait until the page that is wanted is on the screen."""

    def is_there() -> bool:
        view = page.scan_view
        return view.page_count > 0 and not view.canvas.rect_of(view.page).isEmpty()

    wait_for(is_there)
    settle(page)


def settle(page: ReviewPage) -> None:
    """Wait until the worker has nothing to draw and three pictures in a row are the same."""
    before, still = b"", 0

    def is_still() -> bool:
        nonlocal before, still
        QTest.qWait(80)
        stats = page._session.media.stats()
        picture = page.scan_view.canvas.viewport().grab().toImage()  # kept while it is read
        now = bytes(picture.constBits())
        at_rest = now == before and not stats.busy and not stats.waiting
        still = still + 1 if at_rest else 0
        before = now
        return still > 1

    wait_for(is_still)


def red_box(page: ReviewPage) -> QRectF:
    """Where red is on the viewport, in logical pixels, read off the screen."""
    image = page.scan_view.canvas.viewport().grab().toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(bytes(image.constBits()), np.uint8)
    pixels = raw.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
    blue, green, red = (pixels[:, :, channel].astype(int) for channel in range(3))
    ys, xs = np.nonzero((red > 150) & (green < 110) & (blue < 110))
    ratio = image.devicePixelRatio()
    left, top = xs.min() / ratio, ys.min() / ratio
    right, bottom = (xs.max() + 1) / ratio, (ys.max() + 1) / ratio
    return QRectF(left, top, right - left, bottom - top)


def drag(page: ReviewPage, rect: QRectF) -> None:
    """Pull a rectangle over the scan with the left button."""
    spot = page.scan_view.canvas.viewport()
    start, end = rect.topLeft().toPoint(), rect.bottomRight().toPoint()
    QTest.mousePress(spot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(spot, (start + end) / 2)
    QTest.mouseMove(spot, end)
    QTest.mouseRelease(spot, Qt.MouseButton.LeftButton, pos=end)


def click(page: ReviewPage, point: QPointF | QPoint) -> None:
    """A left click on the scan."""
    spot = page.scan_view.canvas.viewport()
    where = point.toPoint() if isinstance(point, QPointF) else point
    QTest.mouseMove(spot, where)
    QTest.mouseClick(spot, Qt.MouseButton.LeftButton, pos=where)


def press(key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the focus."""
    target: Callable[[], QWidget | None] = QApplication.focusWidget
    focus = target()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)

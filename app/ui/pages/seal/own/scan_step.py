"""Step 1: the scan becomes a picture with nothing where the paper was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout

from app.operations.sealing.import_seal import Scan, read_scan
from app.seal.image import SealImage
from app.seal.problems import SealError
from app.seal.seal_image import INK
from app.ui.i18n import language
from app.ui.pages.seal.own.facts import Notes
from app.ui.pages.seal.own.failures import scan_words
from app.ui.pages.seal.own.picture import SealPicture
from app.ui.pages.seal.own.step import WizardStep
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.widgets import Button, ComboBox, ElideLabel, Label, LineEdit, hbox, vbox

_SIDE = 176
_LEAST_MM, _MOST_MM = 8.0, 100.0
_WAIT_MS = 250
_MOST_PAGES = 200


class ScanStep(WizardStep):
    """Picks a file, a page, the size on paper; shows what comes of it."""

    def __init__(
        self, session: Session, size_mm: tuple[float, float], kept: SealImage | None = None
    ) -> None:
        super().__init__(
            self.tr("印章图样"),
            self.tr(
                "选一份盖在白纸上的红色印章的扫描件（600 dpi 最好，PNG、JPG 或 PDF）。"
                "纸面会变成透明；登记过的印章要选登记时用的那一份扫描件。"
            ),
        )
        self._session = session
        self.image: SealImage | None = kept
        self._kept = kept
        self._scan: Scan | None = None
        self._path: Path | None = None
        self._busy = False
        self._reading, self._cutting = Generation(), Generation()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._cut)
        self._build(size_mm)
        self._show()

    def _build(self, size_mm: tuple[float, float]) -> None:
        self.choose = Button(self.tr("选择扫描件…"), icon="file-image-outline")
        self.choose.clicked.connect(self._choose)
        words = self.tr("沿用本机已有的图样") if self._kept else self.tr("还没有选择")
        self.file = ElideLabel(words, tone="text2")
        self.page = ComboBox([("0", "1")], name=self.tr("页"))
        self.page.activated.connect(lambda _index: self._read())
        self._page_row = hbox(Label(self.tr("页"), tone="text3"), self.page)
        self.width_mm = self._millimetres(self.tr("宽，毫米"), size_mm[0])
        self.height_mm = self._millimetres(self.tr("高，毫米"), size_mm[1])
        self.ink = ComboBox(
            [
                (str(INK), self.tr("标准")),
                ("45", self.tr("印迹较淡")),
                ("30", self.tr("印迹很淡")),
                ("90", self.tr("纸面偏红")),
                ("120", self.tr("纸面很红")),
            ],
            name=self.tr("墨色"),
        )
        self.ink.activated.connect(lambda _index: self._cut_soon())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        size = hbox(
            self.width_mm, Label("×", tone="text3"), self.height_mm, Label("mm", tone="text3"), None
        )
        rows = [
            (self.tr("扫描件"), hbox(self.choose, (self.file, 1), self._page_row)),
            (self.tr("纸上尺寸"), size),
            (self.tr("墨色"), hbox(self.ink, None)),
        ]
        for number, (label, control) in enumerate(rows):
            grid.addWidget(Label(label, tone="text3"), number, 0)
            grid.addWidget(control, number, 1)
        self.body.addLayout(grid)
        self.on_white = SealPicture(_SIDE, self.tr("白底上的图样"))
        self.on_checks = SealPicture(_SIDE, self.tr("透明底上的图样"), "checks")
        self.notes = Notes()
        self._told = Label("", 12, tone="text3", wrap=True)
        pictures = hbox(
            vbox(Label(self.tr("白底"), 12, tone="text3"), self.on_white, spacing=4),
            vbox(Label(self.tr("透明处现方格"), 12, tone="text3"), self.on_checks, spacing=4),
            (vbox(20, self.notes, self._told, None, spacing=8), 1),
            spacing=16,
        )
        self.body.addWidget(pictures)
        self.body.addStretch(1)
        self._page_row.hide()

    def _millimetres(self, name: str, value: float) -> LineEdit:
        field = LineEdit(f"{value:g}", name=name)
        field.setFixedWidth(64)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.textEdited.connect(lambda _text: self._size_typed())
        return field

    # --- what it has ---------------------------------------------------------------------------

    def size_mm(self) -> tuple[float, float] | None:
        """Width and height; None while one of them is no number that a seal can have."""
        width, height = _number(self.width_mm.text()), _number(self.height_mm.text())
        return None if width is None or height is None else (width, height)

    def missing(self) -> str:
        if self._busy:
            return self.tr("正在处理扫描件")
        if self.size_mm() is None:
            return self.tr("尺寸填 {least:g} 到 {most:g} 毫米").format(
                least=_LEAST_MM, most=_MOST_MM
            )
        if self.image is None:
            return self.tr("先选一份能认出印章的扫描件")
        return ""

    def entered(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self, path: Path) -> None:
        """Take a scan."""
        self._path = path
        self.page.set_choices([("0", "1")])
        self.page.choose("0")
        self.file.setText(path.name)
        self._read()

    # --- how it comes --------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("扫描件 (*.png *.jpg *.jpeg *.pdf)")
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("选择印章扫描件"), "", kinds)
        if name:
            self.load(Path(name))

    def _read(self) -> None:
        if self._path is None:
            return
        path, page, media = self._path, int(self.page.chosen() or 0), self._session.media
        self.image = self._scan = None
        self._set_busy()
        self._session.query(
            lambda _ws: read_scan(media, path, page),
            self._take,
            self._failed,
            self._reading.next(),
        )

    def _take(self, scan: Scan) -> None:
        self._scan = scan
        pages = range(min(scan.pages, _MOST_PAGES))
        self.page.set_choices([(str(number), str(number + 1)) for number in pages])
        self.page.choose(str(scan.page))
        self._page_row.setVisible(scan.pages > 1)
        self._cut()

    def _size_typed(self) -> None:
        for field in (self.width_mm, self.height_mm):
            field.set_bad(_number(field.text()) is None)
        if self._kept is not None and self._scan is None:
            self.image = None  # the mask was made for another size
            self.file.setText(self.tr("改了尺寸，须重新选择扫描件"))
            self._show()
        self._cut_soon()

    def _cut_soon(self) -> None:
        self._cutting.cancel()
        self._wait.start()
        self.changed.emit()

    def _cut(self) -> None:
        scan, size_mm = self._scan, self.size_mm()
        if scan is None or size_mm is None:
            self.changed.emit()
            return
        self._set_busy()
        ink_from = int(self.ink.chosen())
        self._session.query(
            lambda _ws: scan.seal(size_mm, ink_from), self._cut_out, self._failed,
            self._cutting.next(),
        )  # fmt: skip

    def _cut_out(self, image: SealImage) -> None:
        self.image, self._busy = image, False
        self._show()

    def _failed(self, problem: Exception) -> None:
        self.image, self._busy = None, False
        self._show(problem)

    def _set_busy(self) -> None:
        self._busy = True
        self._told.setText(self.tr("正在处理扫描件"))
        self.changed.emit()

    def _show(self, problem: Exception | None = None) -> None:
        words = "" if problem is None else self.tr("没有图样")
        for picture in (self.on_white, self.on_checks):
            picture.set_image(self.image, words or self.tr("选择后在这里预览"))
        if problem is None:
            self.notes.show_lines([])
        else:
            text, remedy = scan_words(problem)
            if isinstance(problem, SealError):
                text = problem.problem.text(language())
            self.notes.show_lines([("alert-circle", "red", text, remedy)])
        self._told.setText("" if self.image is None else self._found(self.image))
        self.changed.emit()

    def _found(self, image: SealImage) -> str:
        return self.tr(
            "已认出印章，{width} × {height} 像素。"
            "看两处：字迹、五角星没有缺损；纸面、污点没有留下。"
        ).format(width=image.width, height=image.height)


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace("，", ".").replace(",", "."))
    except ValueError:
        return None
    return value if _LEAST_MM <= value <= _MOST_MM else None

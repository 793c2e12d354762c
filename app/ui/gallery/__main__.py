"""`python -m app.ui.gallery`: shows the sheets, or writes them as pictures with ``--out``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from app.ui.gallery.cockpit import main_window
from app.ui.gallery.messages import messages
from app.ui.gallery.parts import buttons, cards, fields, inputs, marks
from app.ui.i18n import LANGS, set_language
from app.ui.theme import theme
from app.ui.theme.tokens import PERCENTS
from app.ui.widgets import HLine, hbox, vbox

SHEET = (1920, 1200)


def components() -> QFrame:
    """The sheet with every component."""
    margins = (24, 16, 24, 16)
    one = vbox(
        *(marks(), HLine(), buttons(), HLine(), inputs(), None),
        margins=margins,
        spacing=12,
        kind="panel",
        edge="r",
        width=theme.px(640),
    )
    two = vbox(
        fields(), cards(), None, margins=margins, kind="panel", edge="r", width=theme.px(640)
    )
    three = vbox(messages(), margins=margins, kind="panel")
    sheet = hbox(one, two, (three, 1), spacing=0, kind="panel")
    sheet.setFixedSize(*(theme.px(side) for side in SHEET))
    return sheet


def save(widget: QWidget, path: Path) -> None:
    """Draw a widget into a file, at the scale of the application."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=True)
    widget.show()
    for _ in range(4):  # layouts with heights for widths settle in rounds
        QApplication.processEvents()
    if not widget.grab().save(str(path)):
        raise OSError(f"could not write {path.name}")


def main(arguments: list[str]) -> int:
    """Show or save the sheets."""
    parser = argparse.ArgumentParser(prog="python -m app.ui.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, help="write pictures into this folder and leave")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=float, default=1.0, help="such as 1.5")
    parser.add_argument("--font", type=int, choices=PERCENTS, default=100, help="per cent")
    parser.add_argument("--language", choices=LANGS, default="zh_CN")
    chosen = parser.parse_args(arguments)
    os.environ["QT_SCALE_FACTOR"] = str(chosen.scale)
    if chosen.out:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rounding = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(rounding)
    app = QApplication(sys.argv[:1])
    theme.install(app, chosen.theme, chosen.font)
    set_language(app, chosen.language)
    wide, wide_shell = main_window(app, 1920, 1000)
    compact, compact_shell = main_window(app, 1280, 640)
    sheet = components()
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
        tail = f"{chosen.theme}-{round(chosen.scale * 100)}"
        for name, widget in (("components", sheet), ("wide", wide), ("compact", compact)):
            save(widget, chosen.out / f"{name}-{tail}.png")
        wide_shell.palette.open_palette("退回")
        save(wide, chosen.out / f"palette-{tail}.png")
        compact_shell.open_sheet()
        save(compact, chosen.out / f"keys-{tail}.png")
        return 0
    area = QScrollArea()
    area.setWidget(sheet)
    area.resize(1400, 900)
    area.show()
    wide.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

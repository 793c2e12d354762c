"""A small window for any PDF or picture: `python -m app.viewers FILE…`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Show files; with several, Ctrl+PgDn and Ctrl+PgUp change between them."""
    parser = argparse.ArgumentParser(prog="python -m app.viewers", description=main.__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    files: list[Path] = parser.parse_args(arguments).files

    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QKeySequence, QShortcut
    from PySide6.QtWidgets import QApplication

    from app.media.client import MediaClient
    from app.media.source import DocumentSource
    from app.viewers.viewer import DocumentView

    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale("zh_CN"))
    client = MediaClient()
    client.start()
    view = DocumentView(client)
    place = 0

    def show(step: int) -> None:
        nonlocal place
        place = (place + step) % len(files)
        source = DocumentSource.of_file(files[place].resolve())
        view.setWindowTitle(source.name)
        view.set_document(source)

    for keys, run in (
        ("Ctrl+PgDown", lambda: show(1)),
        ("Ctrl+PgUp", lambda: show(-1)),
        ("Ctrl++", view.zoom_in),
        ("Ctrl+=", view.zoom_in),
        ("Ctrl+-", view.zoom_out),
        ("Ctrl+0", view.fit_width),
        ("Ctrl+R", view.rotate_right),
    ):
        QShortcut(QKeySequence(keys), view).activated.connect(run)
    view.resize(1100, 800)
    view.show()
    view.setFocus()
    show(0)
    try:
        return application.exec()
    finally:
        view.set_document(None)
        client.close()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())

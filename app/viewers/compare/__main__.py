"""A small window that compares two files: `python -m app.viewers.compare OLD NEW`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Compare two PDFs or pictures."""
    parser = argparse.ArgumentParser(prog="python -m app.viewers.compare", description=main.__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    given = parser.parse_args(arguments)

    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QKeySequence, QShortcut
    from PySide6.QtWidgets import QApplication

    from app.media.client import MediaClient
    from app.media.source import DocumentSource
    from app.viewers.compare.view import CompareView, Document

    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale("zh_CN"))
    client = MediaClient()
    client.start()
    view = CompareView(client)
    for keys, run in (
        ("Alt+B", view.flip),
        ("F8", lambda: view.step_change(1)),
        ("Shift+F8", lambda: view.step_change(-1)),
        ("Ctrl++", view.zoom_in),
        ("Ctrl+=", view.zoom_in),
        ("Ctrl+-", view.zoom_out),
        ("Ctrl+0", view.fit_width),
        ("Ctrl+R", view.rotate_right),
    ):
        QShortcut(QKeySequence(keys), view).activated.connect(run)
    old, new = (DocumentSource.of_file(path.resolve()) for path in (given.old, given.new))
    view.setWindowTitle(f"{old.name} → {new.name}")
    view.resize(1400, 860)
    view.show()
    view.open(Document(old, "1", old.name), Document(new, "2", new.name))
    view.setFocus()
    try:
        return application.exec()
    finally:
        view.shut_down()
        client.close()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())

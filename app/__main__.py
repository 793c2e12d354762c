"""``python -m app``: the window, or a sub-command of :mod:`app.cli`."""

from __future__ import annotations

import multiprocessing
import sys

from app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the media worker starts the frozen program again
    sys.exit(main())

"""No sub-command: the window."""

from __future__ import annotations

import argparse
from pathlib import Path


def run(arguments: argparse.Namespace, home: Path) -> int:
    """Open the window and stay until it is closed."""
    from app.ui.main import run as open_window

    return open_window(
        server=arguments.server,
        user=arguments.user,
        home=home,
        language=getattr(arguments, "language", None),
    )

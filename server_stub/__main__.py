"""``python -m server_stub``."""

from __future__ import annotations

import sys

if __name__ == "__main__":  # the worker that looks into files imports this module again
    from server_stub.cli import main

    sys.exit(main())

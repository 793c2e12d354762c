#!/usr/bin/env python3
"""The one entry point of a checkout: `python3 dev.py demo`, `test`, `run`, `serve`, …

Standard library only. Anything that needs more is started in `.venv`, which is made on demand.
This file must parse on every Python 3, so that an old one is told what it lacks.
"""

from __future__ import annotations

import sys

OLDEST = (3, 11)


def main() -> int:
    """Refuse an old interpreter, then hand over to `tools.devenv`; return the exit status."""
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "需要 Python %d.%d 或更新版本，当前为 %s。\n"  # noqa: UP031
            "Python %d.%d or newer is needed; this is %s.\n"
            % ((*OLDEST, sys.version.split()[0]) * 2)
        )
        return 2
    from tools.devenv.commands import dispatch

    return dispatch(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

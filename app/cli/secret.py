"""The password of a command: piped in, or asked for without showing it."""

from __future__ import annotations

import getpass
import sys


def password() -> str:
    """The first line of standard input, without its line break; empty where there is none.

    At a terminal it is asked for.
    """
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass()
    return sys.stdin.readline().rstrip("\r\n")

"""Exit codes of the command line; scripts may rely on them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    OK = 0
    ATTENTION = 1
    """It ran to its end, and something waits for a person: a conflict, a file that could not be
    fetched, a check of the doctor."""
    USAGE = 2
    """The arguments make no sense; argparse uses the same."""
    SERVER = 3
    """The server could not be reached, or did not behave as ours."""
    SIGN_IN = 4
    """Name, password or the right to sign in is missing."""
    IN_USE = 5
    """Another program works on the same home."""
    STORE = 6
    """This machine's own data: disk full, folder not writable, newer format."""
    INTERRUPTED = 130
    """Ctrl+C. Nothing is lost."""

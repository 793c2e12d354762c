"""What commands say: lines for people, one JSON document for scripts."""

from __future__ import annotations

import json
import sys
from typing import Any


def say(text: str) -> None:
    """A line on standard output."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """A line on standard error."""
    _write(sys.stderr, text)


def document(value: Any) -> None:
    """The one JSON document of a command, on one line."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=False))


def _write(stream: Any, text: str) -> None:
    # A console that cannot show a rare character must not end the command.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()

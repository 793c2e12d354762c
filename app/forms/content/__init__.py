"""What each official form says of a case, one file a form; always in Chinese."""

from __future__ import annotations

"""TitleDesk 职称审阅台: the desktop client."""

from __future__ import annotations

__version__ = "0.1.0"

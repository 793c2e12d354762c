"""Widgets that show a PDF or a picture. They know nothing of applications.

`viewer.DocumentView` is the whole; a host gives it a `MediaClient`, colours and highlights.
"""

from __future__ import annotations

"""Widgets that show a PDF or a picture; they know nothing of applications."""

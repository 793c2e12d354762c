"""What the seals of a document are worth: one verdict a seal, with its reason.

Stricter than the summary of a PDF library: a changed title, bytes behind the end and an edited
field count; the seal must be one the registry knows, in its term, with its own picture, and belong
to the very case and version that the document names.
"""

from __future__ import annotations

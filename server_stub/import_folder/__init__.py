"""Loading offices, accounts and applications from a folder (docs/import-format.md)."""

from __future__ import annotations

from server_stub.import_folder.problems import ImportProblem, ImportRefusedError
from server_stub.import_folder.run import Imported, import_folder

__all__ = ["ImportProblem", "ImportRefusedError", "Imported", "import_folder"]

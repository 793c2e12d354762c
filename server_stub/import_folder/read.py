"""Reading ``manifest.json`` itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from server_stub.import_folder.manifest import Manifest
from server_stub.import_folder.paths import locate
from server_stub.import_folder.problems import ImportProblem, ImportRefusedError

MANIFEST = "manifest.json"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder.

    :raises ImportRefusedError: where it is missing, not JSON, or not of this format.
    """
    place, code = locate(folder, MANIFEST)
    if place is None:
        raise ImportRefusedError([ImportProblem(MANIFEST, "", code or "IMPORT_FILE_MISSING")])
    try:
        content = json.loads(place.read_bytes(), object_pairs_hook=_without_doubles)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as problem:
        params = {"reason": str(problem)}
        refused = ImportProblem(MANIFEST, "", "IMPORT_BAD_JSON", params)
        raise ImportRefusedError([refused]) from problem
    try:
        return Manifest.model_validate_json(json.dumps(content))
    except ValidationError as problem:
        raise ImportRefusedError(
            [
                ImportProblem(
                    MANIFEST, field_name(error["loc"]), "IMPORT_BAD_FIELD", {"reason": error["msg"]}
                )
                for error in problem.errors()
            ]
        ) from problem


def field_name(location: tuple[int | str, ...]) -> str:
    """``("users", 3, "login")`` as ``users[3].login``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise ValueError(f"key {key} twice in one object")
        content[key] = value
    return content

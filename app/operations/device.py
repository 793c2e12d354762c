"""The name of this machine towards the server: random, and of no meaning elsewhere."""

from __future__ import annotations

import json
import uuid

from app.store.home import Home, write_json

_FILE = "device.json"


def new_device_id() -> str:
    """A name nobody has."""
    return f"d-{uuid.uuid4()}"


def device_id(home: Home, fresh: str | None = None) -> str:
    """The device of a home; named now where it has no name yet.

    :param fresh: the name to take then, for a home whose first sign-in came before it.
    """
    path = home.path / _FILE
    try:
        return str(json.loads(path.read_text("utf-8"))["device_id"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        name = fresh or new_device_id()
        write_json(path, {"device_id": name})
        return name

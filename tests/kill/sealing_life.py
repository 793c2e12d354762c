"""A seal holder at a batch, as a process of its own, to be killed at any moment.

    python -m tests.kill.sealing_life ROOT URL LOGIN SEAL PIN-ON-STDIN

It says ``ready`` on standard output before the first document, and ends when the batch is sealed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.forms.faces import characters, face
from app.operations.sealing.apply import close_batch, seal_item
from app.operations.sealing.own_seals import office_seals, provider, seal_image
from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.store.home import Home
from app.store.seal_pages import BatchState
from tests.kill.day import key_of


def main() -> None:
    """Take up every batch that is open and seal the rest of it."""
    root, url, login, seal_id = sys.argv[1:]
    pin = sys.stdin.readline().rstrip("\n")
    home = Home.open(Path(root), url, login)
    ws = Workspace(home=home, keys=key_of(login), lock=home.lock())
    for batch in take_up(ws):
        case = ws.queries.case(batch.items[0].app_id)
        (registered,) = office_seals(ws, [case])
        with provider(ws, seal_id).open(pin) as key:
            image = seal_image(ws, seal_id)
            characters(face())  # the typeface is read once, and takes longer than a seal
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            for item in batch.items:
                seal_item(ws, batch, item, registered, key, image)
        close_batch(ws, batch.batch_id, BatchState.DONE)
    ws.close()


if __name__ == "__main__":
    main()

"""Applications with files of their own on the server."""

from __future__ import annotations

import random

from app.domain.model import Attachment
from server_stub.bulk import insert_applications, insert_blobs
from tests.server_stub.world import GX, MARKET, World, sha, version


def submit_with_files(world: World, app_id: str, sizes: list[int], number: int = 1) -> list[bytes]:
    """A submitted application with files of these sizes; returns their bytes."""
    contents = [
        b"%PDF-1.7\n" + random.Random(f"{app_id} {place}").randbytes(size)
        for place, size in enumerate(sizes)
    ]
    folder = world.root / "originals"
    folder.mkdir(exist_ok=True)
    rows = []
    for data in contents:
        path = folder / sha(data)
        path.write_bytes(data)
        rows.append((sha(data), path))
    insert_blobs(world.server, rows)
    plain = version(app_id, number)
    entry = plain.modules["papers"].entries[0].entry_id
    files = [
        Attachment(
            att_id=f"{app_id}-f{place}", sha256=sha(data), bytes=len(data), mime="application/pdf",
            slot="cover", module_code="papers", entry_id=entry, filename=f"扫描件{place}.pdf",
        )
        for place, data in enumerate(contents)
    ]  # fmt: skip
    filled = plain.model_copy(update={"attachments": files})
    insert_applications(world.server, [filled], profile=GX, unit_org_id=MARKET)
    return contents

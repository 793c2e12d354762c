"""Work that leaves something of everything in a home, and downloads that stand still half-way.

Imported by client processes, and so without the libraries of the tests.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.enums import Verb
from app.operations import comments, drafts, reveal
from app.store.draft import ComposerDraft
from tests.endtoend.desk import Desk
from tests.endtoend.town import CASE, OTHER
from tests.proposing import propose
from tests.sync.hostile import Heard, Reply

COMMENT, HALF = "论文封面与版权页缺失，请补齐后重新提交。", "这一条意见还没有写完"
BIG = 96 * 1024
"""Files larger than this stop half-way."""


def half_way(heard: Heard, reply: Reply) -> Reply:
    """Large files come half, and then the line is silent."""
    if heard.path.startswith("/v1/blobs/") and len(reply.body) > BIG:
        reply.stall_after = len(reply.body) * 2 // 3
        reply.declared = len(reply.body)
    return reply


def work(desk: Desk) -> None:
    """Leave something of everything in the home."""
    desk.sign_in()
    desk.claim(CASE, OTHER)
    comments.add(desk.ws, app_id=CASE, module="papers", text=COMMENT)
    propose(desk.ws, app_id=CASE, verb=Verb.RETURN)
    reveal.reveal(desk.ws, app_id=OTHER, module="personal", field="id_number")
    begun = desk.ws.queries.case(OTHER).draft.model_copy(
        update={"composers": {"papers": ComposerDraft(text=HALF)}}
    )
    drafts.save_draft(desk.ws, app_id=OTHER, draft=begun)


def half_here(blobs: Path) -> bool:
    """Whether four downloads stand still with bytes on the disk."""
    return sum(_size(path) > 60_000 for path in blobs.rglob("*.part")) >= 4


def _size(path: Path) -> int:
    """The length of a file; nothing for one that was renamed between the listing and the look."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def whole_here(blobs: Path) -> int:
    return sum(path.is_file() and path.suffix != ".part" for path in blobs.rglob("*"))

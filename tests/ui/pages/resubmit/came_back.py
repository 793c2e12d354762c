"""A case that was returned and came back, with real scans in both versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.enums import Verb
from app.operations import approve, comments, decide
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.pages.review import ReviewPage
from server_stub.bulk import insert_blobs
from tests.domain import make
from tests.operations.office import FILES, Office, submitted, sync
from tests.server_stub.world import sha
from tests.ui.desk import SIZES, Desk, wait_for
from tests.viewers.compare.paper import pdf_of, scanned, sheet, small_turn

ALL = QueueFilter(view="all")
BASE = "/v1/applicant/applications/A1"
SLOT = "toc"
ASKED = ("目录页的期号与正文不一致，请更换目录页。", "请补充近三年的业绩证明。")


def scans(folder: Path) -> tuple[Path, Path]:
    """The table of contents of both versions: one page the same, one changed, one new."""
    still = sheet(1, word="still")
    old = [scanned(still, small_turn(0), 1),
           scanned(sheet(2, word="former"), small_turn(0.4, 4, -3), 2)]  # fmt: skip
    new = [old[0], scanned(sheet(2, word="latter"), small_turn(-0.3, -5, 6), 3), sheet(9)]
    return pdf_of(folder / "old.pdf", old), pdf_of(folder / "new.pdf", new)


def came_back(office: Office) -> Workspace:
    """A1 was returned for its papers and achievements; the papers came back with another toc."""
    old, new = scans(office.world.root)
    insert_blobs(office.world.server, [(sha(old.read_bytes()), old)])
    files = [_file(one, old) if one["slot"] == SLOT else one for one in FILES]
    office.submit(submitted("A1", attachments=files))
    ws = office.handler_with("A1")
    comments.add(
        ws, app_id="A1", module="papers", entry_id=make.PAPER, field="publish_date", text=ASKED[0]
    )
    comments.add(ws, app_id="A1", module="achievements", text=ASKED[1])
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    _resubmit(office, new)
    return office.handler_with("A1", machine="three")


def with_files(ws: Workspace) -> Workspace:
    """The same with both files on the machine."""
    assert ws.sync is not None
    ws.sync.download(["A1"])
    ws.sync.downloads_done().result(30)
    return ws


def _file(known: dict[str, Any], path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return known | {"sha256": sha(data), "bytes": len(data), "filename": "目录.pdf", "pages": 2}


def _resubmit(office: Office, new: Path) -> None:
    document = office.world.get("A1")
    (entry,) = document["version"]["modules"]["papers"]["entries"]
    (known,) = [one for one in document["version"]["attachments"] if one["slot"] == SLOT]
    entry["fields"] |= {"publish_date": "2021-02"}
    data = new.read_bytes()
    with office.world.client("a0001") as applicant:
        applicant.put(f"/v1/blobs/{sha(data)}", content=data).raise_for_status()
        applicant.put(f"{BASE}/modules/papers", json={"entries": [entry]}).raise_for_status()
        applicant.delete(f"{BASE}/attachments/{known['att_id']}").raise_for_status()
        file = {key: known[key] for key in ("slot", "module_code", "entry_id", "mime")}
        file |= {"att_id": "a-new-toc", "sha256": sha(data), "bytes": len(data),
                 "filename": "目录.pdf"}  # fmt: skip
        answer = applicant.post(f"{BASE}/attachments", json=file)
        assert answer.is_success, answer.text
        applicant.post(f"{BASE}/commitment", json={"text_version": "1"}).raise_for_status()
        applicant.post(f"{BASE}/resubmit").raise_for_status()


def opened(place: Desk, size: tuple[int, int] = SIZES[0]) -> ReviewPage:
    """The review page on A1, its papers in front."""
    page: ReviewPage = place.show("review", lambda w: ReviewPage(w, place.session), size)
    page.open_case("A1", ALL)
    wait_for(lambda: page.case is not None and page.verdict.has_offers)
    page.go_module("papers")
    page.sheet.fields.setFocus()
    place.window.activateWindow()
    wait_for(page.sheet.fields.hasFocus)
    return page

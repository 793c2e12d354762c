"""The plan: how many cases of what kind, and that every one of them holds on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from PIL import Image

from app.domain.calendar_data import packaged_calendar
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.demo import dataset
from server_stub.demo.cases import manifest, offices
from server_stub.demo.cases import personas as who
from server_stub.demo.cases.contents import Content, Document, Portrait, files
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.plan import WHOLE, plan
from server_stub.demo.cases.versions import versions
from server_stub.import_folder import import_folder
from tests.server_stub.demo import judging
from tests.server_stub.demo.demo_set import NOW
from tests.server_stub.world import CHEAP

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEAP = datetime(2028, 2, 29, 17, 30, tzinfo=SHANGHAI)
DAYS = [
    NOW,
    datetime(2026, 1, 1, 0, 10, tzinfo=SHANGHAI),
    LEAP,
    datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI),
]


def undrawn(contents: Sequence[Content], **_: object) -> Iterator[bytes]:
    """Bytes of the right kind for each content, without drawing it."""
    for content in contents:
        flat = isinstance(content, Portrait) or (
            isinstance(content, Document) and content.recipe.form in ("jpg", "photo")
        )
        yield (b"\xff\xd8\xff\xe0" if flat else b"%PDF-1.7\n") + repr(content).encode()


def test_the_offices_have_their_share() -> None:
    share = Counter(case.org_id for case in plan(WHOLE))
    assert share == {
        offices.UNIT: 64,
        offices.MARKET: 10,
        offices.FOREIGN: 3,
        offices.DUAL: 1,
    }
    assert 60 <= WHOLE <= 80
    clean = sum(case.persona is who.CLEAN for case in plan(WHOLE))
    assert 0.12 < clean / WHOLE < 0.3
    assert {case.group for case in plan(12) if case.org_id == offices.UNIT} == {"today"}


def test_only_large_sets_have_the_heavy_paper() -> None:
    assert plan(60)[26].persona is who.HEAVY_PAPER
    assert plan(59)[26].persona != who.HEAVY_PAPER
    assert plan(59)[26].persona.title == who.HEAVY_PAPER.title


def test_beyond_the_table_all_is_clean() -> None:
    assert {case.persona.title for case in plan(WHOLE + 6)[WHOLE:]} == {"clean pass"}


@pytest.mark.parametrize(
    "now",
    [day if day == LEAP else pytest.param(day, marks=pytest.mark.full) for day in DAYS],
    ids=str,
)
def test_every_persona_holds_on_every_day(
    now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "files", undrawn)
    dataset.build(tmp_path / "set", now=now, workers=1)
    clock = Clock(lambda: now)
    server = Server(tmp_path / "data", CHEAP, clock, demo=False)
    try:
        import_folder(server, tmp_path / "set", link=True)
        judging.pretend_to_have_looked(server)
        beside = judging.FILE_RULES
        if (now + timedelta(days=14)).year not in packaged_calendar().years:
            beside |= {"R121"}  # nobody knows that year's holidays
        for case in plan(WHOLE):
            found = judging.rules(server, case.app_id(Moments(now).year), now)
            persona = case.persona
            assert found - beside == (persona.rules | persona.unit_rules) - beside, case
            app_id = case.app_id(Moments(now).year)
            assert all(judging.at_gate(server, app_id, now, told) for told in persona.gates), case
    finally:
        server.close()


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_nothing_happens_in_the_future_or_in_the_wrong_order(now: datetime) -> None:
    moments = Moments(now)
    for case in plan(WHOLE):
        drafts = versions(case, 1, moments)
        times = [draft.submitted_at for draft in drafts]
        assert times == sorted(times)
        assert times[-1] < now
        assert moments.deadline(case.group) > now
        for file in drafts[-1].files:
            if isinstance(file.content, Document):
                for day in (
                    getattr(file.content.recipe.facts, name, None)
                    for name in ("publish_date", "accepted", "signed_on", "issued_on", "award_date")
                ):
                    assert day is None or day <= times[-1].date(), (case, file)


def test_scan_and_form_name_the_same_person_unless_the_form_is_the_fault() -> None:
    wrong = {who.MISTYPED_ID.title, who.SHORT_ID.title}
    for case in plan(WHOLE):
        draft = versions(case, 1, Moments(NOW))[-1]
        on_scans = {
            getattr(file.content.recipe.facts, "id_number", None)
            for file in draft.files
            if isinstance(file.content, Document)
        } - {None}
        if on_scans:
            agree = on_scans == {draft.person["id_number"]}
            assert agree == (case.persona.title not in wrong), case


def test_the_handler_who_applies_is_the_handler() -> None:
    (case,) = (case for case in plan(WHOLE) if case.persona is who.SELF_REVIEW)
    draft = versions(case, 1, Moments(NOW))[-1]
    chenyao = next(u for u in offices.officers(1, NOW.year) if u.login == "chenyao")
    assert draft.person["id_number"] == chenyao.id_number
    assert draft.person["name"] == chenyao.name


def content_of(number: int, module: str, slot: str) -> Content:
    case = plan(WHOLE)[number - 1]
    return versions(case, 1, Moments(NOW))[-1].file(module, slot).content


def data_of(number: int, module: str, slot: str) -> bytes:
    (data,) = files([content_of(number, module, slot)], workers=1)
    return data


@pytest.mark.parametrize(
    ("number", "module", "slot"), [(33, "personal", "photo"), (16, "papers", "cover")]
)
def test_a_truncated_picture_opens_and_does_not_decode(number: int, module: str, slot: str) -> None:
    with Image.open(BytesIO(data_of(number, module, slot))) as picture:
        assert picture.format == "JPEG"
        with pytest.raises(OSError, match="truncated"):
            picture.load()


@pytest.mark.parametrize(
    ("number", "module", "slot", "words"),
    [(26, "papers", "fulltext", "password"), (37, "achievements", "proof", "format")],
)
def test_an_unreadable_pdf_says_why(number: int, module: str, slot: str, words: str) -> None:
    data = data_of(number, module, slot)
    assert data.startswith(b"%PDF")
    with pytest.raises(pypdfium2.PdfiumError, match=f"(?i){words}"):
        pypdfium2.PdfDocument(data)


def test_a_pdf_is_named_jpg() -> None:
    draft = versions(plan(WHOLE)[21], 1, Moments(NOW))[-1]
    assert draft.file("papers", "fulltext").filename.endswith(".jpg")
    assert data_of(22, "papers", "fulltext").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("number", "module", "slot", "orientation"),
    [(57, "current_title", "title_cert", 6), (57, "education", "edu_cert", 3),
     (57, "personal", "photo", 8), (5, "papers", "toc", 8)],
)  # fmt: skip
def test_a_photographed_document_carries_its_orientation(
    number: int, module: str, slot: str, orientation: int
) -> None:
    with Image.open(BytesIO(data_of(number, module, slot))) as picture:
        assert picture.getexif()[0x0112] == orientation

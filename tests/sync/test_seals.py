"""Fetching the registry of seals and its lists: only what changed, and nothing that is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.sealing import Seal, SealChange, SealStatus
from app.protocol.canonical import sha256_hex
from app.protocol.seal_book import SealBook
from app.store.seal_book import BOOK_KIND, LIST_KIND, read_book, read_lists
from app.sync.errors import Garbage, ServerTrouble
from app.sync.events import Notice
from app.sync.seals import SealBooks
from app.sync.tokens import MemoryTokens, Session
from tests.seal.pki import BORN, revocation_list, root
from tests.server_stub.world import World
from tests.sync.desk import Desk
from tests.sync.hostile import Heard, Hostile, Reply, as_json, problem

TOKENS = {
    "access_token": "a", "refresh_token": "r", "expires_in": 900, "user_id": "u-gxchen",
    "server_time": "2031-05-06T07:08:09Z",
}  # fmt: skip
BOOK = b'{"seals":[],"roots":[],"time_roots":[],"lists":["one"]}'


@pytest.fixture
def desk(hostile: Hostile, tmp_path: Path) -> Iterator[Desk]:
    for path in ("/v1/auth/token", "/v1/auth/refresh"):
        hostile.answer[path] = as_json(TOKENS)
    desk = Desk(hostile.url, tmp_path / "desk", "gxchen")
    yield desk
    desk.close()


def refresh(desk: Desk) -> bool:
    return desk.run(lambda session: SealBooks(session, desk.cache, desk.events.append).run())


def tagged(body: bytes, kind: str) -> Reply:
    return Reply(body=body, kind=kind)


def serve(hostile: Hostile, book: bytes = BOOK, listed: bytes = b"list") -> None:
    """Answer as the server does: 304 where the ETag is that of the body."""

    def by_tag(body: bytes, kind: str) -> object:
        def answer(request: Heard) -> Reply:
            known = request.headers.get("if-none-match") == f'"{sha256_hex(body)}"'
            return Reply(304) if known else tagged(body, kind)

        return answer

    hostile.answer["/v1/seals"] = by_tag(book, "application/json")  # type: ignore[assignment]
    crl = by_tag(listed, "application/pkix-crl")
    hostile.answer["/v1/seals/crl/one"] = crl  # type: ignore[assignment]


def test_what_is_here_is_asked_for_by_its_tag(hostile: Hostile, desk: Desk) -> None:
    serve(hostile)
    assert refresh(desk)
    assert read_lists(desk.cache) == (b"list",)
    assert not refresh(desk)
    serve(hostile, listed=b"newer")
    assert refresh(desk)
    assert read_lists(desk.cache) == (b"newer",)
    serve(hostile, book=BOOK.replace(b'"one"', b""))
    assert refresh(desk)
    assert read_lists(desk.cache) == ()


@pytest.mark.parametrize("status", [403, 404])
def test_a_server_without_a_registry_is_no_trouble(
    hostile: Hostile, desk: Desk, status: int
) -> None:
    hostile.answer["/v1/seals"] = problem(status, "NOT_FOUND")
    assert not refresh(desk)
    assert read_book(desk.cache) is None


def test_a_list_that_is_gone_leaves_the_rest(hostile: Hostile, desk: Desk) -> None:
    serve(hostile)
    hostile.answer["/v1/seals/crl/one"] = problem(404, "NOT_FOUND")
    assert refresh(desk)
    assert read_book(desk.cache) is not None
    assert read_lists(desk.cache) == ()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(body=b"<html>Wi-Fi</html>", kind="text/html"), Garbage),
        (Reply(body=b" " * (5 * 1024 * 1024)), Garbage),
        (Reply(500, b"", kind="text/plain"), ServerTrouble),
    ],
)
def test_what_is_no_registry_is_not_kept(
    hostile: Hostile, desk: Desk, reply: Reply, error: type[Exception]
) -> None:
    hostile.answer["/v1/seals"] = reply
    with pytest.raises(error):
        refresh(desk)
    assert desk.cache.document(BOOK_KIND, BOOK_KIND) is None


@pytest.mark.expect_log("app.store.seal_book")
def test_the_registry_of_a_newer_server_is_kept_unread(hostile: Hostile, desk: Desk) -> None:
    desk.cache.put_document(LIST_KIND, "one", 0, b"list")
    serve(hostile, book=b'{"seals":"elsewhere"}')
    assert refresh(desk)
    assert read_book(desk.cache) is None
    assert read_lists(desk.cache) == (b"list",)
    assert not refresh(desk)


def test_the_name_of_a_list_is_no_path(hostile: Hostile, desk: Desk) -> None:
    serve(hostile, book=b'{"lists":["../../v1/me?x"]}')
    refresh(desk)
    assert "/v1/me" not in hostile.paths()


def test_an_account_that_reads_no_cases_syncs_all_the_same(world: World, tmp_path: Path) -> None:
    desk = Desk(world.url, tmp_path / "it", "itman")
    try:
        assert not refresh(desk)
        assert isinstance(desk.tokens, MemoryTokens)
    finally:
        desk.close()


def _book(status: SealStatus, steps: int) -> bytes:
    begin = datetime(2030, 1, 1, tzinfo=UTC)
    step = SealChange(at=begin, status=SealStatus.ACTIVE, valid_to=begin + timedelta(days=900))
    seal = Seal(
        seal_id="s1", name="单位公章", owner_org="o1", status=status, valid_from=begin,
        valid_to=step.valid_to, history=[step] * steps,
    )  # fmt: skip
    return SealBook(seals=[seal], lists=["one"]).model_dump_json().encode()


@pytest.mark.parametrize(
    "older", [_book(SealStatus.ACTIVE, 2), _book(SealStatus.REVOKED, 1)], ids=["revived", "shorter"]
)
def test_a_registry_that_went_back_is_told_once_and_not_taken(
    hostile: Hostile, desk: Desk, older: bytes
) -> None:
    newest = _book(SealStatus.REVOKED, 2)
    serve(hostile, book=newest)
    assert refresh(desk)
    serve(hostile, book=older)
    books: list[SealBooks] = []

    async def twice(session: Session) -> bool:
        books.append(SealBooks(session, desk.cache, desk.events.append))
        return await books[0].run() or await books[0].run()

    assert not desk.run(twice)
    assert desk.cache.document(BOOK_KIND, BOOK_KIND) == newest
    assert [event.code for event in desk.events if isinstance(event, Notice)] == ["SEAL_BOOK_OLDER"]
    serve(hostile, book=_book(SealStatus.REVOKED, 3))
    assert refresh(desk)


def test_an_older_list_does_not_replace_a_newer_one(hostile: Hostile, desk: Desk) -> None:
    above = root()
    newer, older = (revocation_list(above, on=BORN + timedelta(days=n)) for n in (2, 1))
    serve(hostile, listed=newer)
    assert refresh(desk)
    serve(hostile, listed=older)
    assert not refresh(desk)
    assert read_lists(desk.cache) == (newer,)
    assert [event.code for event in desk.events if isinstance(event, Notice)] == ["SEAL_BOOK_OLDER"]

from __future__ import annotations

import json
from typing import Any

import pytest

from app.sync.pages import parse_page

HEAD: dict[str, Any] = {
    "cursor": "c7", "more": True, "epoch": "e1", "server_time": "2026-03-01T08:00:00Z",
    "durable_mark": 4,
}  # fmt: skip


def page(changes: str) -> bytes:
    head = json.dumps(HEAD)[1:-1]
    return f'{{ "changes" : {changes} , {head} }}\n'.encode()


def test_a_document_stays_the_bytes_that_came() -> None:
    doc = '{"rev":1.0, "name":"\\u5f20𠮷·阿" ,\n "new_field":[1e2,{"a":[]}]}'
    raw = parse_page(page(f'[ {{"kind":"application","id":"a1","rev":3,"doc":{doc}}} ]'))
    assert [(c.kind, c.id, c.rev, c.body) for c in raw.changes] == [
        ("application", "a1", 3, doc.encode())
    ]
    assert (raw.head.cursor, raw.head.more, raw.head.durable_mark) == ("c7", True, 4)


def test_tombstones_and_empty_pages() -> None:
    gone = '{"tombstone":true,"doc":null,"rev":9,"id":"a2","kind":"application","x":{}}'
    assert parse_page(page(f"[{gone}]")).changes[0].body is None
    assert parse_page(page("[]")).changes == ()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"\xff\xfe", b"{", b'{"changes":[}', b'{"changes":[]}',
        page('[{"kind":"application","id":"a","rev":1}]'),
        page('[{"kind":"application","id":"a","rev":1,"doc":"text"}]'),
        page('[{"kind":"application","id":"a","rev":1,"doc":{},"tombstone":true}]'),
        page('[{"kind":"application","id":7,"rev":1,"doc":{}}]'),
        page('[{"kind":"application","id":"\\ud800","rev":1,"doc":{}}]'),
        page("[" * 100_000),
        page('[{"kind":"k","id":"a","rev":1,"doc":{}} {"kind":"k","id":"b","rev":1,"doc":{}}]'),
    ],
)  # fmt: skip
def test_anything_else_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_page(body)

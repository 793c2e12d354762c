from __future__ import annotations

import pytest

from app.sync.address import is_loopback, normalised
from app.sync.errors import BadAddressError, PlainHttpRefused


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("zc.example.cn", "https://zc.example.cn"),
        (" https://zc.example.cn/ ", "https://zc.example.cn"),
        ("https://zc.example.cn:8443", "https://zc.example.cn:8443"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:1", "http://localhost:1"),
        ("https://zc.example.cn:443", "https://zc.example.cn"),
        ("https://zc.example.cn:65535", "https://zc.example.cn:65535"),
        ("http://127.0.0.1:49152", "http://127.0.0.1:49152"),
        ("https://职称.中国", "https://xn--inz43k.xn--fiqs8s"),
    ],
)
def test_an_address_becomes_an_origin(typed: str, origin: str) -> None:
    assert normalised(typed) == origin


@pytest.mark.parametrize("typed", ["http://zc.example.cn", "http://10.0.0.7:80", "HTTP://a.b"])
def test_plain_http_stays_on_this_machine(typed: str) -> None:
    with pytest.raises(PlainHttpRefused) as refused:
        normalised(typed)
    assert refused.value.code == "PLAIN_HTTP_REFUSED"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "ftp://a.b",
        "https://me:secret@a.b",
        "http://[",
        "https://a.b?x=1",
        "not an address",
        "https://a%20b",
        "https://a.b:65536",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddressError):
        normalised(typed)


def test_a_name_that_looks_local_is_not() -> None:
    assert not is_loopback("127.0.0.1.example.cn")
    assert not is_loopback("localhost.example.cn")

"""The address of a server, as typed by a person and as used."""

from __future__ import annotations

import ipaddress
import re

from app.sync.errors import BadAddressError, PlainHttpRefused

_HOST = re.compile(r"[0-9a-z._-]+|[0-9a-f:.]+", re.IGNORECASE)
"""A name as it goes to the resolver, or a literal address; the library escapes all else."""
_PLAIN = re.compile(r"(https?)://([a-z][a-z0-9._-]*|127\.0\.0\.1)(?::(?!443$)([1-9]\d{2,4}))?")
"""What is an origin already: in the usual case the library, slow to load, has nothing to do."""
_LAST_PORT = 65_535


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def normalised(address: str) -> str:
    """The origin of ``address``: ``https`` where no scheme is given, no path, no trailing slash.

    :raises PlainHttpRefused: for ``http`` to another machine.
    :raises BadAddressError: where it is not an address at all, or carries a password.
    """
    typed = address.strip()
    plain = _PLAIN.fullmatch(typed)
    if (
        plain
        and int(plain[3] or 0) <= _LAST_PORT
        and (plain[1] == "https" or is_loopback(plain[2]))
    ):
        return typed
    import httpx

    try:
        url = httpx.URL(typed if "://" in typed else f"https://{typed}")
    except httpx.InvalidURL as error:
        raise BadAddressError("BAD_ADDRESS", address=typed) from error
    sound = _HOST.fullmatch(url.raw_host.decode()) and not url.userinfo and not url.query
    sound = sound and (url.port or 0) <= _LAST_PORT
    if url.scheme not in {"http", "https"} or not sound:
        raise BadAddressError("BAD_ADDRESS", address=typed)
    if url.scheme == "http" and not is_loopback(url.host):
        raise PlainHttpRefused(url.host)
    return str(url).rstrip("/")

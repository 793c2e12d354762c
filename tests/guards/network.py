"""No test talks to another machine.

An audit hook sees every connection and every name look-up of this process, whichever library
makes it. The attempt fails as it would without a network, and the test fails as well. Names
below `.invalid` (RFC 6761) may be asked for: they are never found, and no test is blamed.
"""

from __future__ import annotations

import ipaddress
import socket
import sys

attempts: list[str] = []


def install() -> None:
    """Refuse the network from now on; a hook cannot be taken out again."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not is_local(str(address[0])):
            _refuse(str(address))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and not is_local(name):
            _refuse(name)


def is_local(host: str) -> bool:
    """Whether `host` is this machine's loopback, or no host at all (binding to any address)."""
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(target: str) -> None:
    if not target.endswith(".invalid"):
        attempts.append(target)
    raise socket.gaierror(socket.EAI_NONAME, f"tests have no network: {target}")

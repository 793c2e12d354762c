"""What every request needs: one object per server, reached through the request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from app.domain.file_facts import FileFacts
from server_stub import file_facts
from server_stub.blobstore import BlobFolder
from server_stub.calendars import Calendars
from server_stub.clock import Clock
from server_stub.db import Database
from server_stub.families import Families
from server_stub.packs import Packs
from server_stub.passwords import Passwords
from server_stub.probing import Probing
from server_stub.seal_authority import Authority, local_authority
from server_stub.settings import Settings
from server_stub.signing import Signer, load_key

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from server_stub.seal_trust import SealTrust


class Server:
    """The parts of one running server over one data folder."""

    def __init__(self, data_dir: Path, settings: Settings, clock: Clock, *, demo: bool) -> None:
        self.settings = settings
        self.clock = clock
        self.demo = demo
        self.db = Database(data_dir)
        self.signer = Signer(load_key(data_dir / "secret.key"))
        self.passwords = Passwords(settings.password)
        self.families = Families(self.signer, settings)
        self.packs = Packs.load()
        self.calendars = Calendars.load(data_dir / "calendar")
        self.blobs = BlobFolder(data_dir / "blobs")
        self._data_dir = data_dir
        self.probing = Probing(self.blobs, self.keep_facts, on=settings.probe_files)

    @cached_property
    def time_authority(self) -> TimeStamper | None:
        """Who time-stamps sealed forms; only the demo has one of its own."""
        if not self.demo:
            return None
        from server_stub import time_authority  # pyHanko, where it is used

        return time_authority.local_authority(self._data_dir, self.clock)

    @cached_property
    def seal_authority(self) -> Authority | None:
        """Who issues certificates for seals; only the demo has an authority of its own."""
        return local_authority(self._data_dir, self.clock) if self.demo else None

    @cached_property
    def seal_trust(self) -> SealTrust:
        """What seals are verified by.

        :raises OSError: a file that the settings name cannot be read.
        :raises ValueError: it holds something else.
        """
        time_certificate = b""
        if self.time_authority is not None:
            from server_stub.time_authority import certificate_of

            time_certificate = certificate_of(self._data_dir)
        from server_stub.seal_trust import SealTrust  # it knows the routes' callers

        return SealTrust(self.settings.seal_files, self.seal_authority, time_certificate)

    def id_number_mac(self, id_number: str) -> str:
        """A keyed hash of an ID number, to compare without keeping the number; empty for none."""
        return self.signer.mac("id", id_number.encode()).hex() if id_number else ""

    def keep_facts(self, facts: Mapping[str, FileFacts]) -> None:
        """Write down what probes found out about files."""
        with self.db.write() as session:
            file_facts.keep(session, facts)

    def close(self) -> None:
        """Give the files back."""
        self.probing.close()
        self.db.close()


async def server_of(request: Request) -> Server:
    """The server a request came to. Asynchronous, for it needs no thread."""
    return cast(Server, request.app.state.server)


ServerDep = Annotated[Server, Depends(server_of)]

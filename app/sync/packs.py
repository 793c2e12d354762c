"""Bringing the rule packs that the server works by."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.domain.profile import ProfileError
from app.protocol.canonical import sha256_hex
from app.protocol.feed import Me
from app.store.cache import Cache
from app.store.profiles import PROFILE_KIND, Profiles
from app.sync.errors import Garbage

if TYPE_CHECKING:
    from app.sync.tokens import Session

_log = logging.getLogger(__name__)

ME_KIND = "me"
"""Kind and id of the cached document that says who is signed in (:class:`Me`)."""


async def refresh_packs(session: Session, cache: Cache, profiles: Profiles, me: Me) -> bool:
    """Fetch what ``me`` lists and this machine does not have; true where something came.

    :raises Garbage: a rule pack whose bytes do not have the announced hash.
    """
    cache.put_document(ME_KIND, ME_KIND, 0, me.model_dump_json().encode())
    came = False
    for name, digest in me.profiles.items():
        held = cache.document(PROFILE_KIND, name)
        if held is not None and sha256_hex(held) == digest:
            continue
        body = await session.call(session.client.profile, name)
        if sha256_hex(body) != digest:
            raise Garbage("GARBAGE", host=session.client.pipe.host, what=name)
        try:
            profiles.put(name, body)
        except ProfileError:  # of a newer program; its cases show without checks
            _log.warning("the rule pack %s cannot be read", name)
            continue
        came = True
    return came

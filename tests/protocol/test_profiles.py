from __future__ import annotations

import pytest

from app.domain.profile import ProfileError
from app.locate import resource
from app.protocol.profiles import ProfileBook, ProfileMissingError


def test_the_packaged_packs_are_found_by_name_and_version() -> None:
    book = ProfileBook.packaged()
    assert {"LZ_ENG_2020@1", "GXRC@1"} <= book.keys
    assert book.get("GXRC@1").profile_id == "GXRC"
    assert book.latest("LZ_ENG_2020").version >= 1


def test_a_pack_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(ProfileMissingError, match="LZ_ENG_2020@99"):
        ProfileBook.packaged().get("LZ_ENG_2020@99")
    with pytest.raises(ProfileMissingError, match="NOWHERE"):
        ProfileBook.packaged().latest("NOWHERE")


def test_a_newer_version_stands_beside_the_old_one() -> None:
    book = ProfileBook.packaged()
    newer = resource("profiles", "GXRC.json").read_bytes().replace(b'"version": 1', b'"version": 7')
    book.add(newer)
    assert book.get("GXRC@1").version == 1
    assert book.latest("GXRC").version == 7


def test_bytes_that_are_no_pack_change_nothing() -> None:
    book = ProfileBook.packaged()
    before = book.keys
    with pytest.raises(ProfileError):
        book.add(b'{"profile_id": "GXRC"}')
    assert book.keys == before


def test_other_bytes_under_the_same_name_are_missing() -> None:
    book = ProfileBook.packaged()
    known = book.sha256("GXRC@1")
    assert known is not None
    assert book.missing({"GXRC@1": known}) == []
    assert book.missing({"GXRC@1": "0" * 64, "SX_2024@1": "1" * 64}) == ["GXRC@1", "SX_2024@1"]

"""Every code that the source can raise or tell has words in both languages, with its parameters."""

from __future__ import annotations

import string

import pytest

from app.media.problems import ProblemCode
from app.protocol.messages import catalogue, has_message
from tests.protocol import codes

ROOMS = (
    "app/cli/", "app/domain/workflow/guards", "app/media/", "app/operations/", "app/protocol/",
    "app/store/", "app/sync/", "server_stub/",
)  # fmt: skip
NO_CODES = {
    "LC_ALL", "LC_MESSAGES", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "PYDANTIC_DISABLE_PLUGINS",
    "SENT_BACK", "NON_PUBLIC", "IMG_20",  # of the audit, of the profile, of a camera
    "UNTIL_AUDITED", "FIRST_STAGE", "LEVEL_IN",  # of the profile
    "REFERRED_DOWN", "SINGLE_PERSON",  # flags of an application
    "PUBLIC_INSTITUTION",  # the nature of a unit
    "NOT_HOLDER", "NOT_YET", "OTHER_OFFICE", "OTHER_FORM",  # SEAL_INVALID.…
    "BAD_VALUE",  # a problem of a rule pack, which has words of its own (pack.…)
}  # fmt: skip
"""What looks like a code in these rooms and is none."""


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_scan_finds_codes_of_every_kind() -> None:
    found = {one.code: one for one in codes.told()}
    assert found["OP_NOT_YOURS"].params == {"author"}  # an argument by its name
    assert found["DISK_FULL"].params == {"free"}  # a dictionary
    assert found["HOME_LOCKED"].params == {"pid"}  # in the initialiser of an error
    assert {"CONNECT_TIMEOUT", "UNREACHABLE", "SERVER_BUSY", "SERVER_TROUBLE"} <= found.keys()
    assert {"INTERRUPTED", "LEASE_LOST", "NOT_FOUND", "CLAIMED_BY_OTHER"} <= found.keys()
    assert len(found) > 120


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_code_that_is_named_has_words_and_their_parameters(language: str) -> None:
    words = catalogue(language)
    silent = {f"{one.code} at {one.place}" for one in codes.told() if one.code not in words}
    assert silent == set()
    gaps = {
        f"{one.code} at {one.place}: {sorted(holes(words[one.code]) - one.params)}"
        for one in codes.told()
        if one.params is not None and holes(words[one.code]) - one.params
    }
    assert gaps == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_code_chosen_at_run_time_has_words(language: str) -> None:
    chosen = {code for room in ROOMS for code in codes.constants(room)} - NO_CODES
    assert len(chosen) > 60
    assert {code for code in chosen if not has_message(code, language)} == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_problem_of_a_file_has_its_four_texts(language: str) -> None:
    for code in ProblemCode:
        for part in ("title", "reason", "safe", "remedy"):
            assert has_message(f"{code.value}.{part}", language), f"{code.value}.{part}"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_words_told_without_parameters_have_no_gaps(language: str) -> None:
    """A refused decision tells the short text of a finding, a keyring only its code."""
    told = {code for code in catalogue(language) if code.startswith("finding.R150")}
    told = {code for code in told if code.endswith(".short")}
    told |= {code for code in catalogue(language) if code.startswith("KEYRING_")}
    assert len(told) > 3
    assert {code for code in told if holes(catalogue(language)[code])} == set()

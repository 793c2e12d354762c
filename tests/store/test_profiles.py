"""Rule packs at hand: read once, and for their words without their rules."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.checks.engine import registered
from app.domain.profile import parse_profile
from app.locate import resource
from app.store.cache import Cache
from app.store.profiles import PROFILE_KIND, Profiles

BODY = Path(resource("profiles", "LZ_ENG_2020.json")).read_bytes()
KEY = parse_profile(BODY).key


def test_the_words_of_a_pack_are_there_though_its_rules_cannot_run(cache: Cache) -> None:
    document = json.loads(BODY)
    owing = next(use for use in document["rules"] if registered()[use["rule"]].params)
    owing["params"] = {}
    body = json.dumps(document, ensure_ascii=False).encode()
    cache.put_document(PROFILE_KIND, KEY, 1, body)
    profiles = Profiles(cache)
    worded = profiles.wording(KEY)
    assert worded is not None
    assert worded.label.zh_CN == document["label"]["zh_CN"]
    found = profiles.find(KEY)
    assert found is not None, "the program's own pack stands in"
    assert next(use for use in found.rules if use.rule == owing["rule"]).params


def test_a_pack_asked_for_by_several_at_once_is_read_once(cache: Cache) -> None:
    profiles = Profiles(cache)
    profiles.put(KEY, BODY)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: profiles.find(KEY), range(8)))
    assert found[0] is not None
    assert all(one is found[0] for one in found)


def test_words_need_no_rules() -> None:
    """The first list is on screen before the rules are loaded."""
    script = (
        "import sys; import app.store.profiles, app.operations.workspace;"
        "print(*[m for m in sys.modules if m.startswith('app.domain.checks.career')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []

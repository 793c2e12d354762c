from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.enums import Severity
from app.domain.file_facts import PROBE_VERSION, FileFacts, PageFacts
from app.domain.finding import Finding
from app.domain.model import Application
from app.store.cache import Cache
from app.store.cache_files import Estimate
from app.store.case_row import Checker
from app.store.engine import StoreCorrupt
from app.store.errors import StoreFull
from tests.store.factory import (
    KEY,
    NOW,
    Change,
    application_doc,
    change,
    finding,
    no_findings,
    page,
    sha_of,
    tombstone,
)


def row(cache: Cache, app_id: str) -> dict[str, object] | None:
    with cache.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT * FROM case_row WHERE app_id = ?", (app_id,)
        ).first()
    return dict(found._mapping) if found else None


def cases(cache: Cache) -> set[str]:
    with cache.read() as connection:
        return set(connection.exec_driver_sql("SELECT app_id FROM case_row").scalars())


def put(cache: Cache, *changes: Change, checker: Checker = no_findings) -> None:
    cache.apply_page(page(*changes), checker)


def test_documents_are_kept_as_the_bytes_that_came(cache: Cache) -> None:
    body = (
        b'{ "app_id" : "A1",  "strange": 1.50, '
        + json.dumps(application_doc("A1"), ensure_ascii=False).encode()[1:]
    )
    put(cache, Change("application", "A1", 3, body))
    assert cache.document("application", "A1") == body
    application = cache.application("A1")
    assert application is not None
    assert application.model_dump()["a_field_of_tomorrow"] == {"kept": True}


def test_a_page_and_its_cursor_stand_together(cache: Cache, tmp_path: Path) -> None:
    put(cache, change(application_doc("A1")))
    assert cache.feed_state().cursor == "c1"
    with cache.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    many = [change(application_doc(f"B{number}")) for number in range(60)]
    with pytest.raises(StoreFull):
        cache.apply_page(page(*many, cursor="c2"), no_findings)
    assert cache.feed_state().cursor == "c1"
    assert cases(cache) == {"A1"}
    cache.close()
    again, notice = Cache.open(tmp_path / "cache.db", KEY)
    assert notice is None
    assert cases(again) == {"A1"}
    again.close()


def test_applying_a_page_again_changes_nothing(cache: Cache) -> None:
    one = page(change(application_doc("A1"), 4), change(application_doc("A2"), 5))
    first = cache.apply_page(one, no_findings)
    before = row(cache, "A1")
    assert cache.apply_page(one, no_findings).changed == first.changed == {"A1", "A2"}
    assert row(cache, "A1") == before
    assert cases(cache) == {"A1", "A2"}


def test_an_older_document_does_not_undo_a_newer_one(cache: Cache) -> None:
    put(cache, change(application_doc("A1", status="SUBMITTED"), 5))
    newer = json.dumps(application_doc("A1", status="PROPOSED", applied_ops=["op-1"])).encode()
    done = cache.apply_current("A1", 6, newer, no_findings)
    assert done.applied_ops == {"op-1": 6}
    put(cache, change(application_doc("A1", status="SUBMITTED"), 5))
    kept = row(cache, "A1")
    assert kept is not None
    assert kept["status"] == "PROPOSED"
    assert cache.apply_current("A1", 5, newer, no_findings).changed == set()


def test_the_row_has_the_counts_of_the_checks(cache: Cache) -> None:
    def checker(application: Application) -> list[Finding]:
        grave = [finding(Severity.BLOCK)] if application.app_id == "A1" else []
        return [*grave, finding(Severity.WARN), finding(Severity.WARN)]

    put(cache, change(application_doc("A1")), change(application_doc("A2")), checker=checker)
    one, two = row(cache, "A1"), row(cache, "A2")
    assert one is not None
    assert two is not None
    assert (one["n_block"], one["n_warn"], one["severities"]) == (1, 2, 0b101)
    assert (two["n_block"], two["n_warn"], two["severities"]) == (0, 2, 0b100)
    assert one["rank"] < two["rank"] < 0  # type: ignore[operator]
    assert cache.recheck(checker) == set()
    assert cache.recheck(no_findings, ["A1"]) == {"A1"}
    again = row(cache, "A1")
    assert again is not None
    assert (again["n_block"], again["rank"]) == (0, 0)


@pytest.mark.expect_log("app.store.cache_feed")
def test_one_strange_document_does_not_keep_the_others_from_arriving(
    cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    def fragile(application: Application) -> list[Finding]:
        if application.app_id == "A2":
            raise ZeroDivisionError
        return []

    strange = Change("application", "A9", 1, b'{"app_id": "A9"}')
    documents = (change(application_doc(f"A{number}")) for number in (1, 2, 3))
    done = cache.apply_page(page(strange, *documents), fragile)
    assert done.unreadable == ["A9"]
    assert cases(cache) == {"A1", "A2", "A3"}
    assert "A2" in caplog.text
    assert cache.application("A9") is None


def test_a_state_of_a_newer_server_can_be_read_only(cache: Cache) -> None:
    put(cache, change(application_doc("A1", status="OF_TOMORROW")))
    kept = row(cache, "A1")
    assert kept is not None
    assert kept["readonly"] == 1


def test_a_tombstone_removes_the_case_but_never_one_with_unsent_work(cache: Cache) -> None:
    put(cache, *(change(application_doc(f"A{number}")) for number in (1, 2, 3)))
    gone = page(tombstone("A1"), tombstone("A2"))
    done = cache.apply_page(gone, no_findings, unsent={"A2"})
    assert (done.removed, done.kept) == ({"A1"}, {"A2"})
    assert cases(cache) == {"A2", "A3"}
    assert cache.application("A2") is not None
    assert cache.application("A1") is None
    assert cache.purge_gone({"A2"}) == set()
    assert cache.purge_gone(frozenset()) == {"A2"}
    assert cases(cache) == {"A3"}


def test_what_a_whole_pull_does_not_list_is_gone_at_its_end(cache: Cache) -> None:
    organisation = Change("organisation", "org-1", 1, b'{"org_id": "org-1", "name": "x"}')
    put(cache, organisation, *(change(application_doc(f"A{number}"), 9) for number in range(4)))
    cache.put_document("me", "me", 1, b"{}")
    first = page(change(application_doc("A0"), 2), cursor="r1", epoch="e2", more=True, reset=True)
    done = cache.apply_page(first, no_findings, unsent={"A3"})
    assert done.reset
    assert done.epoch_changed
    assert cases(cache) == {"A0", "A1", "A2", "A3"}
    last = page(change(application_doc("A1"), 3), cursor="r2", epoch="e2")
    done = cache.apply_page(last, no_findings, unsent={"A3"})
    assert (done.removed, done.kept) == ({"A2"}, {"A3"})
    assert cases(cache) == {"A0", "A1", "A3"}
    assert cache.document("organisation", "org-1") is None
    assert cache.document("me", "me") == b"{}"
    assert cache.feed_state().epoch == "e2"
    cache.apply_page(page(cursor="r3", epoch="e2"), no_findings)
    assert cases(cache) == {"A0", "A1", "A3"}


def test_files_are_counted_as_they_arrive(cache: Cache) -> None:
    files = (("a", 100), ("b", 200), ("a", 100))
    put(cache, change(application_doc("A1", files=files)))
    put(cache, change(application_doc("A2", files=(("b", 200),))))
    kept = row(cache, "A1")
    assert kept is not None
    assert (kept["files"], kept["have_files"], kept["bytes"]) == (3, 0, 300)
    assert cache.estimate(["A1", "A2"]) == Estimate(2, 2, 300)
    assert cache.mark_cached([sha_of("a")], NOW) == {"A1"}
    assert cache.mark_cached([sha_of("b")], NOW) == {"A1", "A2"}
    kept = row(cache, "A1")
    assert kept is not None
    assert (kept["have_files"], kept["have_bytes"]) == (3, 300)
    assert cache.estimate(["A1", "A2"]) == Estimate(0, 0, 0)
    assert cache.mark_missing([sha_of("a")], NOW, "CONTENT_HASH") == {"A1"}
    assert [file.problem for file in cache.files_of("A1")] == ["CONTENT_HASH", None]


def test_a_new_version_keeps_what_is_here_and_what_was_wished(cache: Cache) -> None:
    put(cache, change(application_doc("A1", files=(("a", 100), ("b", 200))), 1))
    cache.want(["A1"], pinned=True)
    cache.mark_cached([sha_of("a"), sha_of("b")], NOW)
    assert cache.wanted() == []
    newer = application_doc("A1", version_no=2, files=(("a", 100), ("c", 300)))
    put(cache, change(newer, 2))
    (missing,) = cache.wanted()
    assert (missing.sha256, missing.app_id, missing.pinned) == (sha_of("c"), "A1", True)


def test_files_are_fetched_in_the_order_asked_for(cache: Cache) -> None:
    for app_id in ("A1", "A2", "A3"):
        put(cache, change(application_doc(app_id, files=((f"{app_id}a", 10), (f"{app_id}b", 10)))))
    cache.want(["A3"])
    cache.want(["A1", "A3"], pinned=True)
    order = [sha_of(text) for text in ("A3a", "A3b", "A1a", "A1b")]
    assert [file.sha256 for file in cache.wanted()] == order
    assert [file.sha256 for file in cache.wanted(1)] == order[:1]
    cache.note_progress(sha_of("A3a"), 7)
    assert cache.wanted()[0].have == 7
    cache.unwant(["A3"])
    assert {file.app_id for file in cache.wanted()} == {"A1"}
    cache.unwant(["A1"], pin_only=True)
    assert [file.pinned for file in cache.wanted()] == [False, False]


def test_files_of_the_version_before_are_kept_and_fetched_but_not_counted(cache: Cache) -> None:
    put(cache, change(application_doc("A1", files=(("old", 10), ("same", 20)))))
    cache.mark_cached([sha_of("old"), sha_of("same")], NOW)
    files = (("new", 30), ("same", 20))
    put(cache, change(application_doc("A1", version_no=2, files=files), 2))
    assert {sha_of("old"), sha_of("same"), sha_of("new")} <= cache.referred_files()
    kept = row(cache, "A1")
    assert kept is not None
    assert (kept["files"], kept["have_files"], kept["have_bytes"]) == (2, 1, 20)
    cache.mark_missing([sha_of("old")], NOW)
    cache.want(["A1"])
    assert [file.sha256 for file in cache.wanted()] == [sha_of("new"), sha_of("old")]


def test_files_of_a_version_that_is_fetched_later_are_noted_too(cache: Cache) -> None:
    put(cache, change(application_doc("A1", version_no=2, files=(("new", 30),))))
    former = application_doc("A1", files=(("old", 10),))["version"]
    cache.put_version("A1", 1, json.dumps(former).encode())
    assert sha_of("old") in cache.referred_files()
    cache.put_version("A1", 1, b"not a version")
    assert [file.sha256 for file in cache.files_of("A1")] == [sha_of("new"), sha_of("old")]


def test_what_may_be_evicted_and_in_which_order(cache: Cache) -> None:
    spans = {"open": "SUBMITTED", "asked": "CLAIMED", "done": "APPROVED_AT", "pinned": "SEALED"}
    for name, status in spans.items():
        put(cache, change(application_doc(name, status=status, files=((name, 10),))))
    put(cache, change(application_doc("unsent", status="RETURNED", files=(("unsent", 10),))))
    put(cache, change(application_doc("left", files=(("left", 10),))))
    put(cache, change(application_doc("done2", status="SEALED", files=(("done2", 10),))))
    names = [*spans, "unsent", "left", "done2"]
    cache.mark_cached([sha_of(name) for name in names], NOW)
    cache.touch([sha_of("done")], NOW + timedelta(minutes=1))
    cache.want(["asked", "done", "done2"])
    cache.want(["pinned"], pinned=True)
    put(cache, tombstone("left"))
    order = [file.sha256 for file in cache.evictable({"unsent"})]
    assert order == [sha_of(name) for name in ("left", "done2", "done", "open")]


def test_the_notes_are_put_right_after_a_crash(cache: Cache) -> None:
    put(cache, change(application_doc("A1", files=(("a", 100), ("b", 200), ("c", 300)))))
    cache.mark_cached([sha_of("a"), sha_of("b")], NOW)
    assert cache.reconcile({sha_of("b"), sha_of("c")}, NOW) == {"A1"}
    assert [file.state for file in cache.files_of("A1")] == [0, 2, 2]
    assert cache.reconcile({sha_of("b"), sha_of("c")}, NOW) == set()


def test_facts_and_versions_are_kept(cache: Cache) -> None:
    page = PageFacts(595.3, 841.9, 827, 1169, ink=0.03, lying=False, red=0.5, coloured=True)
    facts = {
        sha_of("a"): FileFacts(
            "application/pdf", 5, pages=2, decodes=True, looks=(page,), marks=("秘密",), probe=2
        )
    }
    cache.put_file_facts(facts)
    assert cache.file_facts([sha_of("a"), sha_of("b")]) == facts
    version = application_doc("A1")["version"]
    cache.put_version("A1", 1, json.dumps(version).encode())
    kept = cache.version("A1", 1)
    assert kept is not None
    assert kept.person.name == "云知秋"
    assert cache.version("A1", 2) is None


def test_a_file_is_looked_at_again_by_a_newer_probe(cache: Cache) -> None:
    put(cache, change(application_doc("A1", files=(("a", 100), ("b", 200)))))
    cache.mark_cached([sha_of("a"), sha_of("b")], NOW)
    known = FileFacts("image/png", 100, probe=PROBE_VERSION)
    cache.put_file_facts({sha_of("a"): known, sha_of("b"): replace(known, probe=1)})
    assert cache.unprobed(9) == [(sha_of("b"), "A1")]


def test_one_that_does_not_open_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"rubbish" * 5000)
    cache, notice = Cache.open(path, KEY)
    assert notice is not None
    assert notice.code == "CACHE_REBUILT"
    assert cache.feed_state().cursor is None
    cache.close()


def test_the_version_that_a_new_one_replaces_is_kept(cache: Cache) -> None:
    put(cache, change(application_doc("A1", specialty="建筑施工"), 1))
    assert cache.version("A1", 1) is None
    put(cache, change(application_doc("A1", specialty="给水排水", version_no=2), 2))
    kept = cache.version("A1", 1)
    assert kept is not None
    assert kept.declaration.specialty == "建筑施工"
    assert cache.lacking_versions(9) == {}
    refs = [{"version_no": n, "content_sha256": f"hash {n}"} for n in (1, 2)]
    put(cache, change(application_doc("A2", version_no=3, earlier_versions=refs), 3))
    assert cache.lacking_versions(9) == {"A2": {1: "hash 1", 2: "hash 2"}}
    cache.put_version("A2", 2, json.dumps(application_doc("A2")["version"]).encode())
    assert cache.lacking_versions(9) == {"A2": {1: "hash 1"}}
    put(cache, tombstone("A1", 4))
    assert cache.version("A1", 1) is None


def test_one_that_breaks_while_it_is_read_is_made_anew_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    cache = Cache(path, KEY)
    put(cache, *(change(application_doc(f"A{number}")) for number in range(300)))
    cache.close()
    raw = bytearray(path.read_bytes())
    for at in range(len(raw) // 8192 * 4096 + 100, len(raw), 4096):
        raw[at] ^= 1
    path.write_bytes(raw)
    cache, notice = Cache.open(path, KEY)
    assert notice is None  # what is read at the start is whole
    with pytest.raises(StoreCorrupt):
        cache.documents("application")
    cache.close()
    cache, notice = Cache.open(path, KEY)
    assert notice is not None
    assert cache.documents("application") == {}
    cache.close()
    cache, notice = Cache.open(path, KEY)
    assert notice is None
    cache.close()

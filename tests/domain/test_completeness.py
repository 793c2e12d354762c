from __future__ import annotations

from app.domain.completeness import module_completeness
from tests.domain.make import PARTS, attachment, liuzhou, modules, version


def test_a_full_module_is_complete() -> None:
    papers = module_completeness(version(), liuzhou())["papers"]
    assert papers.complete
    assert (papers.filled, papers.required) == (10, 10)  # five fields, five files


def test_what_is_missing_is_named_by_row() -> None:
    (row,) = modules()["papers"]
    told = version(
        modules={"papers": [row | {"fields": row["fields"] | {"title": " "}}]},
        attachments=[attachment(s) for s in PARTS if s != "cover"],
    )
    papers = module_completeness(told, liuzhou())["papers"]
    assert [(m.entry_id, m.code) for m in papers.missing_fields] == [("e-paper", "title")]
    assert [(m.entry_id, m.code) for m in papers.missing_slots] == [("e-paper", "cover")]
    assert (papers.filled, papers.required) == (8, 10)


def test_a_file_of_the_module_counts_for_each_of_its_rows() -> None:
    told = version(attachments=[attachment(s, entry=None) for s in PARTS])
    assert module_completeness(told, liuzhou())["papers"].complete


def test_an_absent_module_counts_only_where_it_is_required() -> None:
    all_of = module_completeness(version(modules={"education": [], "awards": []}), liuzhou())
    assert not all_of["education"].complete
    assert all_of["awards"].complete
    assert not all_of["awards"].applies
    assert not all_of["lz10"].applies

"""Rendering many: the order, the processes and the memory change nothing of the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from server_stub.demo.cache import RenderCache, render_all
from server_stub.demo.recipes import Kind, Recipe
from server_stub.demo.samples import sample_facts

_KINDS: tuple[Kind, ...] = ("journal_cover", "journal_fulltext", "letter", "chsi_form")
_FACTS = sample_facts(1, 9)
_RECIPES = [Recipe(kind, _FACTS[kind], 30 + number) for number, kind in enumerate(_KINDS)]


def test_another_process_makes_the_same_files_in_the_same_order(tmp_path: Path) -> None:
    here = list(render_all(_RECIPES))
    there = list(render_all(_RECIPES[::-1], workers=2, cache=RenderCache(tmp_path / "c")))
    assert here == there[::-1]


def test_a_remembered_file_is_not_drawn_again(tmp_path: Path) -> None:
    cache = RenderCache(tmp_path)
    recipe = _RECIPES[0]
    assert cache.get(recipe) is None
    (first,) = render_all([recipe], cache=cache)
    assert cache.get(recipe) == first
    cache.put(recipe, b"remembered")
    assert list(render_all([recipe], cache=cache)) == [b"remembered"]
    assert list(render_all([replace(recipe, seed=1)], cache=cache)) != [b"remembered"]


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    cache = RenderCache(tmp_path)
    cache.put(_RECIPES[0], b"x")
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert file.suffix == ""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store import tokens

NAMES = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
        st.sampled_from("·•‧ Aaz09-“”（）"),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("云知秋", ["云", "知", "秋"]),
        ("𠮷野", ["𠮷", "野"]),
        ("阿依古丽·买买提", ["阿", "依", "古", "丽", "买", "买", "提"]),
        ("A2026-000123", ["a", "2026", "000123"]),
        ("ＡＢｃ１２", ["abc", "12"]),
        ("（第2标段）", ["第", "2", "标", "段"]),
        ("\ue000名", ["\ue000", "名"]),
        ("\ud842", []),
        ("· — “”", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert tokens.words(text) == words


def test_numbers_are_found_without_their_zeros() -> None:
    assert "123" in tokens.identifiers("A2026-000123").split()


@pytest.mark.parametrize(
    ("name", "sound"),
    [("云知秋", ("yunzhiqiu", "yzq")), ("𠮷野 A", ("ye", "y")), ("Anna", ("", "")), ("", ("", ""))],
)
def test_sound(name: str, sound: tuple[str, str]) -> None:
    assert tokens.sound(name) == sound


def test_names_are_ordered_by_sound() -> None:
    names = ["云知秋", "阿依", "江一苇", "Anna"]
    assert sorted(names, key=tokens.sort_key) == ["Anna", "阿依", "江一苇", "云知秋"]


def found(texts: list[str], query: str) -> bool:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='ascii')")
    connection.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (tokens.indexed(*texts),))
    match = " AND ".join(tokens.phrases(query))
    hits = connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (match,)).fetchall()
    connection.close()
    return bool(hits)


@given(name=NAMES, data=st.data())
def test_any_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    words = tokens.words(name)
    if not words:
        return
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert found([name], " ".join(words[start:end]).replace(" ", "·"))


@given(first=NAMES, second=NAMES)
def test_a_phrase_never_reaches_from_one_text_into_the_next(first: str, second: str) -> None:
    one, two = tokens.words(first), tokens.words(second)
    if not one or not two or one[-1].isascii() or two[0].isascii():
        return
    across = one[-1] + two[0]
    assert found([first, second], across) == (found([first], across) or found([second], across))

"""Every word of the window has English, with the same placeholders."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.i18n import set_language
from app.ui.i18n.catalogue import read_english
from app.ui.widgets import severity_label
from tools.i18n_extract import Word, append, extract, home_of, unused


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_word_can_be_read_from_the_source() -> None:
    assert [f"{w.path}:{w.line}" for w in extract() if w.problem] == []


def test_every_word_has_english() -> None:
    texts = read_english()
    words = (word for word in extract() if not word.problem)
    missing = {f"{home_of(w.path)}: {w.text}" for w in words if not w.has_english(texts)}
    assert missing == set()


def test_both_languages_have_the_same_placeholders() -> None:
    for key, english in read_english().items():
        assert fields(key.rpartition("|")[2]) == fields(english), key


def test_english_has_no_chinese_left() -> None:
    """But for texts that go to the applicant and stay Chinese: their English is the text itself."""
    for key, english in read_english().items():
        if english == key.rpartition("|")[2]:
            continue
        assert not any("\u4e00" <= char <= "\u9fff" for char in english), key


def write(folder: Path, code: str) -> None:
    (folder / "app/ui/pages/queue").mkdir(parents=True)
    (folder / "app/ui/pages/queue/page.py").write_text(code, "utf-8")


def found(folder: Path, code: str) -> list[Word]:
    write(folder, code)
    return list(extract(folder, ("app/ui",)))


def test_the_tool_finds_all_three_forms(tmp_path: Path) -> None:
    code = """
class Page:
    WORDS = {"a": mark("marks", "拦截")}
    def show(self):
        self.tr("签收 {n} 件").format(n=1)
        QCoreApplication.translate("tables", "已选")
        QCoreApplication.translate("marks", self.WORDS["a"])
"""
    told = {(word.context, word.text) for word in found(tmp_path, code)}
    assert told == {("Page", "签收 {n} 件"), ("tables", "已选"), ("marks", "拦截")}


def test_the_tool_names_texts_that_it_cannot_read(tmp_path: Path) -> None:
    words = found(tmp_path, 'class P:\n    def f(self):\n        self.tr(f"签收 {1} 件")\n')
    assert [(word.line, bool(word.problem)) for word in words] == [(3, True)]


def test_append_writes_into_the_file_of_the_page(tmp_path: Path) -> None:
    words = found(tmp_path, 'class P:\n    def f(self):\n        self.tr("签收")\n')
    append(words, tmp_path)
    assert '"签收": ""' in (tmp_path / "ui.queue.en.json").read_text("utf-8")
    assert unused({"签收": "Claim", "旧": "Old"}, words) == ["旧"]


@pytest.fixture
def _chinese_again(qapp: QApplication) -> Iterator[None]:
    yield
    set_language(qapp, "zh_CN")


@pytest.mark.usefixtures("_chinese_again")
def test_the_window_speaks_the_chosen_language(qapp: QApplication) -> None:
    set_language(qapp, "en")
    assert severity_label("BLOCK") == "Block"
    set_language(qapp, "zh_CN")
    assert severity_label("BLOCK") == "拦截"


def test_an_unknown_language_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="fr"):
        set_language(qapp, "fr")  # type: ignore[arg-type]

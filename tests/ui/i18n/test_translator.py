"""Words with a context come first; words without English stay Chinese, never empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from app.ui.i18n.translator import JsonTranslator


class Page(QObject):
    def words(self) -> str:
        return self.tr("退回")


@pytest.fixture
def _english(qapp: QApplication) -> Iterator[None]:
    translator = JsonTranslator({"退回": "Return", "Stepper|退回": "returned", "Page|退回": "Back"})
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("_english")
def test_context_first_then_plain_then_chinese() -> None:
    translate = QCoreApplication.translate
    assert translate("Stepper", "退回") == "returned"
    assert translate("elsewhere", "退回") == "Return"
    assert translate("elsewhere", "没有译文") == "没有译文"


@pytest.mark.usefixtures("_english")
def test_a_class_uses_the_words_of_its_context() -> None:
    assert Page().words() == "Back"


def test_empty_when_there_is_nothing() -> None:
    assert JsonTranslator({}).isEmpty()
    assert not JsonTranslator({"退回": "Return"}).isEmpty()

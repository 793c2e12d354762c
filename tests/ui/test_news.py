from __future__ import annotations

from app.protocol.messages import message
from app.ui.news import first_sentence


def test_a_notice_is_a_sentence_and_the_rest() -> None:
    words = message("CACHE_REBUILT", "zh_CN")
    title, detail = first_sentence(words)
    assert f"{title}。{detail}" == words
    assert "草稿" in detail
    assert first_sentence("Rebuilt. Nothing is lost.") == ("Rebuilt", "Nothing is lost.")


def test_one_sentence_has_no_rest() -> None:
    assert first_sentence("已收到") == ("已收到", "")
    assert first_sentence("Done.") == ("Done.", "")

"""Guards and warnings on a decision: beside the comment, in the bar, and one key for a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.enums import Verb
from app.operations.notes import TOLD
from app.ui.pages.review import ReviewPage
from app.ui.theme import theme
from app.ui.widgets import CommentCard, FindingCard
from tests.operations.office import ops
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.pages.review.test_page import MakeDesk, claimed, open_page, press, type_
from tests.ui.prepared import Prepared

NOT_OWED = "请补充专家鉴定意见，写明鉴定结论和专家姓名。"


@pytest.fixture
def review(prepared: Prepared, desk: MakeDesk) -> tuple[ReviewPage, Desk]:
    place = desk(prepared(claimed))
    return open_page(place, "late"), place


def add(page: ReviewPage, text: str) -> None:
    before = len(page.case.draft.comments) if page.case else 0
    type_(page, text)
    page.add_comment()
    wait_for(lambda: page.case is not None and len(page.case.draft.comments) == before + 1)
    wait_for(lambda: not page.verb_reason(Verb.RETURN))


def choose_return(page: ReviewPage) -> None:
    wait_for(lambda: bool((offer := page.verdict.offer(Verb.RETURN)) and offer.allowed))
    press(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.verdict.verb is Verb.RETURN


def bar_words(page: ReviewPage) -> str:
    return page.bar.consequence.accessibleName()


def test_a_guard_is_told_while_one_types_and_beside_the_comment(
    review: tuple[ReviewPage, Desk],
) -> None:
    page, _ = review
    type_(page, NOT_OWED)
    (note,) = page.sheet.composer.notes()
    assert "不作要求" in note.text
    assert (note.source, note.rule) == ("来源：S2 二5", "R131")
    add(page, "")
    assert page.sheet.composer.notes() == ()
    (card,) = page.sheet.comments.findChildren(CommentCard)
    assert [one.rule for one in card.spec.notes] == ["R131"]
    assert "不作要求" in card.accessibleName()


def test_a_guard_never_bars_and_is_recorded_with_the_decision(
    review: tuple[ReviewPage, Desk],
) -> None:
    page, place = review
    add(page, NOT_OWED)
    choose_return(page)
    wait_for(lambda: "R131" in bar_words(page))
    assert bar_words(page).startswith("约束：")
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: ops(place.ws, "late"))
    (op,) = ops(place.ws, "late")
    told = [(ack.rule, ack.status) for ack in op.operation().decision().findings_ack]
    assert told == [("R131", TOLD)]


def test_a_warning_wants_one_key_more(review: tuple[ReviewPage, Desk]) -> None:
    page, place = review
    add(page, "材料有误，请修改")
    choose_return(page)
    wait_for(lambda: "R151" in bar_words(page))
    assert page.bar.primary.text() == "看过 1 条提醒"
    press(page, Qt.Key.Key_Return)
    assert page.bar.primary.text() == "提请退回 · 1 条意见"
    wait_for(lambda: page.case is not None and len(page.case.draft.acks) == 1)
    assert ops(place.ws, "late") == []
    wait_for(lambda: page.work.all_saved)
    page.bar.primary.setFocus()
    press(page, Qt.Key.Key_Return)
    wait_for(lambda: ops(place.ws, "late"))
    (op,) = ops(place.ws, "late")
    assert [ack.rule for ack in op.operation().decision().findings_ack] == ["R151"]


def test_cards_say_where_the_rule_stands(review: tuple[ReviewPage, Desk]) -> None:
    page, _ = review
    page.go_module("papers")
    (card,) = page.sheet.findings.findChildren(FindingCard)
    assert card.spec.source.startswith("来源：S2 ")


def test_nothing_is_cut_with_a_note_at_any_size(
    qapp: QApplication, review: tuple[ReviewPage, Desk], tmp_path: Path
) -> None:
    page, place = review
    add(page, NOT_OWED)
    type_(page, NOT_OWED)
    choose_return(page)
    wait_for(lambda: "R131" in bar_words(page))
    for mode in ("light", "dark"):
        theme.install(qapp, mode, 100)
        for size in SIZES:
            place.window.resize(*size)
            pause(0.15)
            assert still_clipped(page) == [], (size, mode)
            assert page.bar.consequence.fits(), (size, mode)
        place.window.resize(*SIZES[0])
        pause(0.15)
        place.window.grab().save(str(tmp_path / f"notes-{mode}.png"))

"""No command sits on a key that an input method, another program or another command takes."""

from __future__ import annotations

import pytest

from app.ui.commands import Command, Scope
from app.ui.commands.keys import canonical, find_clashes, forbidden, sequences, shown


@pytest.mark.parametrize(
    "key",
    [
        *("Ctrl+Space", "Shift+Space", "Ctrl+Shift+P", "Alt+Shift+N", "Ctrl+."),
        *("Alt+A", "Ctrl+Alt+A", "Ctrl+Alt+W", "Ctrl+Alt+Z", "Ctrl+Alt+Left"),
        *("Alt+Z", "Alt+R", "F10", "Alt+F4", "Alt+Space", "1", "N", "Shift+N"),
    ],
)
def test_forbidden(key: str) -> None:
    assert forbidden(key)


@pytest.mark.parametrize(
    "key",
    [
        *("F1", "F5", "Shift+F7", "F8", "F12", "Ctrl+K", "Ctrl+Enter", "Ctrl+=", "Ctrl+-"),
        *("Alt+N", "Alt+↓", "Alt+1", "Ctrl+0", "Esc", "Enter", "PgDn", "Ctrl+PgUp", "Alt+→"),
    ],
)
def test_allowed(key: str) -> None:
    assert not forbidden(key)


def test_bare_digits_only_where_nothing_is_typed() -> None:
    assert forbidden("1")
    assert not forbidden("1", bare_keys=True)


def test_enter_means_both_enter_keys() -> None:
    names = {sequence.toString() for sequence in sequences("Ctrl+Enter")}
    assert names == {"Ctrl+Return", "Ctrl+Enter"}


@pytest.mark.parametrize(
    ("key", "face"),
    [("Alt+Down", "Alt+↓"), ("PgDown", "PgDn"), ("Ctrl+Enter", "Ctrl+Enter"), ("F8", "F8")],
)
def test_shown(key: str, face: str) -> None:
    assert shown(key) == face
    assert canonical(face) == canonical(key)


def test_unknown_key_is_refused() -> None:
    with pytest.raises(ValueError, match="Hyper"):
        sequences("Hyper+Q")


def command(
    identifier: str, scope: Scope, place: str, *keys: str
) -> tuple[Command, tuple[str, ...]]:
    made = Command(id=identifier, label=identifier, run=lambda: None, scope=scope, place=place)
    return made, keys


def test_sibling_panes_share_a_key() -> None:
    assert not find_clashes(
        [
            command("a", Scope.PANE, "review.composer", "Ctrl+Enter"),
            command("b", Scope.PANE, "review.fields", "Ctrl+Enter"),
            command("c", Scope.PAGE, "queue", "Ctrl+Enter"),
        ]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", Scope.PAGE, "review", "F8"), ("b", Scope.PANE, "review.fields", "F8")),
        (("a", Scope.GLOBAL, "", "Ctrl+K"), ("b", Scope.PANE, "queue.table", "Ctrl+K")),
        (("a", Scope.PAGE, "review", "F8"), ("b", Scope.PAGE, "review", "F8")),
        (("a", Scope.PAGE, "review", "Alt+↓"), ("b", Scope.PAGE, "review", "Alt+Down")),
    ],
)
def test_clash(one: tuple[str, Scope, str, str], other: tuple[str, Scope, str, str]) -> None:
    clashes = find_clashes([command(*one), command(*other)])
    assert [clash.ids for clash in clashes] == [("a", "b")]


def test_a_page_named_like_the_start_of_another_is_no_parent() -> None:
    assert not find_clashes(
        [command("a", Scope.PAGE, "seal", "F8"), command("b", Scope.PAGE, "sealing.x", "F8")]
    )

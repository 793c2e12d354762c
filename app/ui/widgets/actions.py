"""What one can do on a card, a banner or an empty pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.ui.widgets.button import Button, ButtonKind, ButtonSize


@dataclass(frozen=True)
class CardAction:
    """One verb. ``blocked`` is the reason when it cannot be used."""

    id: str
    label: str
    key: str = ""
    icon: str = ""
    kind: ButtonKind = "default"
    blocked: str = ""


def action_button(
    action: CardAction, chosen: Callable[[str], None], size: ButtonSize = "normal"
) -> Button:
    """A button that calls ``chosen`` with the action's id."""
    button = Button(action.label, action.kind, size, icon=action.icon, key=action.key)
    button.set_blocked(action.blocked)
    button.clicked.connect(lambda: chosen(action.id))
    return button


def action_buttons(
    actions: Sequence[CardAction], chosen: Callable[[str], None], size: ButtonSize = "normal"
) -> list[Button]:
    """One button for each action, in order."""
    return [action_button(action, chosen, size) for action in actions]

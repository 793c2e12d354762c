"""Why an officer's action is not possible, as codes with parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.workflow import Refusal


class OperationRefused(Exception):  # noqa: N818 - it is an answer, not a defect
    """The action was not done; nothing was written.

    Attributes:
        code: a key of the message catalogue.
        params: what fills its words.
        rule_ids: the rules that stand in the way, gravest first.
    """

    def __init__(self, code: str, *, rule_ids: Sequence[str] = (), **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
        self.rule_ids = tuple(rule_ids)

    @classmethod
    def because(cls, refusal: Refusal) -> OperationRefused:
        """The refusal of a guard."""
        return cls(refusal.code, **refusal.params)

"""The kinds of application a region takes (domain §4.1)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.domain.enums import Verb
from app.domain.profile.parts import Part, Text
from app.domain.profile.routing import Routing
from app.domain.profile.verbs import VerbSpec


class TypeSpec(Part):
    """One kind of application here.

    ``modules`` are the codes of the modules it asks for, all of them where None. ``ends`` says
    what follows the last stage: a committee's evaluation (T26 to T30), or the grant itself.
    ``one_series``: R004 counts it. ``publicity_before_submit``: the original certificate must be
    declared void first (S1 3.4, T05); ``first_modules`` are then its item 1. ``verbs`` word a verb
    in another way than the pack does for all kinds.
    """

    label: Text
    routing: Routing
    modules: list[str] | None = None
    ends: Literal["EVALUATION", "GRANT"]
    one_series: bool = True
    publicity_before_submit: bool = False
    first_modules: list[str] = Field(default_factory=list)
    verbs: dict[Verb, VerbSpec] = Field(default_factory=dict)

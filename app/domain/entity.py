"""What all entities of the domain have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Entity(BaseModel):
    """Base of all entities: immutable, tolerant of fields from a newer server.

    What does not fit is not shown in the error: errors reach logs, and these are personal data.
    """

    model_config = ConfigDict(
        extra="allow", frozen=True, defer_build=True, hide_input_in_errors=True
    )

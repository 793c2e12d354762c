"""The decision verbs as a region words them (domain §0.1 item 2)."""

from __future__ import annotations

from app.domain.profile.parts import Part, Text


class VerbSpec(Part):
    """A verb as this region words it.

    ``consequence`` takes {deadline}, {left}, {next} and {approval}: phrases that bring their own
    spaces and brackets and are empty where there is nothing to say. At the last stage of a route
    ``consequence_last`` takes its place, where nothing follows that {next} could name.
    """

    label: Text
    proposal_label: Text
    consequence: Text
    consequence_short: Text
    needs_approver: bool
    terminal: bool = False
    batch: bool = False
    consequence_last: Text | None = None
    consequence_last_short: Text | None = None


class ReasonCategory(Part):
    """A ground for NOT_PASSED (domain §2.3 N6)."""

    code: str
    label: Text

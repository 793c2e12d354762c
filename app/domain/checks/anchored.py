"""Answers to questions that only eyes can decide: anchors of the office that has the case.

A rule that asks an officer to look asks no more where the office held the field against the scan
and found it the same (domain §4.13 "anchor required", F9). What another office saw is shown to the
officer, and taken over with two keys; it does not answer for this one.
"""

from __future__ import annotations

from app.domain.anchored import Hold, Holding
from app.domain.anchors import AnchorVerdict, FieldPath
from app.domain.checks.engine import Subject


def matched(at: Subject, *paths: FieldPath, file: str | None = None) -> bool:
    """Whether one of these fields was found the same, and none of them otherwise.

    :param file: the sha256 of the only file that counts; None for any file of the version.
    """
    wanted = {str(path) for path in paths}
    about = [one for one in at.own_anchors if one.field_path in wanted]
    having = Holding(at.version) if about else None
    seen = {
        anchor.verdict
        for anchor in about
        if file in (None, anchor.att_sha256)
        and having is not None
        and having.hold(anchor) is Hold.HOLDS
    }
    return seen == {AnchorVerdict.MATCH}

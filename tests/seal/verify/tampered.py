"""The tamper table: what was done to a sealed form, our verdict, what poppler's ``pdfsig`` says.

``python -m tests.seal.verify.tampered`` prints it as it stands in ``docs/seals.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.seal.place import RectPlace
from app.seal.verify.verdict import Verdict
from tests.seal import pki
from tests.seal.independent import Seen
from tests.seal.verify import sealed as desk

GOOD = (Verdict.AWAITING_TIMESTAMP, "NO_TIMESTAMP")


@dataclass(frozen=True)
class Row:
    """``seals`` are our verdicts with their reasons, in order; ``pdfsig`` is :func:`in_short`."""

    make: Callable[[], bytes]
    seals: tuple[tuple[Verdict, str], ...]
    pdfsig: str


def in_short(seen: list[Seen]) -> str:
    """What pdfsig says of each signature: is it valid, and does it cover the whole file."""
    if not seen:
        return "no signature"
    return "; ".join(f"{one.said}, {'whole' if one.whole else 'part'} of the file" for one in seen)


def _done(hand: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    return lambda: hand(desk.sealed())


def _field_edited() -> bytes:
    return desk.field_edited(desk.signed_elsewhere(desk.with_text_field(desk.unsealed())))


def _strangers_seal() -> bytes:
    key = pki.seal_key(subject="陌生人", organisation="某单位")
    place = RectPlace(0, (30, 200, 42, 42))
    return desk.put_seal(desk.sealed(), desk.bound(seal_id="seal-x"), place, issued=key)


def _added(reason: str) -> tuple[tuple[Verdict, str], ...]:
    return ((Verdict.ADDED_AFTER, reason),)


_PART = "valid, part of the file"
TAMPERED: dict[str, Row] = {
    "nothing": Row(desk.sealed, (GOOD,), "valid, whole of the file"),
    "a byte of the page flipped": Row(
        _done(desk.flip), ((Verdict.CHANGED, "BYTES"),), "digest mismatch, whole of the file"
    ),
    "truncated": Row(_done(desk.cut), ((Verdict.UNREADABLE, "DAMAGED"),), "no signature"),
    "page swapped": Row(_done(desk.page_swapped), _added("CONTENT"), _PART),
    "text appended in a later revision": Row(_done(desk.text_appended), _added("CONTENT"), _PART),
    "form field edited": Row(_field_edited, _added("CONTENT"), _PART),
    "metadata changed": Row(_done(desk.title_changed), _added("METADATA"), _PART),
    "seal image moved": Row(_done(desk.seal_moved), _added("CONTENT"), _PART),
    "signature of another file pasted in": Row(
        _done(desk.pasted),
        ((Verdict.PASTED_FROM_ELSEWHERE, "OTHER_DOCUMENT"),),
        "not verified, part of the file",
    ),
    "seal added by a stranger": Row(
        _strangers_seal,
        (GOOD, (Verdict.NOT_TRUSTED, "NOT_REGISTERED")),
        f"{_PART}; valid, whole of the file",
    ),
    "bytes behind the end": Row(_done(desk.trailing), _added("TRAILING"), _PART),
    "signature taken out, picture kept": Row(
        _done(desk.picture_kept), ((Verdict.PICTURE_ONLY, "PICTURE_OF"),), "no signature"
    ),
}


def printed() -> str:
    """The table in Markdown."""
    lines = ["| done to the file | ours | `pdfsig -nocert` |", "|---|---|---|"]
    for done, row in TAMPERED.items():
        ours = "; ".join(f"`{verdict}` ({reason})" for verdict, reason in row.seals)
        lines.append(f"| {done} | {ours} | {row.pdfsig} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(printed())  # noqa: T201

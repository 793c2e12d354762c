"""What has to be done to one version to get another, completely: nothing else tells them apart.

Rows of a module and files are matched by their stable ids, so that a row that moved is moved and
not replaced. :mod:`app.domain.diff` says the same in an officer's terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.domain.model import ApplicationVersion

Place = tuple[str, ...]
"""Keys and ids from the top of the document."""

_IDS: Final = {"entries": "entry_id", "attachments": "att_id"}
"""The lists whose members have ids."""


class _Absent:
    """What stands where nothing stands; null is something."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(frozen=True)
class Change:
    """At ``place`` stands ``new`` instead of ``old``; either may be :data:`ABSENT`."""

    place: Place
    old: Any
    new: Any


@dataclass(frozen=True)
class Order:
    """The list at ``place`` has its members in the order of these ids."""

    place: Place
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Patch:
    """All changes of one version against another."""

    changes: tuple[Change, ...] = ()
    orders: tuple[Order, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.orders)


def patch_of(old: ApplicationVersion, new: ApplicationVersion) -> Patch:
    """The changes that make ``new`` of ``old``; none where the documents are the same."""
    found = list(_between(old.model_dump(mode="json"), new.model_dump(mode="json"), ()))
    return Patch(
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, Order)),
    )


def apply_patch(old: ApplicationVersion, patch: Patch) -> ApplicationVersion:
    """The version that ``patch`` was made for.

    :raises ValueError: where ``old`` is not the version that it was made from.
    """
    document = old.model_dump(mode="json")
    for change in patch.changes:
        _put(document, change)
    for order in patch.orders:
        _sort(document, order)
    return ApplicationVersion.model_validate(document)


def same_value(old: Any, new: Any) -> bool:
    """Whether two JSON values are the same; true is not 1, though Python thinks so."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same_value(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same_value, old, new))
    return bool(old == new)


def _between(old: Any, new: Any, place: Place) -> Iterator[Change | Order]:
    before, after = _members(old, place), _members(new, place)
    if before is None or after is None or type(old) is not type(new):
        if not same_value(old, new):
            yield Change(place, old, new)
        return
    for key in dict.fromkeys([*before, *after]):
        here = (*place, key)
        if key in before and key in after:
            yield from _between(before[key], after[key], here)
        else:
            yield Change(here, before.get(key, ABSENT), after.get(key, ABSENT))
    if isinstance(old, list):
        came = [key for key in after if key not in before]
        naturally = [*(key for key in before if key in after), *came]
        if naturally != list(after):
            yield Order(place, tuple(naturally), tuple(after))


def _members(value: Any, place: Place) -> dict[str, Any] | None:
    """The members of an object, or of a list whose members have ids; None for a plain value."""
    if isinstance(value, dict):
        return value
    name = _IDS.get(place[-1]) if place else None
    if name is None or not isinstance(value, list):
        return None
    known: dict[str, Any] = {}
    for member in value:
        key = member.get(name) if isinstance(member, dict) else None
        if not isinstance(key, str) or key in known:
            return None
        known[key] = member
    return known


def _put(document: Any, change: Change) -> None:
    parent = _find(document, change.place[:-1])
    key = change.place[-1]
    known = _members(parent, change.place[:-1])
    if known is None or not _is_there(known, key, change.old):
        raise ValueError(f"{'.'.join(change.place)} is not what it was changed from")
    if isinstance(parent, dict):
        if change.new is ABSENT:
            del parent[key]
        else:
            parent[key] = change.new
        return
    parent[:] = [one for name, one in known.items() if name != key or change.new is not ABSENT]
    if change.old is ABSENT:
        parent.append(change.new)


def _is_there(known: dict[str, Any], key: str, wanted: Any) -> bool:
    if wanted is ABSENT or key not in known:
        return wanted is ABSENT and key not in known
    return same_value(known[key], wanted)


def _sort(document: Any, order: Order) -> None:
    parent = _find(document, order.place)
    known = _members(parent, order.place) or {}
    if tuple(known) != order.old:
        raise ValueError(f"{'.'.join(order.place)} has not the members it was sorted from")
    by_id: Callable[[str], Any] = known.__getitem__
    parent[:] = [by_id(key) for key in order.new]


def _find(document: Any, place: Place) -> Any:
    for depth, key in enumerate(place):
        known = _members(document, place[:depth])
        if known is None or key not in known:
            raise ValueError(f"there is no {'.'.join(place)}")
        document = known[key]
    return document

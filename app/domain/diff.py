"""What changed between two versions, module by module (domain §0.1 item 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.form import FormEntry, form_entries
from app.domain.model import ApplicationVersion, Attachment
from app.domain.patch import Patch, apply_patch, patch_of, same_value


@dataclass(frozen=True)
class FieldChange:
    """A value that differs; ``old`` or ``new`` is None where the field was absent."""

    entry_id: str | None
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Replacement:
    """A file that took another's place in the same slot of the same entry."""

    old: Attachment
    new: Attachment

    @property
    def pages_differ(self) -> bool:
        """Whether the files have another number of pages, as far as both are known."""
        return None not in (self.old.pages, self.new.pages) and self.old.pages != self.new.pages


@dataclass(frozen=True)
class ModuleDiff:
    """The differences of one module; entries are named by their stable ids."""

    entries_added: tuple[str, ...] = ()
    entries_removed: tuple[str, ...] = ()
    entries_changed: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    attachments_added: tuple[Attachment, ...] = ()
    attachments_removed: tuple[Attachment, ...] = ()
    attachments_replaced: tuple[Replacement, ...] = ()
    reordered: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return self != ModuleDiff()


@dataclass(frozen=True)
class VersionDiff:
    """All modules that stand in either version.

    ``patch`` is the whole difference, with what no form shows (file names, where a value came
    from): with it :func:`apply_diff` makes the new version of the old one.
    """

    modules: Mapping[str, ModuleDiff] = field(default_factory=dict)
    patch: Patch = field(default_factory=Patch)

    @property
    def changed(self) -> list[str]:
        """The codes of the modules that differ."""
        return [code for code, diff in self.modules.items() if diff.changed]


def diff_versions(old: ApplicationVersion, new: ApplicationVersion) -> VersionDiff:
    """Compare two versions of an application."""
    files = [att.module_code for version in (old, new) for att in version.attachments]
    codes = ["setup", "personal", *old.modules, *new.modules, *files]
    modules = {code: _module(old, new, code) for code in dict.fromkeys(codes)}
    return VersionDiff(modules, patch_of(old, new))


def apply_diff(old: ApplicationVersion, diff: VersionDiff) -> ApplicationVersion:
    """The version that ``diff`` leads to.

    :raises ValueError: where ``old`` is not the version it was made from.
    """
    return apply_patch(old, diff.patch)


def same_module(old: ApplicationVersion, new: ApplicationVersion, code: str) -> bool:
    """Whether a module is the same in both: every value, every file, the order of its entries."""
    return not _module(old, new, code).changed


def _module(old: ApplicationVersion, new: ApplicationVersion, code: str) -> ModuleDiff:
    before = {row.entry_id or "": row for row in form_entries(old, code)}
    after = {row.entry_id or "": row for row in form_entries(new, code)}
    both = [entry_id for entry_id in before if entry_id in after]
    changes = [change for entry_id in both for change in _fields(before[entry_id], after[entry_id])]
    added, removed, replaced = _files(old.attachments_of(code), new.attachments_of(code))
    touched = {change.entry_id or "" for change in changes}
    touched |= {att.entry_id or "" for att in (*added, *removed)}
    touched |= {pair.new.entry_id or "" for pair in replaced}
    return ModuleDiff(
        entries_added=tuple(entry_id for entry_id in after if entry_id not in before),
        entries_removed=tuple(entry_id for entry_id in before if entry_id not in after),
        entries_changed=tuple(entry_id for entry_id in both if entry_id in touched),
        fields=tuple(changes),
        attachments_added=added,
        attachments_removed=removed,
        attachments_replaced=replaced,
        reordered=both != [entry_id for entry_id in after if entry_id in before],
    )


def _fields(old: FormEntry, new: FormEntry) -> list[FieldChange]:
    codes = dict.fromkeys([*old.values, *new.values])
    return [
        FieldChange(new.entry_id, code, old.values.get(code), new.values.get(code))
        for code in codes
        if not same_value(old.values.get(code), new.values.get(code))
    ]


_Files = tuple[tuple[Attachment, ...], tuple[Attachment, ...], tuple[Replacement, ...]]


def _files(old: list[Attachment], new: list[Attachment]) -> _Files:
    """Added, removed and replaced; a file is the same when bytes, slot and entry are.

    Of several files in a slot, one of as many pages is taken for the one that was replaced.
    """

    def key(att: Attachment) -> tuple[str, str, str]:
        return (att.entry_id or "", att.slot, att.sha256)

    before, after = {key(att) for att in old}, {key(att) for att in new}
    gone = [att for att in old if key(att) not in after]
    came = [att for att in new if key(att) not in before]
    replaced: list[Replacement] = []
    for att in list(came):
        rivals = [g for g in gone if (g.entry_id, g.slot) == (att.entry_id, att.slot)]
        match = next((g for g in rivals if g.pages == att.pages), rivals[0] if rivals else None)
        if match is not None:
            replaced.append(Replacement(match, att))
            gone.remove(match)
            came.remove(att)
    return tuple(came), tuple(gone), tuple(replaced)

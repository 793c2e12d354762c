"""Where the officer is within a case: module, entry, finding, attachment.

One selection, lit in three places (style guide §1.2): everything on screen follows this value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.carry_over import CARRIED
from app.domain.finding import Finding
from app.domain.form import FormEntry, form_entries
from app.domain.model import Attachment, ModuleComment
from app.domain.profile import ModuleSpec, SlotSpec
from app.store.readmodels import CaseView


@dataclass(frozen=True)
class Place:
    """The selection. Empty strings stand for none."""

    module: str = ""
    entry: str = ""
    finding: str = ""
    field: str = ""
    attachment: str = ""


def first_place(case: CaseView) -> Place:
    """Where a case opens: at the words that were begun, else at its first open finding, else at its
    first module with data."""
    for module in case.profile.modules:
        begun = case.draft.composers.get(module.code)
        if begun is not None and (begun.text or begun.editing):
            entry = begun.entry_id
            return at_entry(case, module.code, entry) if entry else at_module(case, module.code)
    for finding in open_findings(case):
        return at_finding(case, finding)
    for module in case.profile.modules:
        if not module.placeholder and module_has_data(case, module.code):
            return at_module(case, module.code)
    return at_module(case, case.profile.modules[0].code)


def at_module(case: CaseView, code: str) -> Place:
    """The start of a module."""
    entries = entry_ids(case, code)
    entry = entries[0] if entries else ""
    return with_first_attachment(case, Place(module=code, entry=entry))


def at_entry(case: CaseView, module: str, entry: str) -> Place:
    """One entry of a module."""
    return with_first_attachment(case, Place(module=module, entry=entry))


def at_finding(case: CaseView, finding: Finding) -> Place:
    """The field, entry and file that a finding concerns."""
    entries = entry_ids(case, finding.module_code)
    entry = finding.entry_id or (entries[0] if entries else "")
    place = Place(finding.module_code, entry, finding.finding_id, finding.field or "")
    files = files_at(case, place)
    in_slot = next((one for one in files if one.slot == finding.slot), None)
    chosen = in_slot or (files[0] if files else None)
    return replace(place, attachment=chosen.att_id if chosen else "")


def with_first_attachment(case: CaseView, place: Place) -> Place:
    """The same place with its first file."""
    files = files_at(case, place)
    return replace(place, attachment=files[0].att_id if files else "")


def files_at(case: CaseView, place: Place) -> list[Attachment]:
    """The files of the entry on screen, in the order of the profile's slots."""
    files = [
        att
        for att in case.version.attachments_of(place.module)
        if att.entry_id in (None, "", place.entry)
    ]
    module = case.profile.module(place.module)
    order = {slot.code: number for number, slot in enumerate(module.slots)} if module else {}
    return sorted(files, key=lambda att: order.get(att.slot, len(order)))


def slots_at(case: CaseView, place: Place) -> list[tuple[SlotSpec, list[Attachment]]]:
    """The slots of the module with the files in each; slots nobody needs are left out."""
    module = case.profile.module(place.module)
    if module is None:
        return []
    files = files_at(case, place)
    rows = [(slot, [att for att in files if att.slot == slot.code]) for slot in module.slots]
    return [(slot, found) for slot, found in rows if found or slot_missing(case, place, slot)]


def slot_missing(case: CaseView, place: Place, slot: SlotSpec) -> bool:
    """Whether a finding says that this slot should hold a file and does not."""
    if any(att.slot == slot.code for att in files_at(case, place)):
        return False
    complete = case.completeness.get(place.module)
    missing = complete.missing_slots if complete else ()
    return any(one.code == slot.code and (one.entry_id or "") == place.entry for one in missing)


def entry_ids(case: CaseView, module: str) -> list[str]:
    """The rows of a module in the applicant's order; the one row without an id is ``""``."""
    return [row.entry_id or "" for row in form_entries(case.version, module)]


def entry_at(case: CaseView, place: Place) -> FormEntry | None:
    """The row on screen."""
    rows = form_entries(case.version, place.module)
    return next((row for row in rows if (row.entry_id or "") == place.entry), None)


def module_has_data(case: CaseView, code: str) -> bool:
    """Whether the applicant filled anything in."""
    return bool(form_entries(case.version, code) or case.version.attachments_of(code))


def comment_of(case: CaseView, finding: Finding) -> ModuleComment | None:
    """The comment of the draft that a finding became, if it did."""
    place = (finding.rule_id, finding.module_code, finding.entry_id or "", finding.field or "")
    for comment in case.draft.comments:
        source = (comment.from_rule, comment.module, comment.entry_id or "", comment.field or "")
        if source == place:
            return comment
    return None


def settled_findings(case: CaseView) -> dict[str, str]:
    """Finding id → how it was settled: ``comment``, ``verified``, ``carried`` or ``override``."""
    settled = {
        ack.finding_id: "carried" if ack.status == CARRIED else "verified"
        for ack in case.draft.acks
    }
    settled.update({one.finding_id: "override" for one in case.draft.overrides})
    for finding in case.findings:
        if comment_of(case, finding) is not None:
            settled[finding.finding_id] = "comment"
    return settled


def open_findings(case: CaseView) -> list[Finding]:
    """Findings that wait for the officer, in the order of the modules."""
    settled = settled_findings(case)
    order = {module.code: number for number, module in enumerate(case.profile.modules)}
    waiting = [one for one in case.findings if one.finding_id not in settled]
    return sorted(waiting, key=lambda one: order.get(one.module_code, len(order)))


def neighbour_module(case: CaseView, code: str, step: int) -> str | None:
    """The module before or after ``code`` that has something to read."""
    codes = [one.code for one in case.profile.modules if readable(case, one)]
    if code not in codes:
        return codes[0] if codes else None
    index = codes.index(code) + step
    return codes[index] if 0 <= index < len(codes) else None


def readable(case: CaseView, module: ModuleSpec) -> bool:
    """Whether a module is more than an empty placeholder."""
    return not module.placeholder or module_has_data(case, module.code)

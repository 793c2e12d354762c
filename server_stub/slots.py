"""Whether a file may go into a slot (domain §4.4, P8)."""

from __future__ import annotations

from pathlib import PurePosixPath

from app.domain.checks.facts import format_of
from app.domain.model import ApplicationVersion, Attachment
from app.domain.profile import Profile, SlotSpec

_EXTENSIONS = {"pdf": {".pdf"}, "jpg": {".jpg", ".jpeg"}, "png": {".png"}}


def slot_of(profile: Profile, attachment: Attachment) -> SlotSpec | None:
    """The slot an attachment names; None where the profile has no such module or slot."""
    module = profile.module(attachment.module_code)
    return module.slot(attachment.slot) if module else None


def broken_rules(
    spec: SlotSpec, attachment: Attachment, magic: str, draft: ApplicationVersion
) -> list[str]:
    """The rules of domain §4.13 I that a file breaks in its slot.

    R105: its bytes are not what its name and type say. R103 or R104: a format the slot does not
    take. R106: too large, or one too many for the slot of its entry.

    :param magic: the MIME type its first bytes announce.
    """
    rules: list[str] = []
    form = format_of(magic)
    extension = PurePosixPath(attachment.filename).suffix.lower()
    if form != format_of(attachment.mime) or extension not in _EXTENSIONS.get(form, set()):
        rules.append("R105")
    if form not in spec.formats:
        rules.append("R103" if spec.formats == ["jpg"] else "R104")
    beside = [
        other
        for other in draft.attachments_of(attachment.module_code, attachment.entry_id)
        if other.slot == attachment.slot and other.att_id != attachment.att_id
    ]
    too_many = spec.max_count is not None and len(beside) >= spec.max_count
    if attachment.bytes > spec.max_bytes or too_many:
        rules.append("R106")
    return rules

"""Whether a file may go into a slot (domain §4.4, P8)."""

from __future__ import annotations

from pathlib import PurePosixPath

from app.domain.checks.facts import format_of
from app.domain.model import ApplicationVersion, Attachment
from app.domain.profile import Profile, SlotSpec

_FORMAT_RULES = (("R076", "papers"), ("R103", ""), ("R104", ""))
_SIZE_RULES = (("R076", "papers"),)
"""Rules with the module that they speak of; empty for all modules."""
_EXTENSIONS = {"pdf": {".pdf"}, "jpg": {".jpg", ".jpeg"}, "png": {".png"}}


def slot_of(profile: Profile, attachment: Attachment) -> SlotSpec | None:
    """The slot an attachment names; None where the profile has no such module or slot."""
    module = profile.module(attachment.module_code)
    return module.slot(attachment.slot) if module else None


def broken_rules(
    profile: Profile,
    spec: SlotSpec,
    attachment: Attachment,
    magic: str,
    draft: ApplicationVersion,
) -> list[str]:
    """The rules of domain §4.13 that a file breaks in its slot.

    R105: its bytes are not what its name and type say. Of formats that the slot does not take
    speaks the region's own rule (R103, R104, for papers R076), else R105; of files that are too
    large R076 for papers, else R106, as of one too many for its entry.

    :param magic: the MIME type its first bytes announce.
    """
    rules: list[str] = []
    form = format_of(magic)
    extension = PurePosixPath(attachment.filename).suffix.lower()
    if form != format_of(attachment.mime) or extension not in _EXTENSIONS.get(form, set()):
        rules.append("R105")
    if form not in spec.formats:
        rules.append(_in_force(profile, attachment, _FORMAT_RULES) or "R105")
    beside = [
        other
        for other in draft.attachments_of(attachment.module_code, attachment.entry_id)
        if other.slot == attachment.slot and other.att_id != attachment.att_id
    ]
    if attachment.bytes > spec.max_bytes:
        rules.append(_in_force(profile, attachment, _SIZE_RULES) or "R106")
    if spec.max_count is not None and len(beside) >= spec.max_count:
        rules.append("R106")
    return list(dict.fromkeys(rules))


def _in_force(
    profile: Profile, attachment: Attachment, rules: tuple[tuple[str, str], ...]
) -> str | None:
    """The first of the rules that the region has for the attachment's module."""
    return next(
        (
            rule
            for rule, module in rules
            if module in ("", attachment.module_code) and profile.rule_params(rule) is not None
        ),
        None,
    )

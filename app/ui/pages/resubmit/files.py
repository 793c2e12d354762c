"""Which files of two versions stand beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.domain.model import Attachment
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.resubmit.words import version_words


class FileFate(StrEnum):
    """What became of a file."""

    REPLACED = "REPLACED"
    ADDED = "ADDED"
    REMOVED = "REMOVED"
    SAME = "SAME"
    CHOSEN = "CHOSEN"
    """Two files an officer put beside each other."""


@dataclass(frozen=True)
class FilePair:
    """A file of the version before and one of the present one; ``label`` names their slot."""

    label: str
    fate: FileFate
    old: Attachment | None
    new: Attachment | None

    @property
    def key(self) -> str:
        """Names the pair among those of its module."""
        return "|".join(one.att_id if one else "" for one in (self.old, self.new))

    def has(self, att_id: str) -> bool:
        """Whether a file of the present version is in it, or one of the old where there is none."""
        return att_id == (self.new or self.old).att_id  # type: ignore[union-attr] # one is there


def file_pairs(case: CaseView, module: str) -> list[FilePair]:
    """The files of a module: what changed first, in the order of the form."""
    diff = case.diff.modules.get(module) if case.diff else None
    if diff is None or case.previous is None:
        return []
    found = [(FileFate.REPLACED, pair.old, pair.new) for pair in diff.attachments_replaced]
    changed: list[tuple[FileFate, Attachment | None, Attachment | None]] = [*found]
    changed += [(FileFate.ADDED, None, att) for att in diff.attachments_added]
    changed += [(FileFate.REMOVED, att, None) for att in diff.attachments_removed]
    touched = {att.att_id for _, _, att in changed if att is not None}
    former = {(att.sha256, att.slot, att.entry_id): att
              for att in case.previous.attachments_of(module)}  # fmt: skip
    for att in case.version.attachments_of(module):
        if att.att_id not in touched:
            same = former.get((att.sha256, att.slot, att.entry_id))
            changed.append((FileFate.SAME, same, att))
    return [FilePair(_slot(case, module, old, new), fate, old, new) for fate, old, new in changed]


@dataclass(frozen=True)
class FileChoice:
    """Two files that an officer may put beside each other, with the words of the choice."""

    words: str
    remark: str
    pair: FilePair
    badges: tuple[str, str]


def file_choices(case: CaseView, att_id: str) -> list[FileChoice]:
    """Every other attachment of the present version and the one before, beside ``att_id``."""
    translate = QCoreApplication.translate
    here = case.attachments.get(att_id)
    if here is None:
        return []
    found = []
    for version in (case.version, case.previous):
        for att in version.attachments if version is not None else ():
            if version is case.version and att.att_id == att_id:
                continue
            name = _slot(case, att.module_code, att, None)
            badge = version_words(version.version_no) if version is not None else ""
            words = translate("palette", "对比：{name}（{version}）")
            title = f"{name} · {_slot(case, here.attachment.module_code, here.attachment, None)}"
            pair = FilePair(title, FileFate.CHOSEN, att, here.attachment)
            badges = (badge, version_words(case.application.current_version))
            found.append(
                FileChoice(words.format(name=name, version=badge), att.filename, pair, badges)
            )
    return found


def _slot(case: CaseView, code: str, old: Attachment | None, new: Attachment | None) -> str:
    att = new or old
    module = case.profile.module(code)
    slot = module.slot(att.slot) if module is not None and att is not None else None
    return slot.label.in_(language()) if slot is not None else att.filename if att else ""

"""What may follow a signed revision: further seals, each in a revision that itself is signed.

pyHanko's own policy also lets pass an edited form field and a changed title (probes/seal, traps 1
and 2), and a signature field that draws what it likes and holds a time stamp, or something unknown,
by whomsoever; none of it may happen to a sealed document.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any, Final

from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldMDPRule,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)

logging.getLogger("pyhanko.sign").setLevel(logging.CRITICAL)  # what it warns of, verdicts tell
_OF_THE_WRITER: Final = frozenset({"/ModDate", "/Producer"})
_DATES: Final = re.compile(
    rb"<(xmp:ModifyDate|xmp:MetadataDate|pdf:Producer)>.*?</\1>"
    rb"|(xmp:ModifyDate|xmp:MetadataDate|pdf:Producer)=\"[^\"]*\"",
    re.DOTALL,
)


class _SameInfo(DocInfoRule):
    """The information dictionary stays as it was but for who wrote the file last, and when."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """See :class:`pyhanko.sign.diff_analysis.WhitelistRule`."""
        if _info(old) != _info(new):
            raise SuspiciousModification("the metadata changed")
        yield from super().apply(old, new)


class _SameXmp(MetadataUpdateRule):
    """The XMP metadata say the same but for dates."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """See :class:`pyhanko.sign.diff_analysis.WhitelistRule`."""
        if _xmp(old) != _xmp(new):
            raise SuspiciousModification("the metadata changed")
        yield from super().apply(old, new)


class _OnlySeals(FieldMDPRule):
    """A field that is new, or filled in later, holds a signature: that is judged as a seal."""

    def apply(
        self, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """See :class:`pyhanko.sign.diff_analysis.FieldMDPRule`."""
        for name, spec in context.field_specs.items():
            before, field = spec.old_field, spec.new_field
            if field is None or (before is not None and ("/V" in before or "/V" not in field)):
                continue  # as it was; the other rules compare it
            value = _whole(field.get("/V", None))
            if not isinstance(value, DictionaryObject) or value.get("/Type", "/Sig") != "/Sig":
                raise SuspiciousModification(f"{name} is no seal")
        return ()


def _info(at: HistoricalResolver) -> dict[str, Any]:
    told = _whole(at.trailer_view.get("/Info", None))
    if not isinstance(told, DictionaryObject):
        return {}
    return {str(key): str(value) for key, value in told.items() if key not in _OF_THE_WRITER}


def _xmp(at: HistoricalResolver) -> set[bytes]:
    """The words of the metadata, in no order: writers sort and indent them as they like."""
    told = _whole(at.root.get("/Metadata", None))
    if not isinstance(told, StreamObject):
        return set()
    bare = re.sub(rb"<[^>]*>", b" ", _DATES.sub(b" ", bytes(told.data)))
    return set(bare.split())


def _whole(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _policy(*, metadata_stay: bool) -> StandardDiffPolicy:
    info = _SameInfo() if metadata_stay else DocInfoRule()
    xmp = _SameXmp() if metadata_stay else MetadataUpdateRule()  # type: ignore[no-untyped-call]
    kept = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),
            info.as_qualified(kept),
            XrefStreamRule().as_qualified(kept),
            ObjectStreamRule().as_qualified(kept),
            DSSCompareRule().as_qualified(kept),
            xmp.as_qualified(kept),
        ],
        form_rule=FormUpdatingRule(
            field_rules=[_OnlySeals(), SigFieldCreationRule(), SigFieldModificationRule()]
        ),
    )


STRICT: Final = _policy(metadata_stay=True)
"""Further seals and what keeps them provable; nothing else."""
BUT_METADATA: Final = _policy(metadata_stay=False)
"""The same with any change of the metadata: tells whether it was they that changed."""

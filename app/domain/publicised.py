"""What a publicity shows of a version (domain §4.9): the hash that binds the two (R124)."""

from __future__ import annotations

import hashlib

import rfc8785

from app.domain.model import ApplicationVersion
from app.domain.profile import Profile


def publicised_sha256(version: ApplicationVersion, profile: Profile) -> str:
    """The hash over the modules that the profile publicises, with their files.

    Versions with the same hash show the same: a change elsewhere leaves a publicity valid. Empty
    where the region has no publicity of the unit.
    """
    if profile.dossier is None:
        return ""
    shown = {
        code: {
            "entries": [
                {"entry_id": row.entry_id, "order_no": row.order_no, "fields": row.fields}
                for row in version.entries(code)
            ],
            "files": sorted(
                [file.slot, file.entry_id or "", file.sha256]
                for file in version.attachments_of(code)
            ),
        }
        for code in profile.dossier.publicised
    }
    return hashlib.sha256(rfc8785.dumps(shown)).hexdigest()

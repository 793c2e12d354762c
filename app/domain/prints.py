"""Which print sets of a case may be printed (S3 2.8, domain §1.7 P17)."""

from __future__ import annotations

from app.domain.model import Application
from app.domain.profile import PrintSet, Profile


def is_unlocked(prints: PrintSet, application: Application) -> bool:
    """Whether the case has come as far as the region wants before this set is printed."""
    return application.status in prints.unlocked_by


def print_set(profile: Profile, code: str) -> PrintSet | None:
    """The print set of that code, where the region has it."""
    return next((prints for prints in profile.prints if prints.code == code), None)

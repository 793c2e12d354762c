"""What the rules on certificates share: the row, the words on screen, the place in S4."""

from __future__ import annotations

from app.domain.certificate_fields import MODULE
from app.domain.checks.engine import Subject
from app.domain.form import FormEntry

GUIDE = "附件：注册登记操作指南"


def row_of(at: Subject) -> FormEntry | None:
    """The certificate that is verified; a case has one."""
    return next(iter(at.rows(MODULE)), None)


def label_of(at: Subject, field: str, language: str) -> str:
    """The name of a field of the certificate, else its code."""
    module = at.profile.module(MODULE)
    spec = module.field(field) if module else None
    return spec.label.in_(language) if spec else field

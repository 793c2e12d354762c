"""Which official forms a case can have; told without loading what typesets them."""

from __future__ import annotations

from typing import Final

from app.domain.enums import ApplicationType, Verb
from app.forms.form import FormCode
from app.store.readmodels import CaseView

_OF_DOSSIER: Final = (
    FormCode.UNIT_OPINION, FormCode.PUBLICITY, FormCode.PANEL, FormCode.SUMMARY,
)  # fmt: skip


def forms_of(case: CaseView) -> tuple[str, ...]:
    """The codes of the forms that a case can have at its stage, in the order of the papers."""
    if case.application.type is ApplicationType.CERT_VERIFICATION:
        return (FormCode.VERIFICATION.value,) if case.proposal is not None else ()
    found = list(_OF_DOSSIER) if case.profile.dossier is not None else []
    if _returned(case):
        found.append(FormCode.RETURN_NOTICE)
    return tuple(code.value for code in found)


def _returned(case: CaseView) -> bool:
    """Whether the last word on the case is a return."""
    history = case.application.history
    last = case.proposal or (history[-1] if history else None)
    return last is not None and last.decision.verb is Verb.RETURN

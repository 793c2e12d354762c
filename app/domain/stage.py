"""At which kind of office a case stands (domain §4.5)."""

from __future__ import annotations

from app.domain.enums import OrgKind
from app.domain.model import Application
from app.domain.profile import Profile


def stage_kind(case: Application, profile: Profile) -> OrgKind:
    """The kind of office that has the case.

    While no route was made it is the first stage of the kind of application, ``UNKNOWN`` where the
    region does not take such applications.
    """
    if 0 <= case.stage_index < len(case.route):
        return case.route[case.stage_index].kind
    spec = profile.type_spec(case.type)
    chain = spec.routing.chain() if spec else []
    return chain[0].kind if chain and case.stage_index == 0 else OrgKind.UNKNOWN

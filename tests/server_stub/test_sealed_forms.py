"""Sealed forms on their way in: verified, time-stamped, their use kept line by line."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.sealing import SealStatus
from app.forms.typesetting import typeset
from app.operations.sealing.forms import form_of
from app.operations.workspace import Workspace
from app.protocol.seal_use import UseResult
from app.seal.binding import Binding
from app.seal.place import FieldPlace, RectPlace
from app.seal.verify.document import verify
from app.seal.verify.trust import TrustContext, of_registry
from app.seal.verify.verdict import Verdict
from app.store.moments import local_day
from app.store.readmodels import CaseView, OpState
from server_stub import seal_uses, seals
from server_stub.tables import AuditRow
from server_stub.time_authority import certificate_of, local_authority
from tests.operations import road
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import approved, sealer, unit
from tests.seal import picture, pki
from tests.seal.verify.sealed import put_seal
from tests.server_stub.acting import operation, result
from tests.server_stub.placing import put
from tests.server_stub.world import UNIT

__all__ = ["approved", "sealer", "unit"]

CASE, ABOVE = "case-3", "seal-dept-1"


def test_a_good_form_is_taken_time_stamped_and_its_use_is_kept(
    unit: Office, sealer: Workspace, tmp_path: Path
) -> None:
    server = unit.world.server
    vars(server)["time_authority"] = local_authority(tmp_path, server.clock)
    desk.seal_all(sealer, CASE)
    sync(sealer)
    (stamp,) = unit.world.get(CASE)["stamps"]
    assert stamp["time_stamped_sha256"] != stamp["stamped_sha256"]
    stamped = server.blobs.path(stamp["time_stamped_sha256"]).read_bytes()
    known, pinned = of_registry([desk.register(unit)])
    context = TrustContext(pinned, (certificate_of(tmp_path),), seals=known)
    (one,) = verify(stamped, context).seals
    assert one.verdict is Verdict.INTACT
    with server.db.read() as session:
        lines = seal_uses.of_case(session, CASE)
        told = set(session.scalars(select(AuditRow.action)))
    assert [line.result for line in lines] == [UseResult.BEGUN, UseResult.SEALED]
    assert lines[1].stamped_sha256 == stamp["stamped_sha256"]
    assert "seal_use" in told
    assert not told & {seal_uses.FORK, seal_uses.GAP, seal_uses.FORGED}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mask_sha256": "0" * 64}, "NOT_TRUSTED"),
        ({"certificates": []}, "NOT_TRUSTED"),
        (
            {"certificates": [base64.b64encode(pki.seal_key(subject="另一枚").der).decode()]},
            "NOT_TRUSTED",
        ),
    ],
)
def test_a_seal_that_is_not_the_registered_one_is_a_conflict(
    unit: Office, sealer: Workspace, changes: dict[str, object], why: str
) -> None:
    desk.seal_all(sealer, CASE)
    desk.register(unit, **changes)
    sync(sealer)
    (stamp,) = [op for op in ops(sealer, CASE) if op.kind == "stamp"]
    assert stamp.state is OpState.CONFLICT
    assert stamp.error_code == "SEAL_INVALID"
    assert (stamp.error_params or {}).get("why") == why
    assert unit.world.get(CASE)["status"] == "APPROVED_AT"
    assert unit.world.get(CASE)["stamps"] == []


def register_above(unit: Office, **changes: object) -> None:
    """The seal of the department above the unit."""
    own = desk.register(unit)
    above = {
        "seal_id": ABOVE,
        "name": "主管部门公章",
        "owner_org": road.DEPT,
        "certificates": [base64.b64encode(key_above().der).decode()],
        "mask_sha256": picture.seal_image("示例局").sha256,
    }
    with unit.world.server.db.write() as session:
        seals.save_seal(session, own.model_copy(update=above | changes))


def key_above() -> pki.Issued:
    return pki.seal_key(organisation="示例局")


def bound_to(case: CaseView) -> Binding:
    """What the unit's seal belongs to."""
    return Binding(
        case_id=CASE,
        version_no=case.version.version_no,
        content_sha256=case.version.content_sha256,
        seal_id=desk.SEAL,
        usage_no=1,
    )


def sealed_by_both(ws: Workspace) -> bytes:
    """The unit's opinion with the unit's seal and the department's beside it."""
    case = ws.queries.case(CASE)
    binding = bound_to(case)
    form = typeset(form_of(case, desk.FORM, local_day(ws.clock.now()), ws.account.org.name)).pdf
    image = picture.seal_image("示例市政")
    one = put_seal(form, binding, FieldPlace("seal"), issued=desk.key_of_unit(), image=image)
    other = binding.model_copy(update={"seal_id": ABOVE})
    place, image = RectPlace(0, (30, 200, 42, 42)), picture.seal_image("示例局")
    return put_seal(one, other, place, issued=key_above(), image=image)


def handed_in(unit: Office, ws: Workspace, document: bytes, **changes: object) -> dict[str, object]:
    """The server's answer to a stamp with this document."""
    world, sha256 = unit.world, hashlib.sha256(document).hexdigest()
    with world.client(road.SEALER) as client:
        client.put(f"/v1/blobs/{sha256}", content=document).raise_for_status()
        case = world.get(CASE)
        payload = {
            "form": desk.FORM, "method": "ELECTRONIC", "seal_id": desk.SEAL,
            "content_sha256": case["version"]["content_sha256"],
            "dossier_rev": case["dossier"]["rev"], "doc_sha256": "0" * 64,
            "stamped_sha256": sha256,
        } | changes  # fmt: skip
        stamp = operation(world, CASE, road.SEALER, "stamp", payload=payload)
        return result(client, stamp)


@pytest.mark.parametrize(
    ("seen", "changes", "why"),
    [
        (False, {}, "NOT_TRUSTED"),  # an office that has nothing to do with the case
        (True, {"mask_sha256": "0" * 64}, "NOT_TRUSTED"),
        (True, {"status": SealStatus.FROZEN}, "SEAL_SUSPENDED"),
        (True, {}, None),
    ],
)
def test_another_offices_seal_on_the_file_is_held_against_its_own_registry(
    unit: Office, sealer: Workspace, seen: bool, changes: dict[str, object], why: str | None
) -> None:
    document = sealed_by_both(sealer)
    register_above(unit, **changes)
    if seen:
        put(unit.world, CASE, nodes_seen=[UNIT, road.DEPT])
    answer = handed_in(unit, sealer, document)
    if why is None:
        assert answer["status"] == "applied", answer
    else:
        assert (answer["code"], answer["params"]) == (
            "SEAL_INVALID", {"name": "单位公章", "why": why},
        )  # fmt: skip


def sealed_alone(ws: Workspace, code: str = desk.FORM, **shown: object) -> bytes:
    """A form of the case with the unit's seal; ``shown`` is what it says of the case wrongly."""
    case = ws.queries.case(CASE)
    binding = bound_to(case)
    form = form_of(case, code, local_day(ws.clock.now()), ws.account.org.name)
    says = tuple(replace(one, **shown) for one in form.bindings)  # type: ignore[arg-type]
    made = typeset(replace(form, bindings=says))
    image, place = picture.seal_image("示例市政"), FieldPlace(made.places[-1].name)
    return put_seal(made.pdf, binding, place, issued=desk.key_of_unit(), image=image)


def refused(answer: dict[str, object], why: str, name: str = "单位公章") -> bool:
    return (answer["code"], answer["params"]) == ("SEAL_INVALID", {"name": name, "why": why})


def test_a_stamp_is_taken_only_with_the_form_case_and_seal_that_it_names(
    unit: Office, sealer: Workspace
) -> None:
    older = sealed_alone(sealer, dossier_rev=99)
    assert refused(handed_in(unit, sealer, older), "OTHER_CASE_OR_VERSION")
    elsewhere = sealed_alone(sealer, content_sha256="0" * 64)
    assert refused(handed_in(unit, sealer, elsewhere), "OTHER_CASE_OR_VERSION")
    another = sealed_alone(sealer, "publicity_form")
    assert refused(handed_in(unit, sealer, another), "OTHER_FORM")

    register_above(unit)
    good = sealed_alone(sealer)
    for method in ("PAPER", "ELECTRONIC"):
        answer = handed_in(unit, sealer, good, seal_id=ABOVE, method=method)
        assert refused(answer, "OTHER_OFFICE", "主管部门公章")

    desk.register(unit, allowed_forms=["roster"])
    assert refused(handed_in(unit, sealer, good), "FORM")
    assert unit.world.get(CASE)["stamps"] == []
    desk.register(unit)
    answer = handed_in(unit, sealer, good)
    assert answer["status"] == "applied", answer

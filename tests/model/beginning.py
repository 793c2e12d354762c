"""Drafts in which nothing is missing, each with a person and papers of its own."""

from __future__ import annotations

import hashlib
from typing import Any

from app.domain.enums import ApplicationType
from app.domain.model import ApplicationVersion, Organisation, Person
from server_stub import registry, submission, unit_bindings
from server_stub.tables import OrganisationRow
from tests.domain.clean import clean
from tests.domain.clean_forms import PERSON
from tests.model.regions import World as Region
from tests.server_stub.world import PASSWORD, World, id_number
from tests.stories.town import UNIT

BEFORE_LOSS = frozenset({"personal"})
"""What a loss reissue has before its first item is saved."""


def someone(number: int) -> Person:
    """Another applicant for every case."""
    year = 1970 + number // 400
    return Person.model_validate(
        PERSON
        | {
            "person_id": f"p-{number}",
            "name": f"申报人{number}",
            "id_number": id_number(2 * (number % 400) + 1, f"{year}0307"),
            "birth_date": f"{year}-03-07",
            "phone": f"1990000{number % 10000:04d}",
        }
    )


def account(town: World, number: int) -> str:
    """An applicant's account; returns its login."""
    person = someone(number)
    server, login = town.server, f"m{number}"
    hashed = _hashed(server)
    with server.db.write() as session:
        registry.save_user(
            session, user_id=f"u-{login}", login=login, name=person.name, org_id=UNIT,
            roles=["APPLICANT"], password_hash=hashed, person=person,
            id_number_mac=server.id_number_mac(person.id_number),
        )  # fmt: skip
        unit_bindings.bind(session, person.person_id, UNIT)
    return login


def begin(town: World, region: Region, number: int) -> str:
    """A draft of that person, complete but for the commitment; returns its id."""
    server, person = town.server, someone(number)
    kind = ApplicationType(region.kind)
    draft = _draft(region, kind, person, number)
    pack = server.packs.find(region.profile)
    assert pack is not None
    with server.db.write() as session:
        unit = Organisation.model_validate_json(session.get_one(OrganisationRow, UNIT).doc)
        mac = server.id_number_mac(person.id_number)
        submission.begin(session, draft, pack.profile, unit, mac, kind)
    return draft.app_id


def _draft(
    region: Region, kind: ApplicationType, person: Person, number: int
) -> ApplicationVersion:
    like = kind if kind is not ApplicationType.RECOGNITION else ApplicationType.EVALUATION
    document = clean(region.profile, like).version.model_dump(mode="json")
    document |= {
        "app_id": f"M{number}",
        "person": person.model_dump(mode="json"),
        "declaration": document["declaration"]
        | {"activity_id": "act-2026"}
        | dict(region.declaration),
        "content_sha256": "",
        "submitted_at": None,
        "commitment_ack": None,
    }
    if region.loss:
        kept = BEFORE_LOSS
        document["modules"] = {k: v for k, v in document["modules"].items() if k in kept}
        document["attachments"] = [a for a in document["attachments"] if a["module_code"] in kept]
    for attachment in document["attachments"]:
        attachment["sha256"] = _own(attachment["att_id"], number)
    for row in document["modules"].get("papers", {}).get("entries", []):
        row["fields"]["title"] += f"之{number}"
    for row in document["modules"].get("certificate", {}).get("entries", []):
        row["fields"] |= {
            "name": person.name, "id_number": person.id_number, "cert_no": f"ZC{number}",
        }  # fmt: skip
    return ApplicationVersion.model_validate(document)


def _own(name: str, number: int) -> str:
    return hashlib.sha256(f"{name} of {number}".encode()).hexdigest()


_known: dict[int, str] = {}


def _hashed(server: Any) -> str:
    """One password for everybody, hashed once."""
    if id(server) not in _known:
        _known[id(server)] = server.passwords.hash(PASSWORD)
    return _known[id(server)]

"""Writing a checked manifest: the same effects as if the people had done it themselves."""

from __future__ import annotations

import mimetypes
import uuid
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.domain.certificates import CertificateRecord
from app.domain.enums import Origin
from app.domain.model import (
    ApplicationVersion,
    Attachment,
    CommitmentAck,
    Decision,
    Organisation,
    Person,
    Proposal,
)
from app.domain.profile import Profile
from app.domain.sealing import Seal
from server_stub import (
    cases,
    certificate_registry,
    effects,
    leases,
    registry,
    seals,
    submission,
    unit_bindings,
)
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.import_folder import load_onward
from server_stub.import_folder.files import FileHere
from server_stub.import_folder.load_dossier import keep_dossier
from server_stub.import_folder.manifest import (
    ApplicationSpec,
    AttachmentSpec,
    DecisionSpec,
    Manifest,
    StampSpec,
    VersionSpec,
)
from server_stub.tables import BlobRow, OrganisationRow, UserRow


class Loader:
    """Loads one manifest in one transaction."""

    def __init__(
        self, session: Session, server: Server, manifest: Manifest, files: dict[str, FileHere]
    ) -> None:
        self._session = session
        self._server = server
        self._manifest = manifest
        self._files = files
        self._now = server.clock.now()

    def run(self) -> None:
        """Offices, activities, accounts, files, applications: in the order they need each other."""
        hashes: dict[str, str] = {}  # many accounts of a trial share one password
        for organisation in self._manifest.organisations:
            registry.save_organisation(self._session, organisation.entity())
        for activity in self._manifest.activities:
            registry.save_activity(self._session, activity.entity())
        persons = {case.applicant: case.version.person for case in self._manifest.applications}
        for user in self._manifest.users:
            hashed = user.password_hash
            if hashed is None:
                password = user.password or ""
                hashed = hashes.get(password) or self._server.passwords.hash(password)
                hashes[password] = hashed
            person = persons.get(user.login)
            id_number = user.id_number or (person.id_number if person else "")
            registry.save_user(
                self._session,
                user_id=user.id,
                login=user.login,
                name=user.name,
                org_id=user.org_id,
                roles=[role.value for role in user.roles],
                password_hash=hashed,
                id_number_mac=self._server.id_number_mac(id_number),
                person=person,
            )
        for record in self._manifest.certificates:
            kept = CertificateRecord.model_validate(record.model_dump())
            certificate_registry.save(self._session, self._server, kept)
        for seal in self._manifest.seals:
            holders = [self._user(login).user_id for login in seal.holders]
            kept_seal = Seal.model_validate(seal.model_dump() | {"holders": holders})
            seals.save_seal(self._session, kept_seal)
        held = {file.sha256: file for file in self._files.values()}
        rows = [
            {"sha256": here.sha256, "bytes": here.bytes, "magic": here.magic}
            for here in held.values()
        ]
        if rows:
            self._session.execute(insert(BlobRow).prefix_with("OR REPLACE"), rows)
        with cases.refreshed_at_the_end(self._session):
            for application in self._manifest.applications:
                self._application(application)

    def _application(self, spec: ApplicationSpec) -> None:
        profile = self._server.packs.profile(spec.profile)
        row = self._session.get_one(OrganisationRow, spec.unit_org_id)
        unit = Organisation.model_validate_json(row.doc)
        applicant = self._user(spec.applicant)
        self._bind_person(applicant, spec.version.person)
        first = spec.earlier_versions[0] if spec.earlier_versions else spec.version
        mac = self._server.id_number_mac(spec.version.person.id_number)
        case = submission.begin(
            self._session, self._draft(spec.app_id, first, 1), profile, unit, mac, spec.type
        )
        if spec.loss_publicity is not None:
            load_onward.publicised_loss(
                self._session, case, spec.loss_publicity, profile, unit, applicant,
                spec.version.submitted_at or self._now,
            )  # fmt: skip
        if spec.status in ("DRAFT", "LOSS_PUBLICITY"):
            return
        for number, earlier in enumerate(spec.earlier_versions, start=1):
            self._enter(case, earlier, number, profile, unit, applicant)
            self._decide(case, earlier.decision, profile)
        number = len(spec.earlier_versions) + 1
        self._enter(case, spec.version, number, profile, unit, applicant)
        if spec.dossier is not None:
            keep_dossier(
                self._session, case, spec.dossier, profile,
                lambda login: self._user(login).user_id, self._now,
            )  # fmt: skip
        for passed in spec.passed_on:
            self._decide(case, passed.decision, profile)
            if passed.stamp is not None:
                self._seal(case, passed.stamp, profile)
            handler = self._user(passed.decision.handler)
            load_onward.forwarded(self._session, case, profile, handler, passed.forwarded_at)
        if spec.decision is not None:
            self._decide(case, spec.decision, profile)
        elif spec.claimed_by is not None:
            self._claim(case, self._user(spec.claimed_by), profile, self._now)
        if spec.stamp is not None:
            self._seal(case, spec.stamp, profile)
        if spec.fee is not None:
            load_onward.charged(self._session, case, spec.fee, profile)
        if spec.status == "WITHDRAWN":
            withdrawn = effects.withdraw(
                case.application, self._now, applicant.user_id, applicant.name
            )
            cases.store(self._session, case, withdrawn)

    def _seal(self, case: Case, spec: StampSpec, profile: Profile) -> None:
        load_onward.sealed(self._session, case, spec, self._user(spec.signer), profile)

    def _enter(
        self,
        case: Case,
        spec: VersionSpec,
        number: int,
        profile: Profile,
        unit: Organisation,
        applicant: UserRow,
    ) -> None:
        submission.enter(
            self._session,
            case,
            self._draft(case.row.app_id, spec, number),
            profile,
            unit,
            spec.submitted_at or self._now,
            origin=Origin.SUBMIT if number == 1 else Origin.RESUBMIT,
            actor_id=applicant.user_id,
            actor_name=applicant.name,
        )

    def _decide(self, case: Case, spec: DecisionSpec, profile: Profile) -> None:
        handler = self._user(spec.handler)
        submitted = case.application.version.submitted_at or self._now
        proposed_at = spec.proposed_at or min(self._now, submitted + timedelta(days=1))
        self._claim(case, handler, profile, proposed_at)
        assert case.application.claim is not None
        leases.end(self._session, case.application.claim, proposed_at, "proposed")
        activity = cases.activity_of(self._session, case.application)
        decision = Decision.model_validate(
            spec.model_dump(include={"verb", "overall_text", "reason_category", "module_comments"})
        )
        proposal = Proposal(
            op_id=str(uuid.uuid4()),
            decision=decision,
            version_no=case.application.current_version,
            content_sha256=case.application.version.content_sha256,
            handler_id=handler.user_id,
            handler_name=handler.name,
            proposed_at=proposed_at,
        )
        proposed = effects.propose(case.application, proposal, profile, activity)
        cases.store(self._session, case, proposed)
        if spec.approver is not None and profile.verbs[spec.verb].needs_approver:
            approver = self._user(spec.approver)
            approved = effects.approve(
                case.application,
                op_id=str(uuid.uuid4()),
                actor_id=approver.user_id,
                actor_name=approver.name,
                now=spec.approved_at or proposed_at,
                granted=(),
                profile=profile,
                activity=activity,
            )
            cases.store(self._session, case, approved)

    def _claim(self, case: Case, user: UserRow, profile: Profile, now: datetime) -> None:
        granted = leases.grant(
            self._session,
            case.application,
            profile,
            user_id=user.user_id,
            user_name=user.name,
            org_id=user.org_id,
            device_id="",
            now=now,
        )
        cases.store(self._session, case, effects.claim(case.application, granted))

    def _draft(self, app_id: str, spec: VersionSpec, number: int) -> ApplicationVersion:
        ack = (
            CommitmentAck(
                text_version=spec.commitment,
                at=spec.submitted_at or self._now,
                **spec.commitment_shows,
            )
            if spec.commitment
            else None
        )
        return ApplicationVersion(
            app_id=app_id,
            version_no=number,
            declaration=spec.declaration,
            person=spec.person,
            commitment_ack=ack,
            modules={code: module.entity() for code, module in spec.modules.items()},
            attachments=[self._attachment(attachment) for attachment in spec.attachments],
        )

    def _attachment(self, spec: AttachmentSpec) -> Attachment:
        name = spec.filename or PurePosixPath(spec.path).name
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Attachment(
            att_id=spec.att_id,
            sha256=spec.sha256,
            bytes=self._files[spec.path].bytes,
            mime=spec.mime or guessed,
            slot=spec.slot,
            module_code=spec.module_code,
            entry_id=spec.entry_id,
            filename=name,
            pages=spec.pages,
            px_w=spec.px_w,
            px_h=spec.px_h,
        )

    def _user(self, login: str) -> UserRow:
        return self._session.scalars(select(UserRow).where(UserRow.login == login)).one()

    def _bind_person(self, user: UserRow, person: Person) -> None:
        if not user.person_id:
            user.person_id = person.person_id
            user.person = person.model_dump_json()
            user.id_number_mac = self._server.id_number_mac(person.id_number)
            unit_bindings.bind(self._session, person.person_id, user.org_id)

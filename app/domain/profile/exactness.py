"""What an author is told beyond consistency: names that nobody knows, states without a label.

A client does not insist on it, for a newer server may know more. A server does, and so does
``titledesk-server profile check``.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.certificates import CertificateState
from app.domain.enums import ApplicationType, Level, OpenEnum, OrgKind, Status, Verb
from app.domain.profile.pack import Profile
from app.domain.profile.parts import LANGUAGES, Text
from app.domain.profile.problems import Place, Problem
from app.domain.profile.verbs import VerbSpec

_NAMES: tuple[tuple[str, type[OpenEnum], str], ...] = (
    ("types.~", ApplicationType, "UNKNOWN_TYPE"),
    ("types.*.routing.stages.*.kind", OrgKind, "UNKNOWN_OFFICE"),
    ("verbs.~", Verb, "UNKNOWN_VERB"),
    ("types.*.verbs.~", Verb, "UNKNOWN_VERB"),
    ("verbs_at.~", OrgKind, "UNKNOWN_OFFICE"),
    ("verbs_at.*.*", Verb, "UNKNOWN_VERB"),
    ("levels.~", Level, "UNKNOWN_LEVEL"),
    ("dossier.defence_levels.*", Level, "UNKNOWN_LEVEL"),
    ("dossier.leader_sign_levels.*", Level, "UNKNOWN_LEVEL"),
    ("fees.amounts.~", Level, "UNKNOWN_LEVEL"),
    ("seal.uses.*.stage", OrgKind, "UNKNOWN_OFFICE"),
    ("prints.*.unlocked_by.*", Status, "UNKNOWN_STATUS"),
)
"""Where names of the domain stand; ``*`` is every member, ``~`` every key."""

_PHRASES = frozenset({"deadline", "left", "next", "approval"})
_SENTENCES = (
    "consequence",
    "consequence_short",
    "consequence_last",
    "consequence_last_short",
)
_ALWAYS = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.CLAIMED,
    Status.PROPOSED,
    Status.APPROVED_AT,
    Status.RETURNED,
    Status.LAPSED,
    Status.PASSED_FINAL,
    Status.CERT_ISSUED,
    Status.DELETED,
    Status.UNKNOWN,
)
_OF_EVALUATION = (
    Status.ACCEPTED,
    Status.IN_EVALUATION,
    Status.RESULT_PUBLICITY,
    Status.FAILED_FINAL,
)


def strange_names(document: Any) -> Iterator[Problem]:
    """Names that should be of the domain and are not, in the file as it was written."""
    for pattern, names, code in _NAMES:
        for path, value in _each(document, pattern.split("."), ()):
            if not names(value).known:
                known = ", ".join(one.value for one in names if one.known)
                yield Problem(path, code, {"name": str(value), "known": known})
    for path, stage in _each(document, ["types", "*", "routing", "stages", "*", "when", "*"], ()):
        if isinstance(stage, dict) and stage.get("fact") == "LEVEL_IN":
            for index, value in enumerate(stage.get("values", [])):
                if not Level(value).known:
                    known = ", ".join(one.value for one in Level if one.known)
                    params = {"name": str(value), "known": known}
                    yield Problem((*path, "values", index), "UNKNOWN_LEVEL", params)
    for path, value in _texts(document, ()):
        if not value.strip():
            yield Problem(path, "EMPTY_TEXT")


def gaps(profile: Profile) -> Iterator[Problem]:
    """Labels, wordings and stages that the pack's own applications need and lack."""
    if not profile.types:
        yield Problem(("types",), "NO_TYPES")
    kinds = {stage.kind for spec in profile.types.values() for stage in spec.routing.chain()}
    for office in profile.verbs_at:
        if office.known and office not in kinds:
            yield Problem(("verbs_at", office.value), "NO_SUCH_STAGE", {"office": office.value})
    for index, use in enumerate(profile.seal.uses):
        if use.stage.known and use.stage not in kinds:
            params = {"office": use.stage.value}
            yield Problem(("seal", "uses", index, "stage"), "NO_SUCH_STAGE", params)
    for office in sorted(kinds):
        if profile.verbs_at and office not in profile.verbs_at:
            yield Problem(("verbs_at",), "STAGE_WITHOUT_VERBS", {"office": office.value})
    yield from _unknown_phrases(("verbs",), profile.verbs)
    for kind, type_spec in profile.types.items():
        yield from _unknown_phrases(("types", kind.value, "verbs"), type_spec.verbs)
    yield from _missing_labels(profile)
    yield from _strange_labels(profile)


def _unknown_phrases(at: Place, verbs: Mapping[Verb, VerbSpec]) -> Iterator[Problem]:
    """Placeholders of consequences that nothing fills."""
    for verb, spec in verbs.items():
        for name in _SENTENCES:
            text: Text | None = getattr(spec, name)
            if text is None:
                continue
            for language in LANGUAGES:
                for phrase in _placeholders(text.in_(language)) - _PHRASES:
                    place: Place = (*at, verb.value, name, language)
                    yield Problem(place, "UNKNOWN_PHRASE", {"phrase": phrase})


def _missing_labels(profile: Profile) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for kind, spec in profile.types.items():
        narrowed = profile.for_type(kind)
        chain = spec.routing.chain()
        for status in sorted(states_of(profile, kind)):
            for position, stage in enumerate(chain):
                keys = {f"{status}@{stage.kind.value}", f"{status}.{position}", status.value}
                if not keys & narrowed.status_labels.keys() and (kind, status) not in told:
                    told.add((kind, status))
                    params = {"status": status.value, "type": kind.value, "stage": stage.id}
                    yield Problem(("status_labels",), "MISSING_LABEL", params)


def states_of(profile: Profile, kind: ApplicationType) -> set[Status]:
    """The states that an application of that kind can come to in this region."""
    spec = profile.types[kind]
    states = set(_ALWAYS)
    if profile.withdraw_policy != "NONE":
        states.add(Status.WITHDRAWN)
    if spec.publicity_before_submit:
        states.add(Status.LOSS_PUBLICITY)
    if Verb.NOT_PASSED in profile.verbs:
        states.add(Status.NOT_PASSED)
    if profile.fees is not None and spec.ends == "EVALUATION":
        states |= {Status.AWAITING_PAYMENT, Status.PAID_UNVERIFIED}
    if spec.ends == "EVALUATION":
        states |= set(_OF_EVALUATION)
    offices = {stage.kind for stage in spec.routing.chain()}
    if any(use.stage in offices for use in profile.seal.uses):
        states.add(Status.SEALED)
    return states


def _strange_labels(profile: Profile) -> Iterator[Problem]:
    """Keys of ``status_labels`` that no state of any kind of application can have."""
    states = {*Status, *CertificateState}
    for key in profile.status_labels:
        kind, slash, rest = key.rpartition("/")
        status = rest.partition("@")[0].partition(".")[0]
        office = rest.partition("@")[2]
        stage = rest.partition("@")[0].partition(".")[2]
        right = (
            status in states
            and (not slash or ApplicationType(kind) in profile.types)
            and (not office or OrgKind(office).known)
            and (not stage or stage.isdigit())
        )
        if not right:
            yield Problem(("status_labels", key), "STRANGE_LABEL", {"key": key})


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _each(value: Any, pattern: list[str], path: Place) -> Iterator[tuple[Place, Any]]:
    """All places that a pattern means, with what stands there."""
    if not pattern:
        yield path, value
        return
    head, *rest = pattern
    if head == "~" and isinstance(value, dict):
        for key in value:
            yield (*path, key), key
    elif head == "*":
        members: Any = ()
        if isinstance(value, dict):
            members = value.items()
        elif isinstance(value, list):
            members = enumerate(value)
        for key, member in members:
            yield from _each(member, rest, (*path, key))
    elif isinstance(value, dict) and head in value:
        yield from _each(value[head], rest, (*path, head))


def _texts(value: Any, path: Place) -> Iterator[tuple[Place, str]]:
    """All wordings of a document, language by language."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key in LANGUAGES and isinstance(member, str):
                yield (*path, key), member
            else:
                yield from _texts(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, (*path, index))

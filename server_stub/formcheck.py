"""Whether module data has the shape its profile asks for. What it *says* is the rules' matter."""

from __future__ import annotations

from typing import Any

from app.domain.form import SETUP
from app.domain.model import ApplicationVersion, ModuleData
from app.domain.profile import FieldSpec, ModuleSpec, Profile
from app.protocol.canonical import canonical

Problem = dict[str, str]
_SHAPES: dict[str, tuple[type, ...]] = {"bool": (bool,), "number": (int, float), "months": (list,)}


def module_problems(
    profile: Profile, code: str, data: ModuleData, draft: ApplicationVersion
) -> list[Problem]:
    """What is wrong with one module, each with ``where`` and ``message``; empty when nothing is."""
    module = profile.module(code)
    if module is None or code == SETUP:
        return [_problem(f"modules.{code}", "unknown module")]
    ids = [entry.entry_id for entry in data.entries]
    problems = [
        _problem(f"modules.{code}.entries", f"entry id {entry_id} twice")
        for entry_id in sorted({entry_id for entry_id in ids if ids.count(entry_id) > 1})
    ]
    if len(ids) > 1 and not (module.repeats or module.placeholder):
        problems.append(_problem(f"modules.{code}.entries", "takes one entry"))
    files = {attachment.att_id for attachment in draft.attachments}
    for entry in data.entries:
        where = f"modules.{code}.{entry.entry_id}"
        problems += _field_problems(module, entry.fields, where)
        problems += [
            _problem(f"{where}.attachment_ids", f"unknown attachment {att_id}")
            for att_id in entry.attachment_ids
            if att_id not in files
        ]
    return problems or _canonical_problems(code, data)


def _field_problems(module: ModuleSpec, fields: dict[str, Any], where: str) -> list[Problem]:
    if module.placeholder:
        return []
    problems: list[Problem] = []
    for code, value in fields.items():
        spec = module.field(code)
        if spec is None:
            problems.append(_problem(f"{where}.{code}", "unknown field"))
        elif value is not None and (words := _value_problem(spec, value)):
            problems.append(_problem(f"{where}.{code}", words))
    return problems


def _value_problem(spec: FieldSpec, value: object) -> str:
    expected = _SHAPES.get(spec.type, (str,))
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        return f"must be {spec.type}"
    if spec.type == "enum" and value and value not in {c.value for c in spec.choices}:
        return f"{value} is not a permitted value"
    if spec.max_length is not None and isinstance(value, str) and len(value) > spec.max_length:
        return f"longer than {spec.max_length} characters"
    return ""


def _canonical_problems(code: str, data: ModuleData) -> list[Problem]:
    try:
        canonical(data.model_dump(mode="json"))
    except ValueError as problem:  # a number or text that JSON cannot carry to everyone
        return [_problem(f"modules.{code}", str(problem))]
    return []


def _problem(where: str, words: str) -> Problem:
    return {"where": where, "message": words}

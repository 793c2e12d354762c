"""Whether the parts of a rule pack name each other rightly: what no program can do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.domain.enums import Verb
from app.domain.profile.forms import FieldSpec, ModuleSpec, SlotSpec
from app.domain.profile.pack import Profile
from app.domain.profile.problems import Place, Problem


def inconsistencies(profile: Profile) -> Iterator[Problem]:
    """Doubled names, names of nothing, routes that do not end."""
    yield from _doubles(("modules",), [module.code for module in profile.modules])
    for index, module in enumerate(profile.modules):
        yield from _module(("modules", index), module)
    yield from _doubles(("rules",), [use.rule for use in profile.rules])
    if Verb.NOT_PASSED in profile.verbs and not profile.not_passed_categories:
        yield Problem(("not_passed_categories",), "NO_CATEGORIES")
    for kind, spec in profile.types.items():
        at: Place = ("types", kind.value)
        yield from _modules(profile, (*at, "modules"), spec.modules or [])
        yield from _modules(profile, (*at, "first_modules"), spec.first_modules)
        yield from spec.routing.problems((*at, "routing"))
    for office, verbs in profile.verbs_at.items():
        for index, verb in enumerate(verbs):
            if verb not in profile.verbs:
                where: Place = ("verbs_at", office.value, index)
                yield Problem(where, "VERB_WITHOUT_WORDING", {"verb": verb.value})
    if profile.dossier is not None:
        yield from _modules(profile, ("dossier", "publicised"), profile.dossier.publicised)


def _module(at: Place, module: ModuleSpec) -> Iterator[Problem]:
    for name, parts in (("fields", module.fields), ("slots", module.slots)):
        specs: Sequence[FieldSpec | SlotSpec] = parts
        yield from _doubles((*at, name), [spec.code for spec in specs])
        for index, spec in enumerate(specs):
            condition = spec.required_when
            if condition is not None and module.field(condition.field) is None:
                params = {"module": module.code, "field": condition.field}
                place: Place = (*at, name, index, "required_when", "field")
                yield Problem(place, "UNKNOWN_FIELD", params)


def _modules(profile: Profile, at: Place, codes: Iterable[str]) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if profile.module(code) is None:
            yield Problem((*at, index), "UNKNOWN_MODULE", {"module": code})


def _doubles(at: Place, codes: list[str]) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Problem((*at, index), "TWICE", {"name": code})

"""``docs/rules.md``: every rule with its sentence, its source and its examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.domain.checks import read_profile
from app.domain.checks.engine import Rule, registered
from app.domain.profile import Profile
from app.locate import resource
from tests.domain.checks.fixture import all_fixtures


@dataclass(frozen=True)
class Family:
    """A section of domain §4.13, with the numbers of its rules."""

    letter: str
    name: str
    numbers: tuple[range, ...]

    def ids(self) -> list[str]:
        """The ids of its rules, in order."""
        return [f"R{number:03}" for part in self.numbers for number in part]


FAMILIES = (
    Family("A", "Setup, routing, window", (range(1, 14),)),
    Family("B", "Personal data and photo", (range(20, 33),)),
    Family("C", "Education", (range(40, 46),)),
    Family("D", "Current title", (range(50, 57),)),
    Family("E", "Continuing education", (range(60, 63),)),
    Family("F", "Papers and works", (range(70, 79),)),
    Family("G", "Experience, achievements, awards, projects", (range(80, 90),)),
    Family("H", "Social insurance and other proof", (range(90, 95), range(100, 103))),
    Family("I", "File hygiene", (range(103, 110),)),
    Family("J", "Unit stage", (range(120, 139),)),
    Family("K", "Decision hygiene", (range(150, 162),)),
    Family("L", "Certificate verification", (range(170, 186),)),
    Family(
        "M", "Loss reissue, fee, registration", (range(190, 195), range(200, 203), range(210, 213))
    ),
)
"""The rules of the domain, whether or not the program has them."""

_HEAD = """# The rules

Written by `python3 dev.py docs` from the code, the rule packs and the examples of the tests; do not
edit. **{there} of {all} rules are there, {sourced} of them rest on a sentence of a source.**

A rule runs where a rule pack puts it in force. *Severity* is given per gate: `BLOCK` refuses the
gate in client and server; `ERROR` must be corrected, or let pass by an approver with a reason;
`WARN` needs one look; `ASK` is a question to a person; `GUARD` warns the officer about asking for
too much. *Mode*: A on data, F on files, H heuristic on pixels or text, M ticked by a person.
*Examples* are how many cases of the tests must trigger the rule and how many must not (+/−).

S0 to S4 are the manuals named in the rule packs. N, W and D are national practice, public pages and
what follows from a source by logic: such a rule never claims a sentence as its legal basis.
"""


def ids() -> list[str]:
    """The ids of all rules of the domain."""
    return [rule for family in FAMILIES for rule in family.ids()]


def page() -> str:
    """The whole page."""
    packs = _packs()
    known = registered()
    there = [rule for rule in ids() if rule in known]
    sourced = [rule for rule in there if known[rule].source.sourced]
    parts = [_HEAD.format(there=len(there), all=len(ids()), sourced=len(sourced))]
    parts += [_section(family, packs) for family in FAMILIES]
    if missing := [rule for rule in ids() if rule not in known]:
        parts.append(f"## Not there yet\n\n{', '.join(missing)}\n")
    return "\n".join(parts)


def _packs() -> list[Profile]:
    files = sorted(Path(resource("profiles")).glob("*.json"))
    return [read_profile(file.read_bytes(), file=file.name) for file in files]


def _section(family: Family, packs: list[Profile]) -> str:
    head = ("id", "what it asks", "sentence", "source", "severity", "mode", "packs", "examples +/−")
    lines = [
        f"## {family.letter}. {family.name}\n",
        f"| {' | '.join(head)} |",
        "|" + "---|" * len(head),
    ]
    counts = Counter((one.rule, one.triggers) for one in all_fixtures())
    for rule_id in family.ids():
        rule = registered().get(rule_id)
        if rule is not None:
            examples = f"{counts[rule_id, True]}/{counts[rule_id, False]}"
            lines.append(f"| {' | '.join([*_cells(rule, packs), examples])} |")
    return "\n".join(lines) + "\n"


def _cells(rule: Rule, packs: list[Profile]) -> list[str]:
    source = f"{rule.source.source} {rule.source.place}"
    gates = [f"{severity.value} at {gate}" for gate, severity in sorted(rule.gates.items())]
    return [
        rule.id,
        _plain(rule.body.__doc__),
        f"“{_plain(rule.source.quote)}”" if rule.source.quote else "—",
        _plain(source) + ("" if rule.source.sourced else " (derived)"),
        ", ".join(gates),
        rule.mode,
        ", ".join(p.profile_id for p in packs if p.rule_params(rule.id) is not None) or "—",
    ]


def _plain(text: str | None) -> str:
    """The first paragraph on one line, as a table cell takes it."""
    paragraph = (text or "").strip().partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", "\\|").replace("``", "`")

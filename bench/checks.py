"""The pre-checks of one full application, beside validating the same document with pydantic.

15 modules, 40 files, what probes found at hand. Then many applications anew, as a client does when
a rule pack has changed: reading each document and each fact from JSON, and running all rules.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.checks import check
from app.domain.file_facts import facts_from_json
from app.domain.model import Application
from app.domain.profile import Profile
from bench import full_case
from bench.timing import Line, Report, interleave, parser, percentile

TIMES_PYDANTIC: Final = 20.0
_BATCH: Final = 500
"""Applications that are timed together when many are checked anew."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=200)
    options.add_argument("--again", type=int, default=10_000, help="default 10,000")
    given = options.parse_args(argv)
    pack = full_case.profile()
    report = Report(
        f"pre-checks of one application, {len(pack.rules)} rules in force", floor="pydantic"
    )
    _one(pack, report, given.rounds)
    _many(pack, report, given.again)
    return report.finish(enforce=given.enforce)


def _one(pack: Profile, report: Report, rounds: int) -> None:
    document = full_case.document(pack)
    body = json.dumps(document, ensure_ascii=False).encode()
    application = Application.model_validate_json(body)
    files = full_case.facts_of(application)
    subject = full_case.subject(pack, application, files)
    modules = len(application.version.modules)
    ours, json_floor, floor = interleave(
        rounds,
        lambda: check(subject),
        lambda: Application.model_validate_json(body),
        lambda: Application.model_validate(document),
        timer=_cpu,
    )
    name = f"{modules} modules, {len(application.version.attachments)} files"
    report.compare(name, ours, floor, ratio_at_most=TIMES_PYDANTIC)
    report.compare("the same, floor reading its JSON", ours, json_floor)
    report.notes.append(f"{len(check(subject))} findings; {len(body):,} bytes of JSON")


def _cpu(run: Callable[[], object]) -> float:
    """Milliseconds of this thread: on a busy machine a longer run is interrupted more often."""
    begin = time.thread_time()
    run()
    return (time.thread_time() - begin) * 1000


def _many(pack: Profile, report: Report, count: int) -> None:
    """Everything from its bytes, in batches; each document is read once and let go."""
    kinds = [full_case.document(pack, number) for number in range(20)]
    bodies = [json.dumps(kind, ensure_ascii=False).encode() for kind in kinds]
    facts = [
        {sha: fact.to_json() for sha, fact in full_case.facts_of(one).items()}
        for one in map(Application.model_validate_json, bodies)
    ]
    rates: list[float] = []
    for first in range(0, count, _BATCH):
        size = min(_BATCH, count - first)
        begin = time.thread_time()
        for number in range(first, first + size):
            one = number % len(bodies)
            application = Application.model_validate_json(bodies[one])
            files = {sha: facts_from_json(text) for sha, text in facts[one].items()}
            check(full_case.subject(pack, application, files))
        rates.append(size / (time.thread_time() - begin))
    name = f"{count:,} applications anew"
    report.add(Line(name, percentile(rates, 0.5), percentile(rates, 0.05), unit="a second"))
    report.notes.append("time of the thread; the p95 of a rate is what 95 of 100 batches exceed")


if __name__ == "__main__":
    sys.exit(main())

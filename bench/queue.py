"""The queue over 100,000 cached cases: first list, filter per key press, search, sort.

Each answer is compared with the bare SQL that answers it on the same SQLCipher file, and for
information with the same tables in a plain SQLite file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench import queue_sql, queue_window
from bench.big_home import CASES, big_home
from bench.timing import Report, parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=15)
    options.add_argument("--cases", type=int, default=CASES, help=f"default {CASES:,}")
    given = options.parse_args(argv)
    report = Report(f"queue over {given.cases:,} cached cases", "bare SQL", "plain SQLite")
    big = big_home(given.cases)
    queue_sql.measure(big, given.rounds, report)
    queue_window.measure(big, given.rounds, report)
    return report.finish(enforce=given.enforce)


if __name__ == "__main__":
    sys.exit(main())

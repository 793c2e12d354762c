"""The sub-commands of `dev.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.devenv import checks, demo, lock, mutation, system, venv
from tools.devenv.places import ROOT, DevError, run, say, venv_python
from tools.devenv.system import For

PASS_ON = (
    "test",
    "run",
    "serve",
    "lock",
    "mutate",
)  # their unknown arguments belong to the program behind


def dispatch(arguments: Sequence[str]) -> int:
    """Run the sub-command that `arguments` name; return the exit status."""
    for stream in (sys.stdout, sys.stderr):  # a console with a legacy code page shows ? instead
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.command not in PASS_ON:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return _run(options, rest)
    except DevError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


class _Strict(argparse.ArgumentParser):
    """No abbreviations: what is mistyped here may be meant for the program behind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)


def _parser() -> argparse.ArgumentParser:
    parser = _Strict(prog="dev.py", description="TitleDesk 职称审阅台")
    parser.add_argument("--yes", action="store_true", help="install system parts through sudo")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=_Strict
    )

    command = commands.add_parser("demo", help="try it: server, synthetic data, client")
    command.add_argument("--headless", action="store_true", help="offscreen, leaving pictures")
    command.add_argument("--out", type=Path, metavar="DIR", help="where the pictures go")

    command = commands.add_parser("test", help="lint, types, layers, tests; what CI runs")
    command.add_argument("--full", action="store_true", help="the long tests too")

    commands.add_parser("lint", help="lint, types, layers")
    commands.add_parser("run", help="the client; arguments go to `python -m app`")
    commands.add_parser("serve", help="the server; arguments go to `python -m server_stub serve`")
    commands.add_parser("lock", help="write requirements/*.txt; arguments go to uv")

    commands.add_parser(
        "mutate", help="whether tests notice changed rules: [PATH …] [--minutes N] [--sample N]"
    )
    commands.add_parser("docs", help="write the pages that come from the code")

    command = commands.add_parser("bench", help="measure; without names, everything")
    command.add_argument("names", nargs="*", metavar="NAME")
    return parser


def _run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    system.ensure(For.VENV, may_ask_root=options.yes)
    venv.ensure()
    match options.command:
        case "demo":
            return _demo(options)
        case "test":
            _need_qt(options, For.KEYRING, For.SEAL)
            steps = [*checks.lint_steps(), checks.pytest_step(full=options.full, arguments=rest)]
            return checks.run_steps(steps, () if rest else checks.compiling_step())
        case "lint":
            return checks.run_steps(checks.lint_steps())
        case "run":
            _need_qt(options)
            return run([venv_python(), "-m", "app", *rest])
        case "serve":
            return run([venv_python(), "-m", "server_stub", "serve", *rest])
        case "docs":
            return run([venv_python(), "-m", "tools.docgen"])
        case "lock":
            return lock.compile_lock(rest)
        case "mutate":
            return mutation.mutate(rest)
        case _:
            _need_qt(options)
            return _bench(options.names)


def _demo(options: argparse.Namespace) -> int:
    show = not options.headless
    if show and not demo.has_display():
        say("未找到显示器，改为离屏运行", "no display found, going on headless")
        show = False
    if show:
        _need_qt(options)
        return demo.windowed()
    _need_qt(options, For.KEYRING)
    return demo.headless(options.out or ROOT / "out" / "journey")


def _need_qt(options: argparse.Namespace, *optional: For) -> None:
    """Check what Qt needs, on X11 also its platform plug-in; `optional` parts are only named."""
    purposes = [For.QT]
    if options.command in ("demo", "run") and demo.has_display():
        purposes.append(For.XCB)
    system.ensure(*purposes, may_ask_root=options.yes)
    system.ensure(*optional, may_ask_root=options.yes, optional=True)


def _bench(names: Sequence[str]) -> int:
    programs = (p for p in (ROOT / "bench").glob("*.py") if "__main__" in p.read_text("utf-8"))
    known = sorted(program.stem for program in programs)
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise DevError(
            f"没有名为 {'、'.join(unknown)} 的测量；现有：{'、'.join(known)}",
            f"no such measurement: {', '.join(unknown)}; there are: {', '.join(known)}",
        )
    statuses = [run([venv_python(), "-m", f"bench.{name}"]) for name in names or known]
    return max(statuses, default=0)

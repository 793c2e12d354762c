"""`python -m tests.journey.act NAME …`: one act, in a process of its own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app.ui.main import Options, build
from tests.journey import acts
from tests.journey.driver import Driver
from tests.journey.scene import Scene


def main() -> int:
    """Build the program and play the act."""
    parser = argparse.ArgumentParser(prog="python -m tests.journey.act", description=__doc__)
    parser.add_argument("act")
    parser.add_argument("--url", required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--given", action="append", default=[])
    args = parser.parse_args()
    given = dict(_pair(text) for text in args.given)
    prefix = args.act
    if args.act in {"viewer", "anchors", "compare"}:
        prefix = f"{args.act}-{given['size']}-{given['theme']}"
    if args.act == "looks":
        prefix = f"looks-{given['size']}-{given['theme']}-{given['language']}"
    if args.act == "evidence":
        prefix = f"evidence-{given['size']}-{given['theme']}"
    app = build(Options(server=args.url, home=args.home, user=""))
    try:
        acts.ACTS[args.act](Scene(app, Driver(args.out, prefix), given))
    finally:
        app.shutdown()
    return 0


def _pair(text: str) -> tuple[str, Any]:
    key, _, value = text.partition("=")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


if __name__ == "__main__":
    sys.exit(main())

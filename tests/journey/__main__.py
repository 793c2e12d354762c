"""`python -m tests.journey --out DIR`: the journey from sign-in to the corrected version."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.journey import office, sealed
from tests.journey.record import Record
from tests.journey.server import ServerProcess
from tests.journey.stage import ActError, Stage

LOOKS = (
    ("looks", "1", {"size": "1920x1000", "theme": "dark", "language": "zh_CN"}),
    ("looks", "1", {"size": "1366x688", "theme": "light", "language": "zh_CN"}),
    ("looks", "1", {"size": "1366x688", "theme": "dark", "language": "en"}),
    ("looks", "1", {"size": "1920x1000", "theme": "light", "language": "en"}),
    ("looks", "1.5", {"size": "1280x640", "theme": "light", "language": "zh_CN"}),
    ("looks", "1.5", {"size": "1280x640", "theme": "dark", "language": "en"}),
)

VIEWER = (
    ("1", {"size": "1920x1000", "theme": "light"}),
    ("1.5", {"size": "1280x640", "theme": "dark"}),
)
BESIDE = "client-beside"
"""The second machine's folder."""
SLOWEST = 10
"""So many steps are named after all of them, with what they took."""


def main() -> int:
    """Run the journey; 0 when every step held."""
    parser = argparse.ArgumentParser(prog="python -m tests.journey", description=__doc__)
    parser.add_argument(
        "--out", type=Path, required=True, help="where pictures and journey.json go"
    )
    parser.add_argument("--no-looks", action="store_true", help="leave out the other sizes")
    parser.add_argument("--data", type=Path, help="use this server data instead of drawing it")
    given = parser.parse_args()
    out: Path = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    (out / "steps.jsonl").unlink(missing_ok=True)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="titledesk-journey-") as scratch:
        data = Path(scratch, "server")
        if given.data is not None:
            shutil.copytree(given.data, data)
        server = ServerProcess(data)
        stage = Stage(out, Path(scratch), server)
        problem = ""
        try:
            _perform(stage, looks=not given.no_looks)
        except (ActError, AssertionError, RuntimeError) as error:
            problem = str(error)
        finally:
            server.stop()
    steps = Record(out / "steps.jsonl").steps()
    ok = not problem and bool(steps) and all(step["ok"] for step in steps)
    summary = {
        "ok": ok,
        "problem": problem,
        "seconds": round(time.perf_counter() - begun, 1),
        "steps": steps,
    }
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    (out / "journey.json").write_text(text + "\n", "utf-8")
    for step in steps:
        sys.stdout.write(
            f"{'ok ' if step['ok'] else 'BAD'} {step['seconds']:7} s  {step['name']}\n"
        )
    slowest = sorted(steps, key=lambda step: -float(str(step["seconds"])))[:SLOWEST]
    told = ", ".join(f"{step['name']} {step['seconds']} s" for step in slowest)
    sys.stdout.write(f"slowest: {told}\n")
    sys.stdout.write(f"{'ok' if ok else 'FAILED'} in {summary['seconds']} s {problem}\n")
    return 0 if ok else 1


def _perform(stage: Stage, *, looks: bool) -> None:
    record = Record(stage.record)
    with record.step("server: draw the demo data and start"):
        stage.server.start()
    stage.play("online", killed=True)
    stage.play("offline", **_texts(stage))
    stage.play("approver", **_texts(stage))
    with record.step("server: every decision stands once, by the right actor") as step:
        office.verify(step, stage.server.url, stage.told)
    with record.step("applicant: correct and resubmit") as step:
        office.resubmit(step, stage.server.url, stage.told)
    stage.play("again", **_texts(stage))
    perform_unit(stage, record)
    stage.copy_home(BESIDE)
    # Two people at two machines: most of an act is waiting.
    with ThreadPoolExecutor(2) as both:
        lanes = [
            both.submit(_one_lane, stage, record, all_sizes=looks),
            both.submit(_other_lane, stage, all_sizes=looks),
        ]
        for lane in lanes:
            lane.result()


def perform_unit(stage: Stage, record: Record) -> None:
    """A unit's dossier from its first day of publicity to the office above."""
    for act in ("unit", "unit-lead", "unit-seal", "department"):
        stage.play(act, **_texts(stage))
    with record.step("server: the case lies at the next office") as step:
        office.verify_forwarded(step, stage.server.url, stage.told)


def _one_lane(stage: Stage, record: Record, *, all_sizes: bool) -> None:
    """The seal holder's day, then half of the main screens."""
    perform_sealing(stage, record)
    for act, scale, choices in LOOKS[::2] if all_sizes else ():
        stage.play(act, scale=scale, home=BESIDE, **{**_texts(stage), **choices})


def _other_lane(stage: Stage, *, all_sizes: bool) -> None:
    """Comparison, viewer, places on scans, and half of the main screens, in sizes and themes."""
    for scale, choices in VIEWER if all_sizes else VIEWER[:1]:
        for act in ("compare", "viewer", "anchors"):
            stage.play(act, scale=scale, **{**_texts(stage), **choices})
    for act, scale, choices in LOOKS[1::2] if all_sizes else ():
        stage.play(act, scale=scale, **{**_texts(stage), **choices})


def perform_sealing(stage: Stage, record: Record) -> None:
    """A batch of a unit's forms from the import of its seal to the evidence, and its revocation."""
    stage.tell_of_seals()
    stage.play("sealer", killed=True, **_texts(stage))
    stage.play("sealer-resumed", **_texts(stage))
    files = stage.scratch / "sealed"
    files.mkdir()
    with record.step("server: every form is sealed once, verified and time-stamped") as step:
        sealed.verify_sealed(step, stage.server.url, stage.told, files)
    choices = {"size": "1280x640", "theme": "dark", "scratch": str(stage.scratch)}
    stage.play("evidence", scale="1.5", **_texts(stage), **choices)
    opened = stage.scratch / "pack"
    with record.step("stranger: the evidence pack holds by itself") as step:
        sealed.check_pack(step, Path(str(stage.told["pack"])), opened)


def _texts(stage: Stage) -> dict[str, str]:
    told = dict(stage.told)  # another lane may be told something meanwhile
    return {key: json.dumps(value, ensure_ascii=False) for key, value in told.items()}


if __name__ == "__main__":
    sys.exit(main())

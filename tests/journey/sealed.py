"""What an outsider sees of a sealed batch through the server's API, and what an administrator does.

Verified by the server's own book of seals, and once more by the command line, which knows nothing
but files.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx

from app.protocol.seal_book import SealBook
from app.seal.verify.anchors import context
from app.seal.verify.document import verify
from tests.journey.office import ADMIN, SEALER, signed_in
from tests.journey.record import Step

SEAL = "seal-org-unit-1"
BATCH = 30
FILES = 3
"""So many files go to the command line too."""


def verify_sealed(step: Step, url: str, told: dict[str, object], folder: Path) -> None:
    """Every form of the batch is sealed once, by the holder, time-stamped in place, and intact."""
    app_ids = cast(list[str], told["sealed_cases"])
    verdicts: Counter[str] = Counter()
    with signed_in(url, SEALER) as client:
        me = _json(client, "/v1/me")["account"]["user_id"]
        book = SealBook.model_validate(_json(client, "/v1/seals"))
        lists = [_bytes(client, f"/v1/seals/crl/{name}") for name in book.lists]
        for number, app_id in enumerate(app_ids):
            document = _json(client, f"/v1/applications/{app_id}")
            (stamp,) = _stamps(step, app_id, document, me)
            after = _bytes(client, f"/v1/blobs/{stamp['time_stamped_sha256']}")
            before = _bytes(client, f"/v1/blobs/{stamp['stamped_sha256']}")
            step.check("time-stamped in place", len(after) == len(before) and after != before)
            version = document["version"]
            trust = context(
                book.seals,
                now=datetime.now(UTC),
                roots=book.roots_der(),
                time_roots=book.time_roots_der(),
                crls=lists,
                expected=(app_id, version["version_no"], version["content_sha256"]),
            )
            verdicts.update(str(one.verdict) for one in verify(after, trust).seals)
            if number < FILES:
                (folder / f"{app_id}.pdf").write_bytes(after)
    seen = dict(verdicts)
    step.check("every seal is intact, none twice", seen == {"INTACT": len(app_ids)}, seen)
    _by_command_line(step, folder, book, lists)


def revoke(url: str) -> None:
    """The unit's administrator revokes its seal."""
    with signed_in(url, ADMIN) as client:
        body = {"status": "REVOKED", "reason": "印章已交回销毁"}
        client.post(f"/v1/seals/{SEAL}/status", json=body).raise_for_status()


def _stamps(step: Step, app_id: str, document: dict[str, Any], me: str) -> list[dict[str, Any]]:
    made = [one for one in document["stamps"] if not one["voided"]]
    step.check(f"{app_id}: sealed once", len(made) == 1, len(made))
    stamp = made[0]
    step.check("it may go on", document["status"] == "SEALED", document["status"])
    step.check("electronically", stamp["method"] == "ELECTRONIC", stamp["method"])
    step.check("by the holder", stamp["signer_id"] == me, stamp["signer_id"])
    step.check("with the unit's seal", stamp["seal_id"] == SEAL, stamp["seal_id"])
    return made


def _by_command_line(step: Step, folder: Path, book: SealBook, lists: list[bytes]) -> None:
    """``titledesk verify`` on some of the files, with registry, roots and lists as files."""
    registry = folder / "seals.json"
    registry.write_text(
        json.dumps([seal.model_dump(mode="json") for seal in book.seals], ensure_ascii=False)
    )
    named = (("root", book.roots_der()), ("time-root", book.time_roots_der()), ("crl", lists))
    beside: dict[str, list[Path]] = {}
    for option, files in named:
        for number, data in enumerate(files):
            path = folder / f"{option}-{number}.der"
            path.write_bytes(data)
            beside.setdefault(option, []).append(path)
    code, said = _verified(sorted(folder.glob("A*.pdf")), registry, beside)
    step.check("titledesk verify says so too", code == 0, said if code else code)


def check_pack(step: Step, pack: Path, folder: Path) -> None:
    """What a stranger does with an evidence pack and nothing else: every file is as the manifest
    says, and every document is sealed by what lies in the pack."""
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(folder)
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    wrong = [
        name
        for name, told in files.items()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != told["sha256"]
    ]
    step.check("every file is as the manifest says", bool(files) and not wrong, wrong)
    documents = sorted(folder.glob("documents/*.pdf"))
    step.check("every form of the batch is there", len(documents) == BATCH, len(documents))
    certificates = folder / "certificates"
    beside = {
        "root": sorted(certificates.glob("root-*.pem")),
        "time-root": sorted(certificates.glob("time-*.pem")),
        "crl": sorted(folder.glob("crls/*.crl")),
    }
    code, said = _verified(documents, folder / "registry.json", beside)
    step.check("every seal holds", code == 0, said if code else code)


def _verified(
    documents: list[Path], registry: Path, beside: dict[str, list[Path]]
) -> tuple[int, str]:
    """Exit status and words of ``titledesk verify``."""
    argv = [sys.executable, "-m", "app", "verify", *map(str, documents)]
    argv += ["--registry", str(registry), "--json"]
    argv += [part for option, files in beside.items() for one in files
             for part in (f"--{option}", str(one))]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, text=True, env=os.environ, check=False)
    return done.returncode, (done.stdout + done.stderr)[-2000:]


def _json(client: httpx.Client, path: str) -> dict[str, Any]:
    return cast(dict[str, Any], client.get(path).raise_for_status().json())


def _bytes(client: httpx.Client, path: str) -> bytes:
    return client.get(path).raise_for_status().content

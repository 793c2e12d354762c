"""``seal`` on the command line: from an office's request to the end of the seal."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.protocol.seal_registration import SealRegistration
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from server_stub import registry
from server_stub.cli import main
from server_stub.clock import Clock
from server_stub.context import Server
from tests.seal import pki
from tests.seal.requests import requested
from tests.server_stub.world import CHEAP, UNIT, Time

ROOT = Path(__file__).resolve().parents[2]
HOLDER = "u-sealer1"


@dataclass(frozen=True)
class Done:
    code: int
    said: str
    complained: str

    @property
    def told(self) -> Any:
        assert self.code == 0, self.complained
        return json.loads(self.said)


def run(*arguments: str) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def data(tmp_path: Path, filled: Path) -> Path:
    """A data folder whose unit has a seal holder."""
    folder = tmp_path / "data"
    shutil.copytree(filled, folder)
    server = Server(folder, CHEAP, Clock(Time()), demo=False)
    with server.db.write() as session:
        registry.save_user(
            session, user_id=HOLDER, login="sealer1", name="罗映舟", org_id=UNIT,
            roles=["SEALER"], password_hash="x",
        )  # fmt: skip
    server.close()
    return folder


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    """A request, as the window writes it."""
    return written(tmp_path, asked(tmp_path))


def asked(folder: Path, **changes: Any) -> SealRegistration:
    path = pki.seal_key().write(folder)
    with Pkcs12File(path, MemoryLedger()).open(pki.PIN) as key:
        return requested(key, **changes)


def written(folder: Path, request: SealRegistration) -> Path:
    path = folder / "seal.seal-registration.json"
    path.write_text(request.model_dump_json(), encoding="utf-8")
    return path


def test_a_seal_from_its_request_to_its_end(data: Path, request_file: Path) -> None:
    where = ("--data", str(data))
    made = run("seal", "register", str(request_file), "--form", "unit_opinion", *where).told
    assert (made["owner_org"], made["status"]) == (UNIT, "ACTIVE")
    assert (made["holders"], made["allowed_forms"]) == ([HOLDER], ["unit_opinion"])
    seal = made["seal_id"]
    assert run("seal", "list", *where).told[0]["seal_id"] == seal
    frozen = run("seal", "freeze", seal, "--reason", "外出", "--by", "登记员甲", *where).told
    assert frozen["status"] == "FROZEN"
    assert run("seal", "activate", seal, "--reason", "回来", *where).told["status"] == "ACTIVE"
    longer = run("seal", "renew", seal, "--to", "2099-12-31", "--reason", "续期", *where).told
    assert longer["valid_to"] == "2099-12-31T15:59:59Z"
    assert run("seal", "revoke", seal, "--reason", "换章", *where).told["status"] == "REVOKED"
    (told,) = run("seal", "list", "--history", *where).told
    assert [(step["status"], step["reason"]) for step in told["history"]] == [
        ("ACTIVE", ""), ("FROZEN", "外出"), ("ACTIVE", "回来"), ("ACTIVE", "续期"),
        ("REVOKED", "换章"),
    ]  # fmt: skip
    assert told["history"][1]["by"] == "登记员甲"
    over = run("--language", "en", "seal", "activate", seal, "--reason", "x", *where)
    assert (over.code, "final" in over.complained) == (1, True)


def test_the_term_is_the_registrars_to_lay_down(data: Path, request_file: Path) -> None:
    more = ("--from", "2026-07-01", "--to", "2026-12-31", "--holder", "u-lujs")
    made = run("seal", "register", str(request_file), *more, "--data", str(data)).told
    assert made["valid_from"] == "2026-06-30T16:00:00Z"  # midnight in Asia/Shanghai
    assert made["valid_to"] == "2026-12-31T15:59:59Z"
    assert made["holders"] == ["u-lujs"]


def test_holders_and_forms_are_said_anew_with_a_reason(data: Path, request_file: Path) -> None:
    where = ("--data", str(data))
    seal = run("seal", "register", str(request_file), *where).told["seal_id"]
    more = ("--holder", "u-lujs", "--form", "roster", "--reason", "换人保管")
    made = run("seal", "amend", seal, *more, *where).told
    assert (made["holders"], made["allowed_forms"]) == (["u-lujs"], ["roster"])
    kept = run("seal", "amend", seal, "--form", "workload", "--reason", "增加", *where).told
    assert (kept["holders"], kept["allowed_forms"]) == (["u-lujs"], ["workload"])
    (told,) = run("seal", "list", "--history", *where).told
    assert [step["reason"] for step in told["history"]] == ["", "换人保管", "增加"]
    assert told["status"] == "ACTIVE"
    foreign = run("seal", "amend", seal, "--holder", "u-foreign", "--reason", "x", *where)
    assert (foreign.code, "不是该单位的人员" in foreign.complained) == (1, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"proof": "AAAA"}, "密钥持有验证"),
        ({"name": "另一个名字"}, "密钥持有验证"),  # signed under another
        ({"org_id": "org-nowhere"}, "密钥持有验证"),
    ],
)
def test_a_request_that_was_changed_on_the_way_is_refused(
    data: Path, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    path = written(tmp_path, asked(tmp_path).model_copy(update=changes))
    refused = run("seal", "register", str(path), "--data", str(data))
    assert (refused.code, words in refused.complained) == (1, True)
    assert run("seal", "list", "--data", str(data)).told == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mask_sha256": "0" * 64}, "图样"),
        ({"picture": "AAAA"}, "图样"),
        ({"org_id": "org-nowhere"}, "没有单位"),
        ({"user_id": "u-foreign"}, "不是该单位的人员"),
    ],
)
def test_a_request_that_does_not_fit_is_refused(
    data: Path, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    path = written(tmp_path, asked(tmp_path, **changes))
    refused = run("seal", "register", str(path), "--data", str(data))
    assert (refused.code, words in refused.complained) == (1, True), refused


def test_what_is_no_request_is_refused(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in (b"{", b"[]", b" " * (2 << 20)):
        path.write_bytes(content)
        refused = run("seal", "register", str(path), "--data", str(data))
        assert (refused.code, "不是印章登记申请文件" in refused.complained) == (1, True)
    missing = run("seal", "freeze", "nowhere", "--reason", "x", "--data", str(data))
    assert (missing.code, "nowhere" in missing.complained) == (1, True)


def test_the_operators_files_are_served_and_read_at_once(data: Path, tmp_path: Path) -> None:
    root, listed = tmp_path / "root.pem", tmp_path / "root.crl"
    root.write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    listed.write_bytes(pki.revocation_list(pki.root()))
    command = [sys.executable, "-m", "server_stub", "serve", "--data", str(data)]
    files = ["--seal-root", str(root), "--seal-crl", str(listed), "--time-root", str(root)]
    with subprocess.Popen([*command, *files], cwd=ROOT, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout is not None
        try:
            url = json.loads(one.stdout.readline())["url"]
            with httpx.Client(base_url=url, verify=False) as client:
                sign_in = {"login": "chenyao", "password": "demo-2026", "device_id": "d"}
                token = client.post("/v1/auth/token", json=sign_in).json()["access_token"]
                book = client.get("/v1/seals", headers={"Authorization": f"Bearer {token}"}).json()
                (name,) = book["lists"]
                told = client.get(f"/v1/seals/crl/{name}")
        finally:
            one.kill()
    assert len(book["roots"]) == len(book["time_roots"]) == 1
    assert told.headers["content-type"] == "application/pkix-crl"
    assert x509.load_der_x509_crl(told.content).issuer == pki.root().certificate.subject
    listed.write_bytes(b"no list")
    wrong = run("serve", "--data", str(data), *files)
    assert (wrong.code, "--seal-crl" in wrong.complained) == (1, True)

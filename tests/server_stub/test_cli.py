"""The command line, as its own processes: what a restart and a kill leave behind."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from server_stub.cli import main
from server_stub.serve import ServerThread, Tls
from tests.server_stub.folders import manifest, write
from tests.server_stub.world import CHEAP, PASSWORD

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    said: str
    complained: str


def _run(*arguments: str, given: str = "") -> Done:
    """A command in this process: only serving needs one of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO(given))
        code = main(arguments)
    return Done(code, out.getvalue(), err.getvalue())


@contextmanager
def _serving(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "server_stub", "serve", "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"], process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder filled by the command line alone."""
    root = tmp_path_factory.mktemp("cli")
    content = manifest()
    content["applications"][0]["earlier_versions"] = []
    content["activities"][0]["stage_deadlines"] = {}  # these processes live by today's date
    write(root / "folder", content)
    done = _run("import", str(root / "folder"), "--data", str(root / "data"))
    assert done.code == 0, done.complained
    assert json.loads(done.said)["applications"] == 1
    return root / "data"


@contextmanager
def _signed_in(url: str, login: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, verify=False, timeout=30) as client:
        body = {"login": login, "password": PASSWORD, "device_id": "d"}
        token = client.post("/v1/auth/token", json=body).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_what_was_answered_survives_a_kill(data: Path) -> None:
    """SIGKILL directly after the answer; the next process gives the stored one again."""
    from uuid_utils import uuid7

    with _serving(data) as (url, process):
        assert url.startswith("http://127.0.0.1:")
        with _signed_in(url, "jingban") as client:
            document = client.get("/v1/applications/2026-0001").json()
            body = {"device_id": "d", "ops": [_return(document, str(uuid7()))]}
            first = client.post("/v1/ops", json=body).json()["results"][0]
            assert first["status"] == "applied"
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    with _serving(data) as (url, _), _signed_in(url, "jingban") as client:
        again = client.post("/v1/ops", json=body).json()["results"][0]
        assert (again["status"], again["rev"]) == ("replayed", first["rev"])
        assert client.get("/v1/applications/2026-0001").json()["status"] == "PROPOSED"


def _return(document: dict[str, Any], op_id: str) -> str:
    now = datetime.now(UTC).isoformat()
    comment = {"comment_id": "c", "module": "papers", "text": "请补充目录。"}
    base = {
        "version_no": document["version"]["version_no"],
        "content_sha256": document["version"]["content_sha256"],
        "etag": document["etag"],
        "profile": document["profile"],
    }
    return json.dumps(
        {
            "v": 1, "op_id": op_id, "kind": "propose", "app_id": document["app_id"], "seq": 1,
            "actor": "jingban", "device_id": "d", "base": base, "at_local": now,
            "server_time_est": now, "payload": {"verb": "RETURN", "module_comments": [comment]},
        }
    )  # fmt: skip


def test_a_new_account(data: Path) -> None:
    add = ("user", "add", "--data", str(data), "--name", "经办丁", "--org", "own-unit")
    done = _run(*add, "--login", "ding", "--roles", "HANDLER,APPROVER", given=f"{PASSWORD}\n")
    assert (done.code, done.said) == (0, '{"user_id": "ding"}\n')
    for arguments, words in (
        (("--login", "ding", "--roles", "HANDLER"), "ding exists already"),
        (("--login", "wu", "--roles", "KING"), "unknown role: KING"),
        (("--login", "wu", "--roles", "HANDLER", "--org", "x"), "unknown office: x"),
    ):
        refused = _run(*add, *arguments, given=f"{PASSWORD}\n")
        assert (refused.code, refused.complained.strip()) == (1, words)
    short = _run(*add, "--login", "wu", "--roles", "HANDLER", given="1234567\n")
    assert short.code == 1


def test_a_refused_folder_names_files_and_fields(data: Path, tmp_path: Path) -> None:
    content = manifest()
    content["applications"][0]["app_id"] = "2026-0009"
    content["users"] = []
    content["applications"][0]["version"]["attachments"][0]["path"] = "../x.jpg"
    write(tmp_path / "folder", content)
    refused = _run("import", str(tmp_path / "folder"), "--data", str(data))
    place = "applications[0].version.attachments[0].path"
    assert refused.code == 1
    assert refused.complained.strip() == f"../x.jpg: {place}: 路径离开了文件夹"
    english = _run("--language", "en", "import", str(tmp_path / "folder"), "--data", str(data))
    assert english.complained.strip() == f"../x.jpg: {place}: The path leaves the folder"


def test_a_server_at_work(data: Path, tmp_path: Path) -> None:
    """One line when ready, no test clock without --demo, a backup and a new epoch meanwhile, and
    an orderly end."""
    with _serving(data) as (url, process), _signed_in(url, "jingban") as client:
        answer = client.post("/v1/test/clock", json={"now": "2030-01-01T00:00:00Z"})
        assert answer.status_code == 404
        done = _run("backup", str(tmp_path / "copy.db"), "--data", str(data))
        mark = json.loads(done.said)["durable_mark"]
        assert mark > 0
        assert (tmp_path / "copy.db").stat().st_size > 0
        page = client.get("/v1/changes").json()
        assert page["durable_mark"] == mark
        epoch = json.loads(_run("new-epoch", "--data", str(data)).said)["epoch"]
        again = client.get("/v1/changes", params={"cursor": page["cursor"]}).json()
        assert (again["epoch"], again["reset"]) == (epoch, True)
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM
        assert process.stdout is not None
        assert process.stdout.read() == ""


def test_a_taken_port_is_told(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = _run("serve", "--data", str(data), "--port", port)
    assert refused.code == 1
    assert "in use" in refused.complained


def test_tls(tmp_path: Path) -> None:
    certificate, key = _certificate(tmp_path)
    half = _run("serve", "--data", str(tmp_path / "data"), "--tls-cert", str(certificate))
    assert (half.code, half.complained) == (1, "--tls-cert and --tls-key belong together\n")
    tls = Tls(certificate, key)
    with ServerThread(tmp_path / "data", settings=CHEAP, tls=tls) as running:
        assert running.url.startswith("https://127.0.0.1:")
        trusted = ssl.create_default_context(cafile=str(certificate))
        assert httpx.get(f"{running.url}/v1/health", verify=trusted).json()["ok"] is True
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{running.url}/v1/health")


def _certificate(folder: Path) -> tuple[Path, Path]:
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "TitleDesk test")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths

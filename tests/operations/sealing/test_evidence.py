"""An evidence pack, checked by a stranger who has nothing but the pack."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.cli import main
from app.cli.exits import Exit
from app.operations.errors import OperationRefused
from app.operations.policy import Policy
from app.operations.sealing.evidence import export_pack
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from app.protocol.messages import message
from app.store.errors import StoreFull
from server_stub.serve import ServerThread
from tests.endtoend.disk import Disk, disk
from tests.operations import road
from tests.operations.office import Office, audited, sync
from tests.operations.sealing import desk
from tests.operations.sealing.packs import Pack, fetched, unpacked, with_authorities
from tests.operations.sealing.ready import MACHINE, copy_of, home_of
from tests.seal.independent import needed
from tests.server_stub.placing import put

__all__ = ["disk"]

IDS = ("case-3", "case-4")


@pytest.fixture(scope="module")
def with_seals(
    approved: Path, listener: ServerThread, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Two cases sealed, and a third that will not be in the pack; closed."""
    root = tmp_path_factory.mktemp("with_seals")
    with copy_of(approved, listener, root) as office:
        holder = desk.holder(office, root, MACHINE)
        desk.seal_all(holder, "case-5")
        desk.seal_all(holder, *IDS)
        sync(holder)
    return root


@pytest.fixture
def sealer(with_seals: Path, listener: ServerThread, tmp_path: Path) -> Iterator[Workspace]:
    """The holder's machine; a pack is made without the server."""
    homes = with_seals / "machines" / MACHINE
    with home_of(homes, listener.url, tmp_path / "homes") as workspace:
        yield workspace


@pytest.fixture
def pack(sealer: Workspace, tmp_path: Path) -> Pack:
    report = export_pack(sealer, tmp_path / "evidence.zip", app_ids=IDS)
    assert report.well, report
    assert report.documents == 2
    assert report.sha256 == sha256_hex((tmp_path / "evidence.zip").read_bytes())
    return unpacked(tmp_path / "evidence.zip", tmp_path / "unpacked")


def commands(pack: Pack) -> list[str]:
    """What the summary says a reader can type."""
    page = (pack.root / "summary.html").read_text("utf-8")
    return [html.unescape(part) for part in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]


def verified(
    pack: Pack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> object:
    """What ``titledesk verify`` says with the arguments that the summary names."""
    (typed,) = [one for one in commands(pack) if one.startswith("titledesk verify")]
    words = shlex.split(typed.replace("documents/*.pdf", " ".join(map(str, pack.documents()))))
    monkeypatch.chdir(pack.root)
    assert main(["--language", "zh_CN", *words[1:], "--json"]) == Exit.OK
    return json.loads(capsys.readouterr().out.replace(f"{pack.root}/", ""))


def test_the_pack_alone_convinces_our_own_verifier(
    pack: Pack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = pack.json("verdicts.json")
    assert told["ok"]
    assert verified(pack, monkeypatch, capsys) == told
    asked_for(pack)


def asked_for(pack: Pack) -> None:
    """The summary says what a reader asks, in words."""
    page = html.unescape((pack.root / "summary.html").read_text("utf-8"))
    for words in (
        "用章凭证", "Evidence of seals", "非国密 GB/T 38540 签章", "单位推荐意见", "单位公章",
        "罗映舟", "case-3", "完整，等待时间戳", "第 1 版", "示例市政",
    ):  # fmt: skip
        assert words in page, words
    assert "evidence." not in page, "a code without words"
    assert not re.search(r"\{[a-z]+\}", page.split("</style>")[1].split("python3")[0])


def test_the_commands_of_the_summary_do_what_they_say(pack: Pack) -> None:
    """Digests, pdfsig, OpenSSL and the links of the record; the last two fail when tampered."""
    manifest, _verify, pdfsig, openssl, record = commands(pack)
    for program in ("pdfsig", "openssl", "python3"):
        needed(program)
    for typed in (manifest, record):
        ran = pack.shell(typed)
        assert (ran.returncode, ran.stdout) == (0, "OK\n"), ran.stderr
    assert pack.shell(pdfsig).stdout.count("Signature is Valid") == 2
    ran = pack.shell(f"set -e\n{openssl}")
    assert ran.returncode == 0, ran.stderr
    assert len(openssl.splitlines()) == 4

    lines = pack.root / "record/seal-uses.jsonl"
    lines.write_text(lines.read_text("utf-8").replace("罗映舟", "别的人", 1), "utf-8")
    assert pack.shell(record).returncode != 0
    document = pack.documents()[0]
    data = bytearray(document.read_bytes())
    data[len(data) // 3] ^= 1
    document.write_bytes(data)
    assert pack.shell(f"set -e\n{openssl}").returncode != 0
    assert pack.shell(manifest).returncode != 0


def test_it_holds_the_lines_of_these_cases_and_of_others_only_their_hashes(
    pack: Pack, sealer: Workspace
) -> None:
    uses = pack.lines("record/seal-uses.jsonl")
    assert [line["app_id"] for line in uses] == ["case-3", "case-3", "case-4", "case-4"]
    assert [line["seq"] for line in uses] == [3, 4, 5, 6]
    chain = pack.json("record/seal-uses-chain.json")
    assert [link["seq"] for link in chain["links"]] == [2, 3, 4, 5, 6]
    with sealer.journal.seals() as pages:
        assert (chain["lines"], chain["head"]) == pages.head()
    everything = b"".join((pack.root / name).read_bytes() for name in pack.names)
    assert b"case-5" not in everything
    actions = pack.lines("record/actions.jsonl")
    assert actions[-1]["action"] == "seal.evidence", "that it was exported stands in it too"
    begun = next(row for row in actions if row["action"] == "seal.begin")
    assert begun["payload_sha256"] == sha256_hex(f'{{"use":"{uses[0]["hash"]}"}}'.encode())
    links = {link["seq"]: link["hash"] for link in pack.json("record/actions-chain.json")["links"]}
    for row in actions:
        assert links[row["seq"]] == row["hash"]
        assert links.get(row["seq"] - 1, "0" * 64) == row["prev_hash"]


def test_the_file_with_the_time_stamp_is_fetched_and_goes_in_beside_the_sealed_one(
    unit: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_authorities(unit)
    ws, app_id = desk.holder(unit, tmp_path), IDS[0]
    desk.seal_all(ws, app_id)
    sync(ws)
    (stamp,) = ws.queries.case(app_id).application.stamps
    assert stamp.time_stamped_sha256
    fetched(ws, app_id, stamp.time_stamped_sha256)
    taken = ws.blobs.path_of(stamp.time_stamped_sha256)
    aside = taken.rename(taken.with_name("aside"))
    early = export_pack(ws, tmp_path / "early.zip", app_ids=[app_id])
    assert (early.documents, early.time_stamped, early.stamps_absent) == (1, 0, 1)
    aside.rename(taken)
    here = [file.sha256 for file in ws.cache.files_of(app_id) if file.state == 2]
    assert here == [stamp.time_stamped_sha256], "the applicant's files stay where they are"
    report = export_pack(ws, tmp_path / "evidence.zip", app_ids=[app_id])
    assert (report.documents, report.time_stamped, report.stamps_absent) == (1, 1, 0)
    pack = unpacked(tmp_path / "evidence.zip", tmp_path / "unpacked")
    (document,) = pack.documents()
    assert sha256_hex(document.read_bytes()) == stamp.time_stamped_sha256
    sealed = pack.root / "documents/as-sealed" / document.name
    assert sha256_hex(sealed.read_bytes()) == stamp.stamped_sha256
    line = pack.lines("record/seal-uses.jsonl")[-1]
    assert line["stamped_sha256"] == stamp.stamped_sha256
    assert pack.json("verdicts.json")["files"][0]["seals"][0]["time_stamped"]
    kinds = {name.partition("-")[0] for name in pack.names}
    assert kinds >= {"certificates/registered", "certificates/root", "certificates/time", "crls/1"}
    assert verified(pack, monkeypatch, capsys) == pack.json("verdicts.json")
    assert pack.shell(f"set -e\n{commands(pack)[3]}").returncode == 0


def test_a_batch_is_exported_as_a_whole(sealer: Workspace, tmp_path: Path) -> None:
    with sealer.journal.seals() as pages:
        newest, first = pages.batches()
    assert {item.app_id for item in newest.items} == set(IDS)
    report = export_pack(sealer, tmp_path / "batch.zip", batch_id=first.batch_id)
    assert report.documents == 1
    pack = unpacked(tmp_path / "batch.zip", tmp_path / "unpacked")
    assert {line["batch_id"] for line in pack.lines("record/seal-uses.jsonl")} == {first.batch_id}
    assert audited(sealer)[-1] == "seal.evidence"
    with pytest.raises(OperationRefused) as refused:
        export_pack(sealer, tmp_path / "none.zip", batch_id="no-such")
    assert refused.value.code == "evidence.no_batch"


def test_a_file_that_is_not_here_or_damaged_is_told_and_the_rest_is_exported(
    sealer: Workspace, tmp_path: Path
) -> None:
    with sealer.journal.seals() as pages:
        lost, broken = pages.batches()[0].items
    sealer.blobs.remove(lost.stamped_sha256)
    path = sealer.blobs.path_of(broken.stamped_sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    report = export_pack(sealer, tmp_path / "evidence.zip", app_ids=("case-5", *IDS))
    assert not report.well
    assert report.documents == 1
    assert [(one.app_id, one.code) for one in report.absent] == [
        ("case-3", "evidence.not_here"), ("case-4", "evidence.damaged"),
    ]  # fmt: skip
    pack = unpacked(tmp_path / "evidence.zip", tmp_path / "unpacked")
    assert "文件不在本机" in (pack.root / "summary.html").read_text("utf-8")


def folder(target: Path) -> Sequence[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_bad_target_is_told_and_nothing_is_left(sealer: Workspace, tmp_path: Path) -> None:
    for bad in ("exists", "no folder", "a folder"):
        place = tmp_path / bad
        place.mkdir()
        target = place / "nowhere" / "a.zip" if bad == "no folder" else place / "a.zip"
        if bad == "exists":
            target.write_bytes(b"mine")
        if bad == "a folder":
            target.mkdir()
        before = list(audited(sealer))
        with pytest.raises(OperationRefused) as refused:
            export_pack(sealer, target, app_ids=IDS)
        code = "OP_EXPORT_UNWRITABLE" if bad == "no folder" else "OP_EXPORT_EXISTS"
        assert refused.value.code == code
        assert refused.value.params["name"] == "a.zip"
        assert folder(place / "a.zip") == ([] if bad == "no folder" else ["a.zip"])
        assert audited(sealer) == before, "nothing was exported, nothing is recorded"


def test_what_policy_forbids_what_is_stopped_and_what_is_empty(
    sealer: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "a.zip"
    target.parent.mkdir()
    with pytest.raises(OperationRefused) as refused:
        export_pack(sealer, target, app_ids=IDS, progress=lambda done: done < 1)
    assert refused.value.code == "evidence.stopped"
    assert folder(target) == []
    with pytest.raises(OperationRefused) as refused:
        export_pack(sealer, target, app_ids=())
    assert refused.value.code == "evidence.empty"
    sealer.policy = Policy(export_allowed=False)
    with pytest.raises(OperationRefused) as refused:
        export_pack(sealer, target, app_ids=IDS)
    assert refused.value.code == "OP_EXPORT_FORBIDDEN"
    assert folder(target) == []


def test_words_of_a_server_lead_nowhere_and_say_nothing_to_a_shell(
    with_seals: Path, listener: ServerThread, tmp_path: Path
) -> None:
    with copy_of(with_seals, listener, tmp_path) as office:
        sealer = office.officer(road.SEALER, MACHINE)
        (stamp,) = office.world.get("case-3")["stamps"]
        twice = {**stamp, "stamp_id": "again", "form": "../../../x; touch pwned #"}
        put(office.world, "case-3", stamps=[{**stamp, "voided": True}, twice])
        sync(sealer)
        report = export_pack(sealer, tmp_path / "evidence.zip", app_ids=IDS)
    assert report.documents == 2
    pack = unpacked(tmp_path / "evidence.zip", tmp_path / "unpacked")
    assert all(re.fullmatch(r"(?:[\w-]+/)*[\w.-]+", name) for name in pack.names), pack.names
    manifest, _verify, pdfsig, openssl, _record = commands(pack)
    assert pack.shell(manifest).stdout == "OK\n"
    assert pack.shell(pdfsig).stdout.count("Signature is Valid") == 2
    pack.shell(openssl)
    assert not list(tmp_path.rglob("pwned"))


def test_a_full_disk_leaves_nothing_and_is_told(
    disk: Disk, sealer: Workspace, tmp_path: Path
) -> None:
    target = disk.root / "out" / "a.zip"
    target.parent.mkdir()
    whole = export_pack(sealer, tmp_path / "whole.zip", app_ids=IDS).bytes
    for leave in (0, whole // 2, whole - 4096):  # at its beginning, in a document, at its index
        disk.eat(leave=max(leave, 1))
        with pytest.raises(StoreFull) as full:
            export_pack(sealer, target, app_ids=IDS)
        assert message(full.value.code).startswith("磁盘已满")
        assert folder(target) == []
        disk.clear()
    assert export_pack(sealer, target, app_ids=IDS).well
    assert folder(target) == ["a.zip"]

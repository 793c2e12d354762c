"""A folder is imported whole, or refused with every file, field and reason; then nothing of it is
there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.protocol.canonical import content_sha256
from app.protocol.messages import has_message
from server_stub import cases
from server_stub.context import Server
from server_stub.import_folder import ImportRefusedError, import_folder
from server_stub.import_folder.paths import refusal
from server_stub.tables import (
    ActivityRow,
    ApplicationRow,
    BlobRow,
    OrganisationRow,
    UserRow,
    VersionRow,
)
from tests.server_stub.folders import SCAN, manifest, write
from tests.server_stub.world import PASSWORD, PDF, sha

TABLES = (ActivityRow, ApplicationRow, BlobRow, OrganisationRow, UserRow, VersionRow)
APP = "applications[0]"
FILE = f"{APP}.version.attachments[0]"
Edit = Callable[[dict[str, Any], Path], None]


def test_a_folder_written_by_hand(empty_server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write(folder, manifest())
    done = import_folder(empty_server, folder)
    assert vars(done) == {
        "organisations": 2,
        "activities": 1,
        "users": 3,
        "applications": 1,
        "files": 2,
        "bytes": len(PDF) + len(SCAN),
    }
    assert empty_server.blobs.path(sha(SCAN)).read_bytes() == SCAN
    with empty_server.db.read() as session:
        case = cases.load(session, "2026-0001")
        assert case is not None
        application = case.application
        first = session.get_one(VersionRow, ("2026-0001", 1))
        assert content_sha256(json.loads(first.body)) == first.content_sha256
        assert json.loads(first.body)["submitted_at"] == "2026-02-01T01:00:00Z"
        applicant = session.get_one(UserRow, "shenbao")
        assert empty_server.passwords.verify(applicant.password_hash, PASSWORD)
        assert applicant.person_id == "person-0007"
    assert (application.status, application.current_version) == ("SUBMITTED", 2)
    assert application.flags == ["RESUBMITTED"]
    assert [ref.version_no for ref in application.earlier_versions] == [1]
    assert application.history[0].decision.module_comments[0].text == "请补充封面。"
    assert application.history[0].approver_name == "复核乙"
    assert [line.action for line in application.timeline] == [
        "submit", "claim", "propose", "approve", "resubmit",
    ]  # fmt: skip
    assert application.version.attachments[0].filename == "正面.jpg"
    assert application.version.attachments[0].mime == "image/jpeg"
    assert application.route[1].org_id == "office"


def test_a_folder_for_an_office_that_is_there_already(empty_server: Server, tmp_path: Path) -> None:
    write(tmp_path / "one", manifest())
    import_folder(empty_server, tmp_path / "one")
    more = manifest()
    more["users"] = []
    more["applications"][0]["app_id"] = "2026-0002"
    more["organisations"][0]["name"] = "本市第二建筑集团"
    write(tmp_path / "two", more)
    assert import_folder(empty_server, tmp_path / "two").applications == 1
    with empty_server.db.read() as session:
        assert "集团" in session.get_one(OrganisationRow, "own-unit").doc


def test_what_is_claimed_or_decided_comes_in_as_such(empty_server: Server, tmp_path: Path) -> None:
    content = manifest()
    application = content["applications"][0]
    content["applications"] = [
        {**application, "app_id": "claimed", "claimed_by": "jingban"},
        {**application, "app_id": "proposed", "decision": _return()},
        {**application, "app_id": "decided", "decision": {**_return(), "approver": "fuhe"}},
        {**application, "app_id": "draft", "status": "DRAFT", "earlier_versions": []},
    ]
    write(tmp_path / "folder", content)
    import_folder(empty_server, tmp_path / "folder")
    with empty_server.db.read() as session:
        rows = session.scalars(select(ApplicationRow)).all()
        statuses = {row.app_id: row.status for row in rows}
    assert statuses == {
        "claimed": "CLAIMED",
        "proposed": "PROPOSED",
        "decided": "RETURNED",
        "draft": "DRAFT",
    }


def _return() -> dict[str, Any]:
    comment = {"comment_id": "c", "module": "papers", "text": "请补充目录。"}
    return {"verb": "RETURN", "handler": "jingban", "module_comments": [comment]}


def _set(path: str, value: Any) -> Edit:
    """Put ``value`` at ``a.b[0].c`` of the manifest."""
    keys = path.replace("[", ".").replace("]", "").split(".")

    def edit(content: dict[str, Any], _folder: Path) -> None:
        place: Any = content
        for key in keys[:-1]:
            place = place[int(key) if isinstance(place, list) else key]
        last = keys[-1]
        place[int(last) if isinstance(place, list) else last] = value

    return edit


def _path(name: str) -> Edit:
    return _set(f"{FILE}.path", name)


def _symlink(_: dict[str, Any], folder: Path) -> None:
    (folder / "real.jpg").write_bytes(SCAN)
    (folder / "照片/正面.jpg").unlink()
    (folder / "照片/正面.jpg").symlink_to(folder / "real.jpg")


def _linked_folder(_: dict[str, Any], folder: Path) -> None:
    (folder / "照片").rename(folder / "elsewhere")
    (folder / "照片").symlink_to(folder / "elsewhere", target_is_directory=True)


def _missing(_: dict[str, Any], folder: Path) -> None:
    (folder / "照片/正面.jpg").unlink()


def _a_folder(_: dict[str, Any], folder: Path) -> None:
    (folder / "照片/正面.jpg").unlink()
    (folder / "照片/正面.jpg").mkdir()


def _changed(_: dict[str, Any], folder: Path) -> None:
    (folder / "照片/正面.jpg").write_bytes(SCAN + b"!")


def _case_collision(content: dict[str, Any], folder: Path) -> None:
    (folder / "Scan.jpg").write_bytes(SCAN)
    files = content["applications"][0]["version"]["attachments"]
    for att_id, path in (("f8", "Scan.jpg"), ("f9", "scan.JPG")):
        files.append({**files[0], "att_id": att_id, "path": path})


def _composed_collision(content: dict[str, Any], folder: Path) -> None:
    files = content["applications"][0]["version"]["attachments"]
    for att_id, path in (("f8", "caf\u00e9.jpg"), ("f9", "cafe\u0301.jpg")):
        (folder / path).write_bytes(SCAN)
        files.append({**files[0], "att_id": att_id, "path": path})


def _double_app(content: dict[str, Any], _: Path) -> None:
    content["applications"].append(content["applications"][0])


def _double_user(content: dict[str, Any], _: Path) -> None:
    content["users"].append({**content["users"][0], "user_id": "other"})


def _double_file(content: dict[str, Any], _: Path) -> None:
    files = content["applications"][0]["version"]["attachments"]
    files[1] = {**files[1], "att_id": "f1"}


def _text(text: str | bytes) -> Edit:
    def edit(_: dict[str, Any], folder: Path) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "manifest.json").write_bytes(data)

    return edit


JPG = "照片/正面.jpg"
MANIFEST = "manifest.json"
MODULES = f"{APP}.version.modules"
ENTRY = f"{MODULES}.papers.entries[0]"

#   what is wrong                      file           field                            code
REFUSED: list[tuple[str, Edit, str, str, str]] = [
    ("missing file", _missing, JPG, f"{FILE}.path", "IMPORT_FILE_MISSING"),
    ("a folder for a file", _a_folder, JPG, f"{FILE}.path", "IMPORT_NOT_A_FILE"),
    ("wrong hash", _changed, JPG, f"{FILE}.sha256", "IMPORT_WRONG_HASH"),
    ("wrong length", _changed, JPG, f"{FILE}.bytes", "IMPORT_WRONG_LENGTH"),
    ("symlink", _symlink, JPG, f"{FILE}.path", "IMPORT_SYMLINK"),
    ("symlink on the way", _linked_folder, JPG, f"{FILE}.path", "IMPORT_SYMLINK"),
    ("leaves the folder", _path("../a.jpg"), "../a.jpg", f"{FILE}.path", "IMPORT_PATH_OUTSIDE"),
    ("leaves inside", _path("a/../../b"), "a/../../b", f"{FILE}.path", "IMPORT_PATH_OUTSIDE"),
    ("leaves backwards", _path("..\\a"), "..\\a", f"{FILE}.path", "IMPORT_PATH_OUTSIDE"),
    ("absolute", _path("/etc/passwd"), "/etc/passwd", f"{FILE}.path", "IMPORT_PATH_ABSOLUTE"),
    ("a drive", _path("C:\\a.jpg"), "C:\\a.jpg", f"{FILE}.path", "IMPORT_PATH_ABSOLUTE"),
    ("a share", _path("\\\\host\\a"), "\\\\host\\a", f"{FILE}.path", "IMPORT_PATH_ABSOLUTE"),
    ("reserved", _path("x/CON.jpg"), "x/CON.jpg", f"{FILE}.path", "IMPORT_PATH_RESERVED"),
    ("colon", _path("a:b.jpg"), "a:b.jpg", f"{FILE}.path", "IMPORT_PATH_ABSOLUTE"),
    ("question mark", _path("ab?.jpg"), "ab?.jpg", f"{FILE}.path", "IMPORT_PATH_FORM"),
    ("trailing dot", _path("a.jpg."), "a.jpg.", f"{FILE}.path", "IMPORT_PATH_FORM"),
    ("case", _case_collision, "scan.JPG", f"{APP}.version.attachments[3].path",
     "IMPORT_CASE_COLLISION"),
    ("composition", _composed_collision, "cafe\u0301.jpg",
     f"{APP}.version.attachments[3].path", "IMPORT_CASE_COLLISION"),
    ("duplicate case", _double_app, MANIFEST, "applications[1].app_id", "IMPORT_DUPLICATE"),
    ("duplicate login", _double_user, MANIFEST, "users[3].login", "IMPORT_DUPLICATE"),
    ("duplicate file id", _double_file, MANIFEST, f"{APP}.version.attachments[1].att_id",
     "IMPORT_DUPLICATE"),
    ("unknown module", _set(f"{MODULES}.nowhere", {"entries": []}), MANIFEST,
     f"{MODULES}.nowhere", "IMPORT_UNKNOWN_MODULE"),
    ("module of a file", _set(f"{FILE}.module_code", "x"), MANIFEST, f"{FILE}.module_code",
     "IMPORT_UNKNOWN_MODULE"),
    ("unknown slot", _set(f"{FILE}.slot", "x"), MANIFEST, f"{FILE}.slot", "IMPORT_UNKNOWN_SLOT"),
    ("unknown entry", _set(f"{FILE}.entry_id", "x"), MANIFEST, f"{FILE}.entry_id",
     "IMPORT_UNKNOWN_ENTRY"),
    ("unknown field", _set(f"{ENTRY}.fields.colour", "x"), MANIFEST, f"{ENTRY}.fields.colour",
     "IMPORT_UNKNOWN_FIELD"),
    ("unknown file id", _set(f"{ENTRY}.attachment_ids", ["x"]), MANIFEST,
     f"{ENTRY}.attachment_ids", "IMPORT_UNKNOWN_ATTACHMENT"),
    ("unknown profile", _set(f"{APP}.profile", "GXRC@9"), MANIFEST, f"{APP}.profile",
     "IMPORT_UNKNOWN_PROFILE"),
    ("unknown office", _set(f"{APP}.unit_org_id", "x"), MANIFEST, f"{APP}.unit_org_id",
     "IMPORT_UNKNOWN_ORG"),
    ("unknown applicant", _set(f"{APP}.applicant", "x"), MANIFEST, f"{APP}.applicant",
     "IMPORT_UNKNOWN_USER"),
    ("unknown holder", _set(f"{APP}.claimed_by", "x"), MANIFEST, f"{APP}.claimed_by",
     "IMPORT_UNKNOWN_USER"),
    ("unknown activity", _set(f"{APP}.version.declaration.activity_id", "x"), MANIFEST,
     f"{APP}.version.declaration.activity_id", "IMPORT_UNKNOWN_ACTIVITY"),
    ("unknown role", _set("users[0].roles", ["KING"]), MANIFEST, "users[0].roles",
     "IMPORT_UNKNOWN_ROLE"),
    ("no password", _set("users[0].password", None), MANIFEST, "users[0].password",
     "IMPORT_ONE_PASSWORD"),
    ("a plain text as hash", _set("users[0].password_hash", "secret"), MANIFEST,
     "users[0].password_hash", "IMPORT_BAD_PASSWORD_HASH"),
    ("a draft with a past", _set(f"{APP}.status", "DRAFT"), MANIFEST, f"{APP}.status",
     "IMPORT_DRAFT_WITH_HISTORY"),
    ("two people", _set(f"{APP}.version.person.person_id", "x"), MANIFEST,
     f"{APP}.version.person.person_id", "IMPORT_TWO_PERSONS"),
    ("handler approves", _set(f"{APP}.earlier_versions[0].decision.approver", "jingban"),
     MANIFEST, f"{APP}.earlier_versions[0].decision.approver", "IMPORT_SAME_PERSON"),
    ("earlier but passed", _set(f"{APP}.earlier_versions[0].decision.verb", "PASS"), MANIFEST,
     f"{APP}.earlier_versions[0].decision.verb", "IMPORT_NOT_RETURNED"),
    ("another format", _set("format", "zip"), MANIFEST, "format", "IMPORT_BAD_FIELD"),
    ("another version", _set("version", 2), MANIFEST, "version", "IMPORT_BAD_FIELD"),
    ("a typing mistake", _set(f"{APP}.aplicant", "x"), MANIFEST, f"{APP}.aplicant",
     "IMPORT_BAD_FIELD"),
    ("no zone", _set("activities[0].apply_end", "2026-06-30T18:00:00"), MANIFEST,
     "activities[0].apply_end", "IMPORT_BAD_FIELD"),
    ("upper-case hash", _set(f"{FILE}.sha256", "A" * 64), MANIFEST, f"{FILE}.sha256",
     "IMPORT_BAD_FIELD"),
    ("an id with a slash", _set(f"{APP}.app_id", "a/b"), MANIFEST, f"{APP}.app_id",
     "IMPORT_BAD_FIELD"),
    ("bad JSON", _text('{"format": '), MANIFEST, "", "IMPORT_BAD_JSON"),
    ("not UTF-8", _text(b'{"format": "\xff"}'), MANIFEST, "", "IMPORT_BAD_JSON"),
    ("half a character", _text('{"format": "\\ud800"}'), MANIFEST, "", "IMPORT_BAD_JSON"),
    ("a key twice", _text('{"format": 1, "format": 2}'), MANIFEST, "", "IMPORT_BAD_JSON"),
    ("not a number", _text('{"version": NaN}'), MANIFEST, "", "IMPORT_BAD_JSON"),
    ("not an object", _text("[]"), MANIFEST, "", "IMPORT_BAD_FIELD"),
    ("no manifest", lambda _, folder: (folder / MANIFEST).unlink(), MANIFEST, "",
     "IMPORT_FILE_MISSING"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "file", "field", "code"),
    [row[1:] for row in REFUSED],
    ids=[row[0].replace(" ", "_") for row in REFUSED],
)
def test_refused(
    empty_server: Server, tmp_path: Path, edit: Edit, file: str, field: str, code: str
) -> None:
    folder = tmp_path / "folder"
    content = manifest()
    write(folder, content)
    edit(content, folder)
    if code != "IMPORT_BAD_JSON" and file == MANIFEST and field:
        write(folder, content)
    elif file != MANIFEST:
        (folder / MANIFEST).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, folder)
    found = {(problem.file, problem.field, problem.code) for problem in refused.value.problems}
    assert (file, field, code) in found
    _nothing_is_there(empty_server)


def test_every_problem_is_told_at_once(empty_server: Server, tmp_path: Path) -> None:
    content = manifest()
    _set(f"{APP}.profile", "x")(content, tmp_path)
    _set("users[0].org_id", "x")(content, tmp_path)
    write(tmp_path / "folder", content)
    _changed(content, tmp_path / "folder")
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, tmp_path / "folder")
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {
        "IMPORT_UNKNOWN_PROFILE",
        "IMPORT_UNKNOWN_ORG",
        "IMPORT_WRONG_HASH",
        "IMPORT_WRONG_LENGTH",
    }


def test_the_same_folder_twice_is_refused(empty_server: Server, tmp_path: Path) -> None:
    write(tmp_path / "folder", manifest())
    import_folder(empty_server, tmp_path / "folder")
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, tmp_path / "folder")
    assert {problem.field for problem in refused.value.problems} == {
        "applications[0].app_id",
        "users[0].login", "users[1].login", "users[2].login",
        "users[0].user_id", "users[1].user_id", "users[2].user_id",
    }  # fmt: skip


def test_a_failure_in_the_middle_leaves_nothing(
    empty_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server_stub.import_folder.load import Loader

    def fails(self: Loader, spec: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Loader, "_application", fails)
    write(tmp_path / "folder", manifest())
    with pytest.raises(OSError, match="disk full"):
        import_folder(empty_server, tmp_path / "folder")
    _nothing_is_there(empty_server)


def test_files_can_be_linked_instead_of_copied(empty_server: Server, tmp_path: Path) -> None:
    write(tmp_path / "folder", manifest())
    import_folder(empty_server, tmp_path / "folder", link=True)
    assert empty_server.blobs.path(sha(PDF)).stat().st_nlink == 2


def test_no_folder(empty_server: Server, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, tmp_path / "nowhere")
    assert refused.value.problems[0].code == "IMPORT_NO_FOLDER"


def test_every_reason_has_words() -> None:
    for _, _, _, _, code in REFUSED:
        for language in ("zh_CN", "en"):
            assert has_message(code, language), (code, language)


@pytest.mark.parametrize(
    "name",
    [
        "con", "CON", "con.pdf", "Aux.tar.gz", "nul", "prn.txt", "com1", "COM9.jpg", "lpt3.pdf",
        "com¹.pdf", "con .pdf",
    ],
)  # fmt: skip
def test_reserved_names(name: str) -> None:
    assert refusal(f"a/{name}") == "IMPORT_PATH_RESERVED"


@pytest.mark.parametrize(
    "name", ["console.pdf", "com10.pdf", "a con.pdf", "论文/封面.pdf", "𠮷/·.jpg", ".hidden"]
)
def test_names_that_are_well(name: str) -> None:
    assert refusal(name) is None


@pytest.mark.parametrize("name", ["./a", "a//b", "a/", "a\x00b", "a\nb", 'a"b', "a|b", "a b /c"])
def test_names_of_another_form(name: str) -> None:
    assert refusal(name) == "IMPORT_PATH_FORM"


def _nothing_is_there(server: Server) -> None:
    with server.db.read() as session:
        for table in TABLES:
            assert session.scalar(select(func.count()).select_from(table)) == 0, table
    blobs = server.blobs.path("00").parent.parent
    assert [path for path in blobs.rglob("*") if path.is_file()] == []

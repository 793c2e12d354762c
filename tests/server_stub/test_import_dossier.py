"""A dossier in a folder: bound to the version it publicised, its files taken in, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.model import Organisation
from app.domain.publicised import publicised_sha256
from server_stub import cases
from server_stub.context import Server
from server_stub.import_folder import ImportRefusedError, import_folder
from server_stub.tables import BlobUseRow, OrganisationRow
from tests.server_stub.folders import SCAN, manifest, write
from tests.server_stub.world import PDF, sha

Content = dict[str, Any]
PLACE = "applications[0].dossier"


def _folder(folder: Path, change: Callable[[Content], None] = lambda _: None) -> Path:
    """The folder of the other tests, its application now of a region with dossiers."""
    content = manifest()
    case = content["applications"][0]
    case["profile"] = "LZ_ENG_2020@1"
    photo = {"path": "照片/正面.jpg", "sha256": sha(SCAN), "bytes": len(SCAN)}
    case["dossier"] = {
        "content": {
            "publicity": {
                "pub_id": "pub-1",
                "version_no": 1,
                "start_date": "2026-02-03",
                "end_date": "2026-02-09",
                "proof_files": [sha(SCAN)],
            },
            "recommendation": {"text": "同意推荐。", "author": "jingban"},
            "verification": {"papers": {"done": True, "by": "fuhe"}},
            "saved_by": "jingban",
            "saved_at": "2026-02-21T09:00:00+08:00",
        },
        "files": [photo],
    }
    content["users"][0]["user_id"] = "u-1"
    change(case["dossier"])
    write(folder, content)
    return folder


def test_a_dossier_comes_in_with_its_case(empty_server: Server, tmp_path: Path) -> None:
    import_folder(empty_server, _folder(tmp_path / "folder"))
    with empty_server.db.read() as session:
        case = cases.load(session, "2026-0001")
        assert case is not None
        dossier = case.application.dossier
        assert session.get(BlobUseRow, (sha(SCAN), "2026-0001")) is not None
    assert dossier is not None
    assert dossier.publicity is not None
    assert (dossier.rev, dossier.saved_by) == (1, "u-1")
    assert dossier.recommendation.author == "u-1"
    assert dossier.verification.papers.by == "fuhe"
    first, second = case.application.earlier_versions[0], case.application.version
    assert dossier.publicity.content_sha256 == first.content_sha256 != second.content_sha256
    profile = empty_server.packs.profile("LZ_ENG_2020@1")
    assert dossier.publicity.publicised_sha256 == publicised_sha256(second, profile)
    assert dossier.publicity.app_ids == ["2026-0001"]


def test_the_present_version_is_the_one_shown_if_nobody_says_otherwise(
    empty_server: Server, tmp_path: Path
) -> None:
    def unsaid(dossier: Content) -> None:
        del dossier["content"]["publicity"]["version_no"]

    import_folder(empty_server, _folder(tmp_path / "folder", unsaid))
    with empty_server.db.read() as session:
        case = cases.load(session, "2026-0001")
    assert case is not None
    assert case.application.dossier is not None
    assert case.application.dossier.publicity is not None
    assert case.application.dossier.publicity.version_no == 2


def _set(*path: str | int, to: Any) -> Callable[[Content], None]:
    def change(dossier: Content) -> None:
        at: Any = dossier
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (_set("content", "saved_by", to="nobody"), "content.saved_by", "IMPORT_UNKNOWN_USER"),
        (
            _set("content", "verification", "papers", "by", to="nobody"),
            "content.verification.papers.by",
            "IMPORT_UNKNOWN_USER",
        ),
        (
            _set("content", "publicity", "version_no", to=3),
            "content.publicity.version_no",
            "IMPORT_UNKNOWN_VERSION",
        ),
        (
            _set("content", "publicity", "proof_files", to=[sha(SCAN), sha(PDF)]),
            "content.publicity.proof_files[1]",
            "IMPORT_UNKNOWN_ATTACHMENT",
        ),
        (_set("content", "publicity", "proof_files", to=[]), "files[0]", "IMPORT_FILE_NOT_NAMED"),
        (_set("files", 0, "bytes", to=1), "files[0].bytes", "IMPORT_WRONG_LENGTH"),
        (_set("files", 0, "path", to="照片/没有.jpg"), "files[0].path", "IMPORT_FILE_MISSING"),
        (_set("content", "pubilcity", to={}), "content.pubilcity", "IMPORT_BAD_FIELD"),
        (
            _set("content", "assessments", to=[{"year": 2025, "result": "BASIC", "rank": 1}]),
            "content.assessments[0].rank",
            "IMPORT_BAD_FIELD",
        ),
        (
            _set("content", "assessments", to=[{"year": 2**60, "result": "BASIC"}]),
            "content",
            "IMPORT_BAD_FIELD",
        ),
    ],
)
def test_what_is_wrong_is_named(
    empty_server: Server,
    tmp_path: Path,
    change: Callable[[Content], None],
    field: str,
    code: str,
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, _folder(tmp_path / "folder", change))
    found = [(problem.field, problem.code) for problem in refused.value.problems]
    assert found == [(f"{PLACE}.{field}", code)]


def test_a_region_without_dossiers(empty_server: Server, tmp_path: Path) -> None:
    packs = empty_server.packs.by_key
    pack = packs["LZ_ENG_2020@1"]
    bare = pack.profile.model_copy(update={"dossier": None})
    packs["LZ_ENG_2020@1"] = type(pack)(pack.data, bare, pack.sha256)
    with pytest.raises(ImportRefusedError) as refused:
        import_folder(empty_server, _folder(tmp_path / "folder"))
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == (PLACE, "IMPORT_NO_DOSSIER")


def test_the_licence_of_an_office(empty_server: Server, tmp_path: Path) -> None:
    content = manifest()
    content["organisations"][0]["licence"] = {"path": "照片/正面.jpg", "sha256": sha(SCAN)}
    write(tmp_path / "folder", content)
    import_folder(empty_server, tmp_path / "folder")
    with empty_server.db.read() as session:
        office = session.get_one(OrganisationRow, "own-unit")
    assert Organisation.model_validate_json(office.doc).licence_file == sha(SCAN)
    assert empty_server.blobs.path(sha(SCAN)).read_bytes() == SCAN

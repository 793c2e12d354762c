from __future__ import annotations

import pytest

from tests.server_stub.world import PDF, World, sha

URL = f"/v1/blobs/{sha(PDF)}"


def test_whole_and_head(world: World) -> None:
    world.submit()
    with world.client("gxchen") as client:
        whole, head = client.get(URL), client.head(URL)
    assert whole.content == PDF
    assert whole.headers["etag"] == head.headers["etag"] == f'"{sha(PDF)}"'
    assert head.headers["content-length"] == str(len(PDF))
    assert head.headers["accept-ranges"] == "bytes"
    assert head.content == b""


@pytest.mark.parametrize(
    ("wanted", "begin", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999999", 10, None),
        ("bytes=0-0", 0, 1),
    ],
)
def test_ranges(world: World, wanted: str, begin: int, end: int | None) -> None:
    world.submit()
    with world.client("gxchen") as client:
        answer = client.get(URL, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.content == PDF[begin:end]
    assert answer.headers["content-range"].endswith(f"/{len(PDF)}")


@pytest.mark.parametrize(
    "wanted", [f"bytes={len(PDF)}-", "bytes=-0", "bytes=9-5", "lines=1-2", "bytes=0-1,4-5"]
)
def test_what_is_no_range_of_the_file(world: World, wanted: str) -> None:
    world.submit()
    with world.client("gxchen") as client:
        answer = client.get(URL, headers={"Range": wanted})
    assert (answer.status_code, answer.json()["code"]) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == f"bytes */{len(PDF)}"


def test_if_range_and_if_none_match(world: World) -> None:
    world.submit()
    with world.client("gxchen") as client:
        same = {"Range": "bytes=5-9", "If-Range": f'"{sha(PDF)}"'}
        assert client.get(URL, headers=same).status_code == 206
        other = {"Range": "bytes=5-9", "If-Range": f'"{sha(b"other")}"'}
        assert client.get(URL, headers=other).status_code == 200
        answer = client.get(URL, headers={"If-None-Match": f'"{sha(PDF)}"'})
        assert (answer.status_code, answer.content) == (304, b"")


def test_a_hash_is_no_capability(world: World) -> None:
    """Neither a foreign officer nor another applicant reads a file by knowing its hash; and who
    claims to have it must hand in its bytes."""
    world.submit(number=1)
    with world.client("foreign") as foreign, world.client("a0002") as other:
        assert foreign.get(URL).status_code == 404
        assert other.get(URL).status_code == 404
        created = other.post(
            "/v1/applicant/applications",
            json={"profile": "GXRC", "declaration": _declaration()},
        ).json()
        meta = {
            "sha256": sha(PDF),
            "bytes": len(PDF),
            "mime": "image/jpeg",
            "slot": "photo",
            "module_code": "personal",
            "filename": "a.jpg",
        }
        path = f"/v1/applicant/applications/{created['app_id']}/attachments"
        answer = other.post(path, json=meta)
        assert (answer.status_code, answer.json()["code"]) == (422, "BLOB_UNKNOWN")
        assert other.get(URL).status_code == 404


def test_applicants_read_their_own(world: World) -> None:
    world.submit(number=1)
    with world.client("a0001") as applicant:
        assert applicant.get(URL).content == PDF


def test_put_hashes_the_bytes(world: World) -> None:
    data = b"\xff\xd8\xff" + b"x" * 3_000_000
    with world.client("a0001") as applicant:
        answer = applicant.put(f"/v1/blobs/{sha(data)}", content=data + b"!")
        assert (answer.status_code, answer.json()["code"]) == (422, "BLOB_MISMATCH")
        assert not world.server.blobs.path(sha(data)).exists()
        assert applicant.put(f"/v1/blobs/{sha(data)}", content=data).status_code == 201
        assert world.server.blobs.path(sha(data)).read_bytes() == data
        assert applicant.put(f"/v1/blobs/{sha(data)}", content=b"").status_code == 422
        assert applicant.put(f"/v1/blobs/{sha(data)}", content=data).status_code == 201
        assert applicant.put("/v1/blobs/not-a-hash", content=data).status_code == 404
    incoming = world.server.blobs.path("00").parent.parent / "incoming"
    assert list(incoming.iterdir()) == []


def test_put_has_a_limit(world: World) -> None:
    from dataclasses import replace

    world.server.settings = replace(world.server.settings, max_blob_bytes=1000)
    with world.client("a0001") as applicant:
        answer = applicant.put(f"/v1/blobs/{'0' * 64}", content=b"x" * 1001)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def _declaration() -> dict[str, object]:
    from tests.server_stub.world import declaration

    return declaration().model_dump(mode="json")

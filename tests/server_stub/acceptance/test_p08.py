"""P8: a slot takes files by its policy; wrong magic bytes, size or count are 422 with the rule
(S0 附件要求, S1 3.1(2), S3 公示材料, S4)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.domain.enums import ApplicationType
from app.domain.profile import Profile, SlotSpec
from tests.server_stub.world import World, declaration, sha

BASE = "/v1/applicant/applications"
JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 20
PDF = b"%PDF-1.7\n" + b"text" * 20
PNG = b"\x89PNG\r\n\x1a\n" + b"pixel" * 20
MIME = {"jpg": "image/jpeg", "pdf": "application/pdf", "png": "image/png"}
BYTES = {"jpg": JPEG, "pdf": PDF, "png": PNG}
PACKS = ("LZ_ENG_2020", "GXRC", "SX_2024")


def draft(client: httpx.Client, profile: str) -> str:
    """A new application; its id."""
    body = {"profile": profile, "declaration": declaration().model_dump(mode="json")}
    answer = client.post(BASE, json=body)
    answer.raise_for_status()
    return str(answer.json()["app_id"])


def attach(client: httpx.Client, app_id: str, data: bytes, **meta: Any) -> httpx.Response:
    """Hand the bytes in, and put them into a slot."""
    upload(client, data)
    return put_in(client, app_id, data, **meta)


def upload(client: httpx.Client, data: bytes) -> None:
    """Hand the bytes in."""
    client.put(f"/v1/blobs/{sha(data)}", content=data).raise_for_status()


def put_in(client: httpx.Client, app_id: str, data: bytes, **meta: Any) -> httpx.Response:
    """Put bytes that were handed in into a slot."""
    body = {"sha256": sha(data), "bytes": len(data), **meta}
    return client.post(f"{BASE}/{app_id}/attachments", json=body)


def place(module: str, slot: str, form: str, name: str = "文件") -> dict[str, str]:
    """What is said of a file of that form in a slot."""
    return {
        "module_code": module, "slot": slot, "mime": MIME[form], "filename": f"{name}.{form}",
    }  # fmt: skip


def slots_of(profile: Profile) -> list[tuple[str, SlotSpec]]:
    """Every slot of an evaluation with its module."""
    modules = profile.for_type(ApplicationType.EVALUATION).modules
    return [(module.code, slot) for module in modules for slot in module.slots]


def padded(data: bytes, length: int) -> bytes:
    return data + b"0" * (length - len(data))


def refused(answer: httpx.Response) -> list[str]:
    """The rules that a refusal names."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "ATTACHMENT_REFUSED"
    rules: list[str] = answer.json()["rule_ids"]
    return rules


@pytest.mark.parametrize("name", PACKS)
def test_every_slot_takes_its_formats_and_no_other(world: World, name: str) -> None:
    pack = world.server.packs.find(name)
    assert pack is not None
    in_force = {use.rule for use in pack.profile.rules}
    with world.client("a0001") as client:
        app_id = draft(client, name)
        for data in BYTES.values():
            upload(client, data)
        for module, slot in slots_of(pack.profile):
            for form, data in BYTES.items():
                answer = put_in(client, app_id, data, **place(module, slot.code, form))
                if form in slot.formats:
                    assert answer.status_code == 201, (module, slot.code, form, answer.text)
                    held = answer.json()["draft"]["attachments"][-1]["att_id"]
                    client.delete(f"{BASE}/{app_id}/attachments/{held}").raise_for_status()
                else:
                    rules = refused(answer)
                    assert rules, (module, slot.code, form)
                    assert set(rules) <= in_force, (module, slot.code, form)


@pytest.mark.parametrize(
    ("name", "module", "slot", "form", "rule"),
    [
        ("LZ_ENG_2020", "education", "edu_cert", "pdf", "R106"),
        ("LZ_ENG_2020", "awards", "original_scan", "pdf", "R106"),
        ("LZ_ENG_2020", "papers", "cover", "pdf", "R076"),
        ("GXRC", "papers", "cover", "jpg", "R106"),
        ("SX_2024", "personal", "photo", "jpg", "R106"),
    ],
)
def test_a_byte_too_many(
    world: World, name: str, module: str, slot: str, form: str, rule: str
) -> None:
    pack = world.server.packs.find(name)
    assert pack is not None
    spec = next(s for m, s in slots_of(pack.profile) if (m, s.code) == (module, slot))
    with world.client("a0001") as client:
        app_id = draft(client, name)
        where = place(module, slot, form)
        large = attach(client, app_id, padded(BYTES[form], spec.max_bytes + 1), **where)
        assert refused(large) == [rule]
        whole = attach(client, app_id, padded(BYTES[form], spec.max_bytes), **where)
        assert whole.status_code == 201


def test_one_too_many(world: World) -> None:
    """GX takes ten files a slot, and one photo."""
    with world.client("a0001") as client:
        app_id = draft(client, "GXRC")
        where = place("papers", "cover", "jpg")
        for number in range(10):
            answer = attach(client, app_id, JPEG + bytes([number]), **where)
            assert answer.status_code == 201
        assert refused(attach(client, app_id, JPEG + b"eleventh", **where)) == ["R106"]
        photo = place("personal", "photo", "jpg")
        assert attach(client, app_id, JPEG, **photo).status_code == 201
        assert refused(attach(client, app_id, JPEG + b"2", **photo)) == ["R106"]


@pytest.mark.parametrize(
    ("data", "said", "rules"),
    [
        (PDF, "jpg", ["R105", "R103"]),
        (JPEG, "pdf", ["R105"]),
        (b"MZ a program", "jpg", ["R105", "R103"]),
        (b"", "jpg", ["R105", "R103"]),
    ],
    ids=["pdf named jpg", "jpg named pdf", "program named jpg", "nothing"],
)
def test_bytes_count_and_not_what_is_said_of_them(
    world: World, data: bytes, said: str, rules: list[str]
) -> None:
    with world.client("a0001") as client:
        app_id = draft(client, "GXRC")
        assert refused(attach(client, app_id, data, **place("papers", "cover", said))) == rules
        assert client.get(f"{BASE}/{app_id}").json()["draft"]["attachments"] == []


def test_the_policy_is_there_for_everybody_to_read(world: World) -> None:
    """SV07: what a slot takes stands in the pack that the applicant's program fetches."""
    with world.client("a0001") as client:
        modules = client.get("/v1/profiles/LZ_ENG_2020").json()["modules"]
    papers = next(module for module in modules if module["code"] == "papers")
    cover = next(slot for slot in papers["slots"] if slot["code"] == "cover")
    assert (cover["formats"], cover["max_bytes"]) == (["pdf"], 45 * 1024 * 1024)

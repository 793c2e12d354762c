from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.server_stub.acting import at, claim, operation, result
from tests.server_stub.world import START, World


def test_each_case_is_answered_by_itself(world: World) -> None:
    free, taken = world.submit(unit="org-unit-1"), world.submit(unit="org-unit-1", number=2)
    foreign = world.submit(number=3)
    with world.client("chenyao") as chen, world.client("hanxu") as han:
        claim(han, taken)
        results = claim(chen, free, taken, foreign, "nowhere", free)
    assert [r["app_id"] for r in results] == [free, taken, foreign, "nowhere"]
    assert [r["code"] for r in results] == [None, "CLAIMED_BY_OTHER", "NOT_FOUND", "NOT_FOUND"]
    assert results[1]["params"] == {"name": "韩旭"}
    assert at(results[0]["claim"]["lease_until"]) == START.replace(day=5)


def test_claiming_again_gives_the_same_claim(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as client:
        first = claim(client, app_id)
        assert claim(client, app_id) == first


def test_two_at_once(world: World) -> None:
    """Ten claims for the same case in the same moment: one holds it."""
    app_id = world.submit(unit="org-unit-1")
    gate = Barrier(10)
    for login in ("chenyao", "hanxu"):
        world.token(login)

    def run(number: int) -> str | None:
        with world.client(("chenyao", "hanxu")[number % 2]) as client:
            gate.wait()
            (outcome,) = claim(client, app_id)
            claimed = outcome["claim"]
            return claimed["user_id"] if claimed else None

    with ThreadPoolExecutor(10) as pool:
        holders = set(pool.map(run, range(10))) - {None}
    assert len(holders) == 1
    assert [line["action"] for line in world.get(app_id)["timeline"]] == ["submit", "claim"]


def test_two_decisions_at_once(world: World) -> None:
    """Eight proposals of two officers on one case that nobody holds: one stands."""
    app_id = world.submit(unit="org-unit-1")
    logins = ("chenyao", "hanxu")
    operations = [operation(world, app_id, logins[n % 2]) for n in range(8)]
    gate = Barrier(8)
    for login in logins:
        world.token(login)

    def run(number: int) -> str:
        with world.client(logins[number % 2]) as client:
            gate.wait()
            return str(result(client, operations[number])["status"])

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(run, range(8)))
    assert sorted(statuses) == ["applied"] + ["conflict"] * 7
    assert len(world.get(app_id)["applied_ops"]) == 1


def test_renewing_up_to_the_longest_time(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as client:
        claim_id = claim(client, app_id)[0]["claim"]["claim_id"]
        ends = []
        for _ in range(4):
            world.later(hours=60)
            answer = client.post(f"/v1/claims/{claim_id}/renew")
            if answer.status_code == 200:
                ends.append(at(answer.json()["results"][0]["claim"]["lease_until"]) - START)
        assert [round(end.total_seconds() / 3600) for end in ends] == [132, 192, 240]
        assert (answer.status_code, answer.json()["code"]) == (409, "LEASE_LOST")


def test_releasing(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    with (
        world.client("chenyao") as chen,
        world.client("hanxu") as han,
        world.client("admin1") as admin,
        world.client("foreign") as foreign,
    ):
        url = f"/v1/claims/{claim(chen, app_id)[0]['claim']['claim_id']}"
        assert foreign.delete(url).status_code == 404
        assert han.delete(url).json()["code"] == "NO_SCOPE"
        listed = admin.get("/v1/claims").json()["results"]
        assert [item["claim"]["user_id"] for item in listed] == ["u-chenyao"]
        assert admin.delete(url).status_code == 204
        assert chen.delete(url).status_code == 204
        assert chen.post(f"{url}/renew").json()["code"] == "LEASE_LOST"
        assert claim(han, app_id)[0]["claim"]["user_id"] == "u-hanxu"
        assert chen.get("/v1/claims", params={"mine": 1}).json()["results"] == []


def test_no_more_than_the_region_allows(world: World) -> None:
    import json
    from dataclasses import replace

    pack = world.server.packs.by_key["GXRC@1"]
    lease = pack.profile.lease.model_copy(update={"max_claims": 2})
    profile = pack.profile.model_copy(update={"lease": lease})
    world.server.packs.by_key["GXRC@1"] = replace(pack, profile=profile)
    ids = [world.submit(number=n) for n in (1, 2, 3)]
    with world.client("gxchen") as client:
        results = claim(client, *ids)
        assert json.dumps([r["code"] for r in results]) == '[null, null, "TOO_MANY_CLAIMS"]'
        client.delete(f"/v1/claims/{results[0]['claim']['claim_id']}")
        assert claim(client, ids[2])[0]["code"] is None

from __future__ import annotations

from tests.server_stub.world import World


def test_first_pull(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as gx, world.client("foreign") as foreign:
        page = gx.get("/v1/changes").json()
        assert [c["id"] for c in page["changes"] if c["kind"] == "application"] == [app_id]
        assert page["more"] is False
        page = foreign.get("/v1/changes").json()
        assert [c["id"] for c in page["changes"] if c["kind"] == "application"] == []

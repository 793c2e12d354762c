"""Lines of a record of seal uses, chained as a device chains them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.protocol.seal_use import GENESIS, SealUse, UseResult
from tests.server_stub.world import START

LOGIN = "lujs"
DEVICE, USER = f"device-{LOGIN}", f"u-{LOGIN}"


def chain(*results: UseResult, after: Sequence[SealUse] = (), **fields: Any) -> list[SealUse]:
    """Lines with these results behind ``after``; those alone."""
    made: list[SealUse] = []
    last = after[-1] if after else None
    for result in results:
        seq = (last.seq if last else 0) + 1
        told: dict[str, Any] = {
            "seq": seq, "use_id": f"use-{(seq + 1) // 2}", "usage_no": (seq + 1) // 2,
            "result": result, "at": START, "server_time": START, "user_id": USER,
            "user_name": "卢景山", "device_id": DEVICE, "seal_id": "seal-unit-1",
            "certificate": "c", "form": "unit_opinion", "app_id": "case-3", "version_no": 1,
            "content_sha256": "0" * 64, "doc_sha256": "1" * 64,
            "prev_hash": last.hash if last else GENESIS,
        }  # fmt: skip
        last = SealUse.model_validate(told | fields).sealed_in()
        made.append(last)
    return made


def begun_and(*ends: UseResult) -> list[SealUse]:
    """Uses that end so, each with its two lines."""
    results = [one for end in ends for one in (UseResult.BEGUN, end)]
    return chain(*results)

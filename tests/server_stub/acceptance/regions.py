"""Applications of the regions, from the draft to the office that reviews first."""

from __future__ import annotations

from typing import Any

from app.domain.enums import ApplicationType
from tests.domain.clean_forms import LIUZHOU, MARKET, SHANXI
from tests.server_stub.acceptance.beginnings import told_once
from tests.stories.telling import Story
from tests.stories.test_s1_guangxi_market import DECLARED as MARKET_DECLARED
from tests.stories.test_s2_liuzhou_engineering import ENGINEER
from tests.stories.test_s3_shanxi import DECLARED as SHANXI_DECLARED

EVALUATION = ApplicationType.EVALUATION
COMMENT: dict[str, Any] = {"module": "education", "text": "学历证书扫描件缺少编号页，请补充完整。"}


@told_once
def liuzhou(tale: Story) -> None:
    """A Liuzhou engineer's case at the unit."""
    _begun(tale, "2026-09-01 09:00", "LZ_ENG_2020", ENGINEER, LIUZHOU)
    tale.hands_in()


@told_once
def market(tale: Story, **declared: Any) -> None:
    """A case of the talent market at the unit."""
    _begun(tale, "2026-09-01 09:00", "GXRC", MARKET_DECLARED | declared, MARKET)
    tale.hands_in()


@told_once
def shanxi_draft(tale: Story) -> None:
    """A complete draft of Shanxi, not handed in."""
    _begun(tale, "2024-07-29 09:00", "SX_2024", SHANXI_DECLARED, SHANXI)


def _begun(tale: Story, when: str, profile: str, declared: Any, rows: Any) -> None:
    tale.it_is(when)
    tale.begins(profile, EVALUATION, declared)
    tale.fills_in(rows)

"""Invented employers and offices with valid credit codes of the region 999999."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server_stub.demo import names, numbers
from server_stub.demo.seeds import rng

OrgKind = Literal["非公企业", "国有企业", "事业单位", "机关", "社会组织"]

_PREFIX: dict[OrgKind, str] = {
    "非公企业": "91",
    "国有企业": "91",
    "事业单位": "12",
    "机关": "11",
    "社会组织": "51",
}
_BRAND_FIRST = "砚禾云景清承远星嘉明岚"
_BRAND_LAST = "川桥岩衡屿澜汀野溪峰舟棠"
_TRADES = {
    "建筑工程": ("建设工程有限公司", "住房和城乡建设局"),
    "市政工程": ("市政工程有限公司", "住房和城乡建设局"),
    "机械工程": ("机械制造有限公司", "工业和信息化局"),
    "电气工程": ("电气自动化有限公司", "工业和信息化局"),
    "水利水电": ("水利水电勘测设计有限公司", "水利局"),
    "环境工程": ("环境科技有限公司", "生态环境局"),
    "测绘工程": ("测绘地理信息有限公司", "自然资源和规划局"),
    "化工工程": ("化工材料有限公司", "工业和信息化局"),
}
_PUBLIC_BODIES = {
    "建筑工程": "建设工程质量检测中心",
    "市政工程": "市政设施维护中心",
    "机械工程": "特种设备检验研究院",
    "电气工程": "计量测试研究所",
    "水利水电": "水利工程管理中心",
    "环境工程": "环境监测中心站",
    "测绘工程": "国土空间规划研究院",
    "化工工程": "化工产品质量检验所",
}
TRADES = tuple(_TRADES)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented unit. `trade` is its line of work, `supervisor` its supervising department."""

    index: int
    name: str
    kind: OrgKind
    trade: str
    credit_code: str
    legal_representative: str
    address: str
    phone: str
    supervisor: str


def organisation(
    seed: int,
    index: int,
    *,
    kind: OrgKind | None = None,
    trade: str | None = None,
    place: str = "示例市",
) -> Organisation:
    """Unit number `index` (0 to 4999) of the world `seed`.

    `kind` and `trade` (one of `TRADES`) are drawn where they are not given; `place` leads the
    name. Credit codes of two units of one world never coincide; names of one trade and kind do
    not for 132 units in a row. Raises `ValueError` for an
    unknown trade.
    """
    if not 0 <= index <= 4999:
        raise ValueError(f"organisation index out of range: {index}")
    if trade is not None and trade not in _TRADES:
        raise ValueError(f"unknown trade: {trade}")
    random = rng(seed, "organisation", index)
    drawn_kind: OrgKind = random.choices(
        ("非公企业", "国有企业", "事业单位", "社会组织"), (50, 22, 22, 6)
    )[0]
    kind = kind or drawn_kind
    drawn_trade = random.choice(TRADES)
    trade = trade or drawn_trade
    suffix, bureau = _TRADES[trade]
    brand = (  # coprime lengths: 132 names before one comes back
        _BRAND_FIRST[(seed + index) % len(_BRAND_FIRST)] + _BRAND_LAST[index % len(_BRAND_LAST)]
    )
    name = {
        "非公企业": f"{place}{brand}{suffix}",
        "国有企业": f"{place}{brand}{suffix.removesuffix('有限公司')}集团有限公司",
        "事业单位": f"{place}{brand}{_PUBLIC_BODIES[trade]}",
        "机关": f"{place}{bureau}",
        "社会组织": f"{place}{trade}{brand}促进会",
    }[kind]
    return Organisation(
        index=index,
        name=name,
        kind=kind,
        trade=trade,
        credit_code=numbers.credit_code(_PREFIX[kind], random.randint(1000, 9999) * 10_000 + index),
        legal_representative=names.invent_name(random),
        address=f"{place}测试大道{random.randint(1, 199)}号",
        phone=numbers.phone(5000 + index),
        supervisor=f"{place}{bureau}",
    )

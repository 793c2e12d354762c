"""Filler prose: what invented engineering papers, tables of contents and queries are made of."""

from __future__ import annotations

from random import Random
from typing import Final

_SUBJECTS: Final = {
    "建筑工程": ("深基坑支护", "装配式框架节点", "大体积混凝土", "既有结构加固", "高支模体系"),
    "市政工程": ("沥青路面再生", "地下综合管廊", "桥梁预应力张拉", "排水管网改造", "软基处理"),
    "机械工程": ("薄壁件铣削", "焊接工装夹具", "液压系统", "齿轮箱故障诊断", "柔性装配线"),
    "电气工程": ("配电网自动化", "变频调速系统", "继电保护整定", "光伏并网逆变", "电能质量治理"),
    "水利水电": ("碾压混凝土坝", "中小河流治理", "灌区渠道防渗", "水闸安全监测", "山洪灾害预警"),
    "环境工程": ("城镇污水除磷", "挥发性有机物治理", "土壤修复", "垃圾渗滤液处理", "在线监测"),
    "测绘工程": ("倾斜摄影建模", "地籍测量", "控制网平差", "变形监测", "激光点云分类"),
    "化工工程": ("精馏塔节能", "换热网络优化", "尾气吸收", "反应釜温度控制", "循环冷却水处理"),
}
_ENDINGS: Final = (
    "的应用研究", "关键技术探讨", "质量控制要点分析", "方案优化与实践",
    "常见问题及对策", "施工监测与效果评价", "的试验研究", "的设计与实现",
)  # fmt: skip
_PLACES: Final = ("丘陵地区", "喀斯特地貌条件下", "城市老城区", "山区公路", "中小型企业", "")

_EXAMPLES: Final = (
    "", "——以某住宅小区为例", "——以某产业园为例", "——以某高速公路为例", "——以某水厂为例",
    "——以某医院项目为例", "——以某学校项目为例", "——以某城市广场为例", "——以某泵站为例",
    "——以某跨江大桥为例",
)  # fmt: skip
_STRIDE: Final = 77
"""Prime to the number of titles, so that neighbours differ in all their parts."""

HEADINGS: Final = (
    "工程概况", "存在的主要问题", "技术路线与方案比选", "现场试验与数据分析",
    "质量控制措施", "安全管理与监测", "经济效益分析", "结语",
)  # fmt: skip

_SENTENCES: Final = (
    "本工程位于城区北部，场地地貌属河流阶地，地下水埋深约{a}.{b}m，地质条件较为复杂。",
    "根据勘察报告，土层自上而下依次为杂填土、粉质黏土、圆砾和强风化泥岩，承载力特征值取{c}kPa。",
    "通过对{a}组试件的对比试验可知，优化后的方案较原方案平均提高{b}.{d}%，离散程度明显减小。",
    "为验证计算结果，现场共布设监测点{c}个，监测频率为每{b}天一次，数据异常时加密观测。",
    "监测结果表明，最大水平位移为{a}.{d}mm，小于规范规定的报警值，结构处于安全状态。",
    "施工前应编制专项方案，并组织技术交底，明确各工序的质量标准和验收要求。",
    "由表{b}可以看出，随着掺量的增加，强度呈先升高后降低的趋势，最佳掺量约为{a}%。",
    "考虑到现场作业面狭窄，采用分段流水的方式组织施工，单段长度控制在{c}m以内。",
    "项目实施后，年节约费用约{c}.{d}万元，综合能耗下降{b}.{a}%，取得了较好的经济效益和社会效益。",
    "质量控制的关键在于过程管理，应当做到样板先行、逐层验收、资料同步、责任到人。",
    "该方法操作简便、成本较低，适用于同类中小型项目，具有一定的推广价值。",
    "需要说明的是，上述结论是在特定条件下得到的，其普遍适用性尚需进一步研究。",
    "参数取值参照现行行业标准，并结合地区经验进行修正，修正系数取0.{c}。",
    "采用有限元软件建立三维模型，单元总数{c}{d}0个，边界条件按实际支承情况设置。",
    "对比分析两种工况，工况一的应力集中现象明显，工况二的受力更为均匀合理。",
    "在实际操作中发现，部分班组对工艺要求理解不到位，是造成返工的主要原因之一。",
    "针对上述问题，提出了优化设备布置、完善管理制度、加强人员培训三方面的改进措施。",
    "经过{b}个月的连续运行，系统各项指标稳定，故障率由原来的{a}.{d}%降至{d}.{b}%。",
)

_ABSTRACTS: Final = (
    ("针对{s}中存在的问题，结合工程实例，分析了影响质量的主要因素，提出了相应的改进措施。"
     "实践结果表明，所提方法切实可行，可为类似工程提供参考。"),
    ("本文以某实际项目为背景，介绍了{s}的技术路线与关键参数，通过现场试验对方案进行了验证，"
     "结果满足规范要求，具有较好的应用价值。"),
)  # fmt: skip


def paper_title(random: Random, trade: str) -> str:
    """An invented title of the trade (see `organisations.TRADES`)."""
    subject = random.choice(_SUBJECTS.get(trade, _SUBJECTS["建筑工程"]))
    return f"{random.choice(_PLACES)}{subject}{random.choice(_ENDINGS)}"


def numbered_title(trade: str, index: int) -> str:
    """An invented title that no other index of the same trade has, up to 2,400."""
    subjects = _SUBJECTS.get(trade, _SUBJECTS["建筑工程"])
    some = len(_PLACES) * len(subjects) * len(_ENDINGS)
    rest, ending = divmod(index * _STRIDE % some, len(_ENDINGS))
    subject, place = rest % len(subjects), rest // len(subjects)
    example = _EXAMPLES[index // some % len(_EXAMPLES)]
    return f"{_PLACES[place]}{subjects[subject]}{_ENDINGS[ending]}{example}"


def paragraph(random: Random, sentences: int) -> str:
    """A paragraph of invented results, no sentence twice; at most 18."""
    return "".join(
        sentence.format(
            a=random.randint(2, 28),
            b=random.randint(2, 9),
            c=random.randint(12, 96),
            d=random.randint(1, 9),
        )
        for sentence in random.sample(_SENTENCES, sentences)
    )


def abstract(random: Random, title: str) -> str:
    """The abstract of a paper with this title."""
    return random.choice(_ABSTRACTS).format(s=title.split("的")[0])


def keywords(random: Random, trade: str) -> str:
    """Four keywords, separated by full-width semicolons."""
    subjects = random.sample(_SUBJECTS.get(trade, _SUBJECTS["建筑工程"]), 2)
    return "；".join([*subjects, "质量控制", "工程应用"])

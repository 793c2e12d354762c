"""Invented personal names: word lists and the fixed names that programs trip over."""

from __future__ import annotations

from random import Random
from typing import Final

SURNAMES: Final = "韦覃莫蒙黄陆农梁潘廖罗蓝卢邓谢龙吴杨石周秦唐何甘苏李陈林赵孙郑冯曹彭曾萧田董袁蒋"
COMPOUND_SURNAMES: Final = ("欧阳", "上官", "司徒", "诸葛")
GIVEN_FIRST: Final = "砚知书亦景清沐云若思文嘉承令维泽远星明雨秋可映怀念子一予"
GIVEN_LAST: Final = "舟禾宁川安然棠野白桥衡岚澄朗言溪岩霖珩昀蓁墨屿汀澜章楷洲"
GIVEN_SINGLE: Final = "砚衡岚澄朗溪霖珩昀蓁墨屿汀澜楷洲越桐芮峥"

#: Names at fixed indexes: characters outside the basic plane, `·` names, two-letter and compound
#: names. Everybody else is drawn from the lists above.
FIXED_NAMES: Final[dict[int, tuple[str, str]]] = {
    5: ("覃㛃", "壮族"),
    11: ("莫䶮", "汉族"),
    17: ("韦𬭎宁", "壮族"),
    23: ("阿依努尔·测试", "维吾尔族"),
    29: ("韦砚", "壮族"),
    35: ("欧阳砚秋", "汉族"),
    41: ("古丽巴哈尔·测试买买提", "维吾尔族"),
    47: ("卓玛·样本", "藏族"),
    53: ("龙䶮㛃", "侗族"),
    59: ("林𬭎", "汉族"),
    303: ("阿依努尔·测试", "维吾尔族"),
    306: ("覃䶮㛃", "壮族"),
    309: ("阿卜杜热合曼·示例艾合麦提江", "维吾尔族"),
    312: ("卓玛·样本", "藏族"),
    315: ("林𬭎", "汉族"),
    318: ("上官砚秋", "汉族"),
    321: ("古丽巴哈尔·测试买买提", "维吾尔族"),
    324: ("莫㛃", "汉族"),
}
ETHNICITIES: Final = ("汉族", "壮族", "侗族", "苗族", "瑶族", "仫佬族", "回族")
ETHNICITY_WEIGHTS: Final = (55, 24, 6, 6, 4, 3, 2)


def invent_name(rng: Random) -> str:
    """A name of two to four characters, about one in four of them with two."""
    surname = rng.choice(COMPOUND_SURNAMES) if rng.random() < 0.02 else rng.choice(SURNAMES)
    if rng.random() < 0.25:
        return surname + rng.choice(GIVEN_SINGLE)
    return surname + rng.choice(GIVEN_FIRST) + rng.choice(GIVEN_LAST)

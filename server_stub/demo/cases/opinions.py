"""Recommendations as units write them: five aspects (S2 二.6), no two cases alike.

Seven wordings an aspect. The digits of a case's number to the base seven are the coefficients of a
polynomial modulo seven, which two cases share at most two values of: so at most two sentences are
the same among 343 cases (R134 asks after likeness).
"""

from __future__ import annotations

_WAYS = 7

_CHARACTER = (
    "{name}同志拥护党的路线方针政策，遵纪守法，廉洁自律，思想品德端正，在职工中口碑良好。",
    "该同志为人正派、诚实守信，坚持原则，职业道德和个人品德均得到同事与建设单位的认可。",
    "经了解，{name}品德优良，团结同志，无违法违纪记录，未发生学术不端和职业失信行为。",
    "{name}政治立场坚定，作风朴实，严守工程技术人员职业操守，品德考核历年均无不良反映。",
    "在品德方面，该同志尊重师长、提携新人，主动承担社会责任，多次参加抢险和志愿服务。",
    "申报人{name}恪守诚信，签字负责的技术文件未出现弄虚作假情况，品德表现受到部门好评。",
    "该同志品德高尚，待人谦和，处事公道，能够自觉维护企业信誉和建设工程各方的合法权益。",
)
_RESULTS = (
    "任现职以来完成{project}等项目，工程一次验收合格，工作成绩突出。",
    "近年来业绩扎实，主持或参与{project}，按期交付并节约了投资，成绩得到建设单位书面肯定。",
    "其主要成绩体现在{project}：组织编制的专项方案被采纳，工期较合同提前。",
    "围绕{project}开展技术攻关，解决了现场关键难题，取得的成绩在同类人员中较为明显。",
    "该同志承担的{project}质量、安全均达到合同约定，年度考核成绩连续保持在合格以上。",
    "在{project}中担任技术骨干，成果资料齐全、数据真实，成绩经验收文件和业主证明核实。",
    "工作成绩方面，{project}投入使用后运行平稳，为单位在{trade}领域积累了可推广的经验。",
)
_STANDARD = (
    "专业理论功底扎实，熟悉{trade}现行规范标准，技术水平达到{title}的要求。",
    "系统掌握{trade}专业知识，能够独立审核图纸和计算书，专业水平在本单位处于前列。",
    "发表的论文结合工程实际，论据充分，反映出较高的{trade}专业水平和总结提炼功夫。",
    "坚持继续教育，学时达标，及时掌握新材料新工艺，专业水平逐年提高，符合{title}条件。",
    "从答疑和现场考察看，其对{trade}疑难问题分析透彻，学术和技术水平与所报{title}相称。",
    "能把握{trade}发展方向，编写的作业指导书被多个项目采用，体现出良好的专业水平。",
    "评议认为该同志知识面较宽，图纸会审意见切中要害，{trade}技术水平已具备{title}资格。",
)
_ABILITY = (
    "具有较强的组织协调能力，能带领班组独立解决复杂技术问题。",
    "现场处置能力突出，遇有变更和突发情况能迅速提出可行方案并组织落实。",
    "其独立工作能力、创新能力较好，所提合理化建议有三项被项目部采纳实施。",
    "善于沟通协作，统筹进度、质量与成本的能力强，指导的青年技术人员已能独当一面。",
    "具备方案比选、数据分析和成果转化的实际能力，可以胜任更高层次的技术岗位。",
    "该同志动手能力和学习能力兼备，熟练运用专业软件建模复核，为项目减少了返工。",
    "在多专业交叉作业中表现出良好的管理能力，能够协调设计、监理、施工各方形成一致意见。",
)
_ATTITUDE = (
    "工作态度认真负责，吃苦耐劳，长期坚守一线。经审议，同意推荐申报{title}。",
    "对待工作一丝不苟，态度积极，从不推诿；我单位审议小组一致同意推荐其申报{title}。",
    "态度端正，出勤率高，主动加班保障节点工期。综合评价良好，推荐参加{title}评审。",
    "爱岗敬业，服务态度好，业主满意度测评位居前列，建议推荐其参评{title}。",
    "其踏实勤勉的态度是年轻职工的榜样，经公示无异议，单位同意上报{title}申报材料。",
    "能够以严谨的态度对待每一道工序，虚心听取意见并及时改进，特推荐申报{title}。",
    "工作中态度主动、责任心强，甘于在艰苦岗位奉献；符合申报条件，同意向评委会推荐{title}。",
)
_ASPECTS = (_CHARACTER, _RESULTS, _STANDARD, _ABILITY, _ATTITUDE)


def opinion(number: int, *, name: str, trade: str, title: str, project: str) -> str:
    """The recommendation of case ``number``."""
    low, middle, high = number, number // _WAYS, number // _WAYS**2
    chosen = (
        wordings[(low * place + middle + high * place**2) % _WAYS]
        for place, wordings in enumerate(_ASPECTS, start=1)
    )
    return "".join(chosen).format(name=name, trade=trade, title=title, project=project)

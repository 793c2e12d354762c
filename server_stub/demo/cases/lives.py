"""What a persona changes in the facts, so that form and scans agree on what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from server_stub.demo import prose
from server_stub.demo.cases.career import PAPERS, Career
from server_stub.demo.organisations import organisation
from server_stub.demo.seeds import rng


def as_it_was(career: Career) -> Career:
    """Nothing is changed."""
    return career


def early_paper(career: Career) -> Career:
    """The first paper appeared 14 months before the current title was granted (R071)."""
    assert career.title is not None
    day = (career.title.obtain_date - timedelta(days=425)).replace(day=15)
    random = rng("early paper", career.number)
    title = prose.numbered_title(career.trade, career.number * PAPERS)
    paper = replace(career.papers[0], title=title, publish_date=day, page=random.randint(12, 96))
    return replace(career, papers=(paper, *career.papers[1:]))


def same_year_paper(career: Career) -> Career:
    """The first paper appeared in the year of the title, the month after."""
    assert career.title is not None
    day = (career.title.obtain_date + timedelta(days=30)).replace(day=15)
    return replace(career, papers=(replace(career.papers[0], publish_date=day), *career.papers[1:]))


def unpaid_month(career: Career) -> Career:
    """The third month before the application was not paid (R091)."""
    months = career.insurance.months
    paid = tuple(month for month in months if month != months[-3])
    return replace(career, insurance=replace(career.insurance, months=paid), insurance_found=False)


def insured_elsewhere(career: Career) -> Career:
    """An agency pays the insurance, and a letter says why."""
    agency = organisation(1, 900 + career.number, kind="非公企业", trade="建筑工程")
    insured = replace(career.insurance, insured_unit=agency.name, credit_code=agency.credit_code)
    return replace(career, insurance=insured, insurance_found=False)


def without_title(career: Career) -> Career:
    """There is no current title (无职称申报)."""
    return replace(career, title=None, commitment=replace(career.commitment, title_number=""))


def early_paper_and_unpaid_month(career: Career) -> Career:
    """Both."""
    return unpaid_month(early_paper(career))

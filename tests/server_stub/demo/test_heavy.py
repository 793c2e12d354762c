"""The paper that almost reaches the limit of the region."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from server_stub.demo.facts import PaperFacts
from server_stub.demo.heavy import LIMIT, TARGET, heavy_paper
from server_stub.demo.samples import sample_facts


def _paper() -> PaperFacts:
    paper = sample_facts(1, 2)["journal_fulltext"]
    assert isinstance(paper, PaperFacts)
    return paper


def test_it_stays_just_below_the_limit_with_distinct_pages() -> None:
    data = heavy_paper(_paper(), 1)
    assert TARGET - 3_000_000 < len(data) < LIMIT == 45 * 1024 * 1024
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) >= 8
        assert sorted(pdf[0].get_size()) == pytest.approx([595.3, 841.9], abs=1)
    streams = {
        bytes(match.group(1)[:4096])
        for match in re.finditer(rb"stream\r?\n(\xff\xd8.{4096})", data, re.DOTALL)
    }
    assert len(streams) == len(re.findall(rb"stream\r?\n\xff\xd8", data)) >= 8


def test_smaller_targets_are_kept_and_larger_ones_refused() -> None:
    small = heavy_paper(_paper(), 1, target=2_500_000)
    assert 2_500_000 <= len(small) < 10_000_000
    assert small == heavy_paper(_paper(), 1, target=2_500_000)
    with pytest.raises(ValueError, match="beyond the limit"):
        heavy_paper(_paper(), 1, target=LIMIT + 1)

"""Forms as PDF: what stands on their pages, where seals go, and what stops them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest

from app.forms.faces import characters, face
from app.forms.form import Form, FormCode, Typeset
from app.forms.glyphs import lacks
from app.forms.problems import FormCodeProblem, FormError
from app.forms.typesetting import typeset
from app.protocol.form_binding import parse_keywords
from tests.forms.samples import LONG_NAME, ON, all_forms, case, with_dossier

from app.forms.content.roster import roster  # isort: skip
from app.forms.content.unit_opinion import unit_opinion  # isort: skip

FORMS = dict(all_forms())
UNENCODED = "\U000f0000"
"""A private character that no typeface here has."""


def read(made: Typeset) -> tuple[list[str], dict[str, str]]:
    """The text of each page, and the metadata."""
    document = pdfium.PdfDocument(made.pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        return pages, document.get_metadata_dict()
    finally:
        document.close()


@pytest.mark.parametrize("name", FORMS)
def test_each_form_names_its_case_on_every_page_and_has_a_place_for_the_seal(name: str) -> None:
    form = FORMS[name]
    made = typeset(form)
    pages, told = read(made)
    assert len(pages) == made.pages
    assert form.title in "".join(pages[0].split())
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页，共{made.pages}页" in page.replace(" ", "")
        if len(form.bindings) == 1:
            assert form.bindings[0].app_id in page
            assert form.bindings[0].content_sha256[:8] in page
    assert parse_keywords(told["Keywords"]) == (form.code, form.bindings)
    seal = next(place for place in made.places if place.name == "seal")
    assert seal.page < made.pages
    assert round(seal.width / 72 * 25.4) == round(seal.height / 72 * 25.4) == 42


@pytest.mark.parametrize("name", FORMS)
def test_the_fields_are_there_before_anything_is_sealed(name: str) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    made = typeset(FORMS[name])
    reader = PdfFileReader(BytesIO(made.pdf))
    found: dict[str, Any] = {
        name: ref.get_object() for name, value, ref in enumerate_sig_fields(reader)
    }
    assert set(found) == {place.name for place in made.places}
    for place in made.places:
        left, low, right, high = (float(side) for side in found[place.name]["/Rect"])
        assert abs(left - place.x) <= 1
        assert abs((right - left) - place.width) <= 1.5
        assert abs((high - low) - place.height) <= 1.5


def test_the_same_form_gives_the_same_bytes_and_another_day_others() -> None:
    form = FORMS["unit_opinion"]
    assert typeset(form).pdf == typeset(replace(form)).pdf
    assert typeset(replace(form, made_on=ON + timedelta(days=1))).pdf != typeset(form).pdf


def test_several_threads_typeset_at_once() -> None:
    made = list(FORMS.values())
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(typeset, made * 3))
    assert len({one.pdf for one in found}) == len(made)


def test_rare_characters_of_names_are_set() -> None:
    pages, _ = read(typeset(unit_opinion(case("池上䶮㛃𬭎"), ON)))
    assert "池上䶮㛃𬭎" in pages[0]


def test_the_face_has_gb_18030_level_2() -> None:
    has = characters(face())
    level_1 = [*range(0x4E00, 0x9FA5 + 1), *range(0x3400, 0x4DB5 + 1)]
    only_level_2 = [ord(char) for char in "鿍鿎鿏𪣻𫖯𬀩𬭎𬴂𫚖𬶋𬸚"]  # of the 通用规范汉字表
    assert [f"{point:04X}" for point in level_1 + only_level_2 if point not in has] == []


def test_a_character_without_a_glyph_stops_the_form_and_is_named() -> None:
    form = unit_opinion(case(f"池{UNENCODED}"), ON)
    assert [lack.char for lack in lacks(form, characters(face()))] == [UNENCODED]
    with pytest.raises(FormError) as caught:
        typeset(form)
    assert caught.value.code is FormCodeProblem.GLYPH_MISSING
    assert caught.value.params["char"] == UNENCODED
    assert caught.value.params["point"] == "U+F0000"
    assert caught.value.params["where"] == f"池{UNENCODED}"


def test_a_list_of_forty_repeats_its_head_and_breaks_no_name() -> None:
    made = typeset(FORMS["roster_40"])
    pages, _ = read(made)
    listed = [page for page in pages if LONG_NAME[:2] in page.replace("\r\n", "")]
    assert len(listed) > 1
    for page in listed:
        assert "申报专业" in page
        tight = "".join(page.split())
        assert tight.count(LONG_NAME[:4]) == tight.count(LONG_NAME[-4:])


def test_a_seal_is_never_alone_on_a_page() -> None:
    for name, form in FORMS.items():
        made = typeset(form)
        pages, _ = read(made)
        seal = next(place for place in made.places if place.name == "seal")
        rest = re.sub(r"\s|（.*?章）|\d+年\d+月\d+日|第\d+页，共\d+页", "", pages[seal.page])
        head = "".join("".join(form.head()).split())
        assert rest.replace(head, ""), name


@pytest.mark.parametrize("people", range(9, 16))
def test_a_list_keeps_a_row_on_the_page_of_its_seal(people: int) -> None:
    """However the page breaks: a signed page that shows nothing could be put behind any list."""
    made = typeset(roster([case("测试甲")] * people, "示例市政", ON, handler="宋青禾"))
    pages, _ = read(made)
    seal = next(place for place in made.places if place.name == "seal")
    assert "测试甲" in pages[seal.page]
    assert f"共{people}人" in pages[seal.page].replace(" ", "")


def test_a_summary_whose_last_part_is_empty_still_has_its_seal() -> None:
    form = FORMS["summary_form"]
    *most, last = form.data["sections"]
    emptied = {**form.data, "sections": [*most, {**last, "rows": []}]}
    for data in (emptied, {**form.data, "sections": []}):
        assert [place.name for place in typeset(replace(form, data=data)).places] == ["seal"]


def test_a_line_to_be_signed_is_a_field_where_nobody_is_named() -> None:
    named, open_ = typeset(FORMS["unit_opinion"]), typeset(FORMS["unit_opinion_bare"])
    assert [place.name for place in named.places] == ["seal"]
    assert {place.name for place in open_.places} == {"seal", "leader"}


def test_an_opinion_of_one_very_long_paragraph_breaks_over_pages() -> None:
    usual = case()
    assert usual.dossier is not None
    text = usual.dossier.recommendation.model_copy(update={"text": "业绩突出。" * 700})
    made = typeset(unit_opinion(with_dossier(usual, recommendation=text), ON))
    pages, _ = read(made)
    assert made.pages == len(pages) > 2
    seal = next(place for place in made.places if place.name == "seal")
    assert "业绩突出" in pages[seal.page]
    assert "".join(pages).count("绩") == 700
    unbroken = text.model_copy(update={"text": "业绩" * 1500 + "。" + "业绩" * 1500})
    assert typeset(unit_opinion(with_dossier(usual, recommendation=unbroken), ON)).pages > 2


def test_markup_in_a_text_stays_text() -> None:
    usual = case()
    assert usual.dossier is not None
    evil = "#panic() $x$ *粗* `码` // 注 \\ @引 <标>"
    text = usual.dossier.recommendation.model_copy(update={"text": evil})
    pages, _ = read(typeset(unit_opinion(with_dossier(usual, recommendation=text), ON)))
    assert "#panic()" in pages[0]
    assert "*粗*" in pages[0]


def test_a_list_binds_every_case() -> None:
    form: Form = FORMS["roster"]
    assert form.code is FormCode.ROSTER
    assert len(form.bindings) == 4
    assert form.made_on == date(2026, 10, 9)

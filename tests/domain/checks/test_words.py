"""Names of fields, slots, values and levels; codes where the profile has none."""

from __future__ import annotations

from app.domain.checks.words import both, choice_words, field_words, level_words, slot_words
from tests.domain.clean import clean

LZ = clean("LZ_ENG_2020")


def test_names_as_the_form_shows_them() -> None:
    assert field_words(LZ, "current_title", ["series", "level"]) == ("系列、级别", "Series, Level")
    assert slot_words(LZ, "papers", ["cover", "toc"]) == ("封面、目录", "Cover, Table of contents")
    assert choice_words(LZ, "personal", "declare_method", "TRANSFER") == ("转评", "Transfer")
    assert level_words(LZ, "MIDDLE") == ("中级", "Intermediate")


def test_codes_where_there_is_no_name() -> None:
    assert field_words(LZ, "papers", ["no_such", "title"]) == ("no_such、题名", "no_such, Title")
    assert slot_words(LZ, "no_such", ["cover"]) == ("cover", "cover")
    assert field_words(LZ, "no_such", ["title"]) == ("title", "title")
    assert slot_words(LZ, "papers", ["no_such"]) == ("no_such", "no_such")
    assert choice_words(LZ, "personal", "declare_method", "NEW") == ("NEW", "NEW")
    assert choice_words(LZ, "personal", "no_such", 5) == ("5", "5")
    assert choice_words(LZ, "no_such", "declare_method", None) == ("None", "None")
    assert level_words(LZ, "JUNIOR_STAFF") == ("JUNIOR_STAFF", "JUNIOR_STAFF")


def test_parameters_in_both_languages() -> None:
    assert both("level", ("中级", "Intermediate")) == {"level": "中级", "level_en": "Intermediate"}

from __future__ import annotations

import string

from app.protocol.messages import catalogue, has_message, message


def test_both_languages_have_the_same_codes() -> None:
    assert catalogue("zh_CN").keys() == catalogue("en").keys()


def test_both_languages_use_the_same_parameters() -> None:
    """English may leave a parameter out; ``name_en`` is the English wording of ``name``."""

    def holes(text: str) -> set[str]:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        return {name.removesuffix("_en") for name in names}

    english = catalogue("en")
    for code, text in catalogue("zh_CN").items():
        assert holes(english[code]) <= holes(text), code


def test_a_missing_parameter_stays_visible_and_an_unknown_code_is_shown() -> None:
    assert message("finding.R071.short") == "早于现职称授予时间 {title_date}"
    assert message("NO_SUCH_CODE") == "NO_SUCH_CODE"
    assert not has_message("NO_SUCH_CODE")
    assert message("finding.R071.short", "en", title_date="2017").endswith("2017")

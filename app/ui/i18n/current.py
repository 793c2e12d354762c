"""The language in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.ui.i18n.catalogue import read_english
from app.ui.i18n.lang import DEFAULT_LANG, LANGS, Lang
from app.ui.i18n.translator import JsonTranslator


class _State:
    """Which language is shown, and the translators that show it."""

    lang: Lang = DEFAULT_LANG
    installed: tuple[QTranslator, ...] = ()


def language() -> Lang:
    """The language of the window."""
    return _State.lang


def set_language(app: QCoreApplication, lang: Lang) -> None:
    """Show everything made from now on in ``lang``, Qt's own words (menus of text fields) too.

    Widgets that exist keep their words: the caller builds the pages anew.

    Raises:
        ValueError: there is no such language.
    """
    if lang not in LANGS:
        raise ValueError(f"unknown language {lang!r}")
    for translator in _State.installed:
        app.removeTranslator(translator)
    QLocale.setDefault(QLocale("zh_CN" if lang == "zh_CN" else "en_GB"))
    wanted: list[QTranslator] = []
    if lang == "zh_CN":
        base = QTranslator(app)
        if base.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            wanted.append(base)
    else:
        wanted.append(JsonTranslator(read_english(), app))
    for translator in wanted:
        app.installTranslator(translator)
    _State.lang, _State.installed = lang, tuple(wanted)

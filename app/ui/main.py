"""Starting the window: ``titledesk``, ``python -m app``."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from app.operations.policy import load_policy
from app.ui.desktop import DesktopApp, Options
from app.ui.environment import NoWindowError, application
from app.ui.i18n import DEFAULT_LANG, LANGS, set_language
from app.ui.preferences import Preferences, load_preferences
from app.ui.theme import theme

__all__ = ["DesktopApp", "Options", "build", "main", "run", "tune_interpreter"]

_TURN_S = 0.002
NO_WINDOW = 1
"""Exit code where no window can be shown."""


def build(options: Options) -> DesktopApp:
    """The program with its sign-in window, not shown yet. Call ``shutdown`` at the end.

    :raises NoWindowError: there is no display.
    """
    preferences = load_preferences(options.root)
    lang = options.language if options.language in LANGS else preferences.lang
    app = application(lang)
    set_language(app, lang if lang in LANGS else DEFAULT_LANG)
    _dress(preferences)
    app.setWindowIcon(theme.icon("certificate-outline", "accent"))
    return DesktopApp(app, options, preferences, load_policy())


def _dress(preferences: Preferences) -> None:
    app = application(preferences.lang)
    theme.install(app, preferences.theme, preferences.percent)


def tune_interpreter(desktop: DesktopApp) -> None:
    """Keep Python's collector of cycles and its one lock from stalling the window.

    A full collection looks at everything that is alive, a tenth of a second after all is loaded.
    What the program consists of never goes away: it is put aside once it is there, and until then
    nothing is looked for. Windows that are built later are collected as ever.

    Drawing gives the lock up at each call of Qt, and waits for it while the next answer is read:
    Python's five milliseconds a turn are a long time for a picture of many small calls.
    """
    sys.setswitchinterval(_TURN_S)
    gc.disable()

    def settle() -> None:
        gc.freeze()
        gc.enable()

    desktop.loaded.connect(settle)


def run(
    *,
    server: str | None = None,
    user: str | None = None,
    home: Path | None = None,
    language: str | None = None,
    password: str = "",
) -> int:
    """Open the window and stay until it is closed; the exit code."""
    options = Options(server or "", user or "", home, language or "", password)
    try:
        desktop = build(options)
        tune_interpreter(desktop)
    except NoWindowError as problem:
        sys.stderr.write(f"{problem}\n")
        return NO_WINDOW
    try:
        desktop.show()
        return application(DEFAULT_LANG).exec()
    finally:
        desktop.shutdown()


def main(argv: Sequence[str] | None = None) -> int:
    """``python -m app.ui.main``: the window alone, for whoever starts it by script."""
    parser = argparse.ArgumentParser(prog="python -m app.ui.main", description=__doc__)
    parser.add_argument("--server", default="", metavar="URL")
    parser.add_argument("--user", default="", metavar="NAME")
    parser.add_argument("--home", type=Path, default=None, metavar="DIR")
    parser.add_argument("--language", choices=LANGS, default="")
    parser.add_argument("--password-stdin", action="store_true")
    given = parser.parse_args(argv)
    password = sys.stdin.readline().rstrip("\r\n") if given.password_stdin else ""
    return run(
        server=given.server,
        user=given.user,
        home=given.home,
        language=given.language,
        password=password,
    )


if __name__ == "__main__":
    sys.exit(main())

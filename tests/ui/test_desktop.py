"""The program from sign-in to shutdown, over a real server and a real home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.enums import Verb
from app.operations import decide
from app.operations.signin import SignIn, unlock_offline
from app.store import keys
from app.ui.desktop import DesktopApp, Options
from app.ui.environment import NoWindowError, application
from app.ui.i18n import language, set_language
from app.ui.locking import LockScreen
from app.ui.main import build
from app.ui.pages.queue import QueuePage
from app.ui.preferences import load_preferences
from app.ui.shell import MainWindow
from app.ui.widgets import Label
from tests.operations.conftest import filled, listener, office, world
from tests.operations.office import Office, submitted
from tests.server_stub.world import PASSWORD, World
from tests.ui.desk import pause, wait_for

__all__ = ["filled", "listener", "office", "world"]

Start = Callable[..., DesktopApp]


@pytest.fixture(autouse=True)
def _light_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a password costly to guess makes it costly to type; a home notes its costs."""
    for name, cost in {"time_cost": 1, "memory_kib": 64, "parallelism": 1}.items():
        monkeypatch.setitem(keys._ARGON2, name, cost)


@pytest.fixture
def start(qapp: QApplication, world: World, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on this machine's folder; the last one is shut down at the end."""
    started: list[DesktopApp] = []

    def make(server: str = "", user: str = "chenyao") -> DesktopApp:
        app = build(Options(server=server or world.url, user=user, home=tmp_path / "home"))
        started.append(app)
        app.show()
        return app

    yield make
    for app in started:
        app.shutdown()
    set_language(qapp, "zh_CN")


def sign_in(app: DesktopApp, password: str = PASSWORD, *, offline: bool = False) -> MainWindow:
    """Type the password and press Enter, or Ctrl+O; wait for the window."""
    press(app, password, offline=offline)
    page = app.sign_in_page
    wait_for(lambda: app.window is not None or (page is not None and page.problem()), 30)
    assert app.window is not None, page.problem() if page else ""
    return app.window


def press(app: DesktopApp, password: str, *, offline: bool = False) -> None:
    """Type the password and press Enter, or Ctrl+O."""
    page = app.sign_in_page
    assert page is not None
    page.activateWindow()
    wait_for(page.isActiveWindow)
    page.password.setText(password)
    if offline:
        wait_for(lambda: not page.offline.reason)
        QTest.keyClick(page.password, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.keyClick(page.password, Qt.Key.Key_Return)


def test_a_wrong_password_is_said_and_the_right_one_opens_the_window(start: Start) -> None:
    app = start()
    press(app, "nonsense")
    page = app.sign_in_page
    assert page is not None
    wait_for(page.problem)
    assert "还可试" in page.problem()
    window = sign_in(app)
    assert window.current == "queue"
    assert "approve" not in window.page_ids()
    wait_for(lambda: app.sync_status.online)


def test_a_server_that_is_away_is_said_beside_its_field(start: Start) -> None:
    app = start(server="http://127.0.0.1:9")
    press(app, PASSWORD)
    page = app.sign_in_page
    assert page is not None
    wait_for(page.problem)
    assert "127.0.0.1" in page.problem()
    assert page.server.hasFocus()


def test_an_approver_begins_at_the_inbox(start: Start) -> None:
    window = sign_in(start(user="lujs"))
    assert window.current == "approve"


def lock_screen() -> LockScreen | None:
    """The lock, while it is shown."""
    windows = QApplication.topLevelWidgets()
    return next((one for one in windows if isinstance(one, LockScreen) and one.isVisible()), None)


def test_the_lock_covers_all_and_opens_by_password_only(start: Start) -> None:
    app = start()
    window = sign_in(app)
    window.commands.trigger("app.lock")
    screen = wait_for(lock_screen)
    picture = window.grab().toImage()
    assert picture.pixelColor(10, 10) == picture.pixelColor(600, 300)  # veiled
    screen.password.setText("nonsense")
    QTest.keyClick(screen.password, Qt.Key.Key_Return)
    wait_for(screen.problem)
    assert screen.isVisible()
    screen.close()
    assert screen.isVisible()
    screen.password.setText(PASSWORD)
    QTest.keyClick(screen.password, Qt.Key.Key_Return)
    wait_for(lambda: not screen.isVisible())
    session = app.session
    assert session is not None
    wait_for(lambda: "unlock" in [e.action for e in session.workspace.journal.audit_entries(9)])


def test_a_revealed_number_is_hidden_by_the_lock(start: Start, office: Office) -> None:
    office.submit(submitted("A1"))
    app = start()
    window = sign_in(app)
    window.resize(1920, 1000)
    page = window.page("queue")
    assert isinstance(page, QueuePage)
    wait_for(lambda: page.current() is not None)
    window.activateWindow()
    wait_for(window.isActiveWindow)
    number = "999999198803140037"

    def shown() -> bool:
        return any(number == one.plain_text() for one in page.preview.findChildren(Label))

    wait_for(lambda: "A1" in [one.plain_text() for one in page.preview.findChildren(Label)])
    page.preview.reveal("A1", number, 30)
    assert shown()
    app.lock()
    wait_for(lambda: not shown())


def test_what_waits_is_told_after_a_kill_too(
    start: Start, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.summary_keeper.EVERY_MS", 50)
    office.submit(submitted("A1"), submitted("A2"))
    app = start()
    sign_in(app)
    session = app.session
    assert session is not None
    home = session.workspace.home
    wait_for(lambda: home.summary.cases == 2)  # nothing was closed yet


def test_it_locks_by_itself_after_the_chosen_minutes(start: Start) -> None:
    app = start()
    sign_in(app)
    control = app.lock_control
    assert control is not None
    control.idle.skip(14 * 60_000)
    assert not control.locked
    control.idle.skip(60_000)
    assert control.locked


def test_another_language_builds_the_window_anew_at_the_same_page(start: Start) -> None:
    app = start()
    first = sign_in(app)
    first.show_page("settings")
    app.set_language("en")
    window = app.window
    assert window is not None
    assert window is not first
    assert window.current == "settings"
    assert window.commands.label("app.lock") == "Lock"
    wait_for(lambda: app.sync_status.online)
    window.show_page("queue")
    pause(0.3)


def test_choices_of_looks_outlive_the_program(start: Start, tmp_path: Path) -> None:
    app = start()
    app.set_theme("dark")
    app.set_percent(115)
    app.set_language("en")
    app.shutdown()
    kept = load_preferences(tmp_path / "home")
    assert (kept.theme, kept.percent, kept.language) == ("dark", 115, "en")
    start()
    assert language() == "en"


def test_positions_are_kept_in_the_journal(start: Start) -> None:
    app = start()
    window = sign_in(app)
    window.state.put("queue.view", "mine")
    app.shutdown()
    again = start()
    assert sign_in(again, offline=True).state.get("queue.view", "") == "mine"


def test_signing_out_keeps_what_was_not_sent_and_says_so(
    start: Start, office: Office, tmp_path: Path
) -> None:
    office.submit(submitted("A1"))
    app = start()
    sign_in(app)
    session = app.session
    assert session is not None
    ws = session.workspace
    wait_for(lambda: ws.sync is not None and app.sync_status.online)
    assert ws.sync is not None
    ws.sync.claim(["A1"]).result(20)
    ws.sync.pause()
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    app.sign_out()
    page = app.sign_in_page
    assert page is not None
    wait_for(lambda: "1 项操作没有发送" in page.offline_note.plain_text(), 20)
    assert app.window is None
    assert page.login.text() == "chenyao"
    wanted = SignIn(tmp_path / "home", office.world.url, "chenyao")
    with unlock_offline(wanted, PASSWORD) as kept:
        assert kept.unsent() == 1


def test_a_home_in_use_is_told_and_nothing_is_opened(
    start: Start, world: World, tmp_path: Path
) -> None:
    app = start()
    sign_in(app)
    app.shutdown()
    wanted = SignIn(tmp_path / "home", world.url, "chenyao")
    second = start()
    with unlock_offline(wanted, PASSWORD):
        press(second, PASSWORD)
        page = second.sign_in_page
        assert page is not None
        wait_for(page.problem)
        assert "另一个程序" in page.problem()
    sign_in(second)


def test_a_broken_cache_is_rebuilt_and_a_broken_journal_set_aside(
    start: Start, tmp_path: Path
) -> None:
    app = start()
    sign_in(app)
    session = app.session
    assert session is not None
    home = session.workspace.home
    app.shutdown()
    home.cache_path.write_bytes(b"no database" * 1000)
    app = start()
    window = sign_in(app)
    assert window.banner.current() == "CACHE_REBUILT"
    app.shutdown()
    home.journal_path.write_bytes(b"no database" * 1000)
    window = sign_in(start())
    assert window.banner.current() == "JOURNAL_SET_ASIDE"
    assert list(home.path.glob("journal.set-aside-*"))


def test_unlocking_offline_says_that_a_sign_in_is_needed(
    start: Start, world: World, tmp_path: Path
) -> None:
    app = start()
    sign_in(app)
    app.sign_out()
    page = app.sign_in_page
    assert page is not None
    wait_for(lambda: page.login.isEnabled(), 20)
    window = sign_in(app, offline=True)
    wait_for(lambda: window.banner.current() == "session", 20)
    app.sign_in_to_server(PASSWORD)
    wait_for(lambda: app.sync_status.online, 20)
    wait_for(lambda: window.banner.current() != "session")


def test_no_display_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.environment.QApplication.instance", lambda: None)
    monkeypatch.delenv("QT_QPA_PLATFORM")
    with pytest.raises(NoWindowError, match="DISPLAY"):
        application("zh_CN")

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.doctor.check import Check
from app.operations.policy import Policy
from app.operations.workspace import Workspace
from app.ui.commands import Command, Scope
from app.ui.i18n import Lang, set_language
from app.ui.pages.settings import SettingsPage
from app.ui.pages.settings.choices import IDLE_KEY, Choices
from app.ui.pages.settings.page import own_home_is_fine
from tests.operations.office import Office
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, Desk, pause, wait_for
from tests.ui.prepared import Prepared

MakeDesk = Callable[[Workspace], Desk]


def show(place: Desk, root: Path, policy: Policy | None = None) -> SettingsPage:
    """The page in a window."""
    choices = Choices(place.window.state, policy or Policy())
    page: SettingsPage = place.show(
        "settings",
        lambda window: SettingsPage(window, place.session, choices, root),
        SIZES[1],
    )
    return page


def signed_in(office: Office) -> Workspace:
    """A handler who has not exchanged anything."""
    return office.officer("chenyao", online=False)


@pytest.fixture
def place(prepared: Prepared, desk: MakeDesk) -> Desk:
    made = desk(prepared(signed_in))
    made.window.commands.register(
        Command(id="a.one", label="甲", keys=("F8",), run=int, scope=Scope.GLOBAL),
        Command(id="a.two", label="乙", keys=("F9",), run=int, scope=Scope.GLOBAL),
    )
    return made


def test_idle_minutes_are_kept(place: Desk, tmp_path: Path) -> None:
    page = show(place, tmp_path)
    page.lock.idle.setCurrentIndex(page.lock.idle.findData("5"))
    assert place.window.state.get(IDLE_KEY, 0) == 5
    assert Choices(place.window.state, Policy()).idle_minutes() == 5


def test_what_the_administrator_set_is_locked_and_wins(place: Desk, tmp_path: Path) -> None:
    policy = Policy(idle_lock_minutes=7, quota_gib=12, export_allowed=False)
    page = show(place, tmp_path, policy)
    assert page.lock.idle.chosen() == "7"
    assert "管理员" in page.lock.idle.accessibleDescription()
    assert page.downloads.quota.chosen() == "12"
    place.window.state.put(IDLE_KEY, 60)
    choices = Choices(place.window.state, policy)
    assert (choices.idle_minutes(), choices.quota_gib(), choices.locked()) == (7, 12, 3)


def test_a_kept_value_of_no_meaning_is_not_taken(place: Desk) -> None:
    place.window.state.put(IDLE_KEY, -3)
    assert Choices(place.window.state, Policy()).idle_minutes() == 15


def test_a_key_of_ones_own_is_kept_and_a_clash_is_refused(place: Desk, tmp_path: Path) -> None:
    page = show(place, tmp_path)
    page.keys.set_key("a.one", "F7")
    assert place.window.commands.keys("a.one") == ("F7",)
    assert Choices(place.window.state, Policy()).keymap() == {"a.one": ("F7",)}
    page.keys.set_key("a.one", "F9")
    assert place.window.commands.keys("a.one") == ("F7",)
    assert "乙" in page.keys.warning()
    page.keys.set_key("a.one", "Ctrl+Space")
    assert place.window.commands.keys("a.one") == ("F7",)
    page.keys.set_key("a.one", "")
    assert place.window.commands.keys("a.one") == ("F8",)


def test_searching_leads_to_the_setting(place: Desk, tmp_path: Path) -> None:
    page = show(place, tmp_path)
    page.search.setText("磁盘")
    page.search.returnPressed.emit()
    assert page.nav.current() == "downloads"


def test_the_self_check_runs_in_the_window(place: Desk, tmp_path: Path) -> None:
    page = show(place, tmp_path)
    page.run_checks()
    wait_for(lambda: "versions" in page.about.report(), 30)
    assert page.nav.current() == "about"
    assert "[ok] home_folder" in page.about.report()


def test_the_home_that_this_window_has_open_is_no_trouble() -> None:
    mine = Check("databases", False, "doctor.databases.in_use", {"pid": str(os.getpid())})
    theirs = Check("databases", False, "doctor.databases.in_use", {"pid": "1"})
    assert [check.ok for check in own_home_is_fine([mine, theirs])] == [True, False]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_nothing_is_cut_off(place: Desk, tmp_path: Path, qapp: QApplication, lang: Lang) -> None:
    set_language(qapp, lang)
    try:
        page = show(place, tmp_path, Policy(quota_gib=40))
        page.about.show_checks(
            [Check("display", False, "doctor.display.none"), Check("cjk_fonts", True, "x")]
        )
        for size in SIZES:
            place.window.resize(*size)
            for name in ("display", "lock", "downloads", "keys", "about"):
                page.show_sheet(name)
                pause(0.03)
                assert still_clipped(page) == [], (size, name)
    finally:
        set_language(qapp, "zh_CN")

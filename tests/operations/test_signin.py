from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.enums import Verb
from app.operations import comments, decide
from app.operations.errors import OperationRefused
from app.operations.signin import (
    SignIn,
    lock,
    sign_in_again,
    sign_in_online,
    sign_out,
    unlock_offline,
)
from app.operations.workspace import Workspace
from app.store import vault
from app.store.home import HomeLocked
from app.store.keys import WrongPassword
from app.store.readmodels import LocalState
from app.sync.errors import ApiProblem, SyncError, Unreachable
from tests.operations.office import Office, audited, submitted
from tests.server_stub.world import PASSWORD, World
from tests.store import test_keys
from tests.store.test_keys import MemoryKeyring


@pytest.fixture
def machine(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Chenyao's laptop, with a keyring that is fit."""
    monkeypatch.setattr(vault, "_FIT", vault._FIT | {test_keys.__name__})
    return SignIn(tmp_path / "homes", world.url, "chenyao", backend=MemoryKeyring())


@pytest.fixture
def entered(machine: SignIn) -> Iterator[Workspace]:
    workspace = sign_in_online(machine, PASSWORD)
    yield workspace
    workspace.close()


def go_online(workspace: Workspace) -> None:
    workspace.start_sync(lambda _event: None, auto=False).sync_once().result(60)


def change_password(world: World, login: str, password: str) -> None:
    from server_stub import registry

    hashed = world.server.passwords.hash(password)
    with world.server.db.write() as session:
        registry.save_user(
            session, user_id=f"u-{login}", login=login, name="陈瑶", org_id="org-unit-1",
            roles=["HANDLER"], password_hash=hashed,
        )  # fmt: skip


def test_the_first_sign_in_makes_a_home_that_opens_offline(
    entered: Workspace, machine: SignIn
) -> None:
    assert (entered.account.login, entered.account.name) == ("chenyao", "陈瑶")
    assert entered.me.approvers == ["卢景山"]
    assert audited(entered) == ["sign_in"]
    device = entered.device_id
    lock(entered)
    again = unlock_offline(machine, PASSWORD)
    assert again.account.user_id == "u-chenyao"
    assert again.device_id == device
    assert again.me.approvers == ["卢景山"]
    assert audited(again) == ["sign_in", "lock", "unlock"]
    again.close()
    by_keyring = unlock_offline(machine)
    assert by_keyring.account.user_id == "u-chenyao"
    by_keyring.close()


def test_a_wrong_password_leaves_no_home(machine: SignIn) -> None:
    with pytest.raises(ApiProblem) as problem:
        sign_in_online(machine, "wrong-password")
    assert problem.value.code == "BAD_CREDENTIALS"
    assert not machine.root.exists() or not list(machine.root.iterdir())


def test_a_wrong_password_does_not_unlock(entered: Workspace, machine: SignIn) -> None:
    lock(entered)
    with pytest.raises(WrongPassword):
        unlock_offline(machine, "wrong-password")
    unlock_offline(machine, PASSWORD).close()  # the lock was given back


def test_who_never_signed_in_here_cannot_enter_offline(machine: SignIn) -> None:
    with pytest.raises(OperationRefused, match="SIGNIN_NO_HOME"):
        unlock_offline(machine, PASSWORD)


def test_a_second_program_on_the_home_is_told(entered: Workspace, machine: SignIn) -> None:
    with pytest.raises(HomeLocked) as problem:
        unlock_offline(machine, PASSWORD)
    assert problem.value.pid == os.getpid()
    with pytest.raises(HomeLocked):
        sign_in_online(machine, PASSWORD)
    assert entered.journal.audit_head().seq == 1  # untouched


def test_an_address_is_judged_before_a_password_is_sent(machine: SignIn) -> None:
    elsewhere = SignIn(machine.root, "http://title.example.invalid", "chenyao")
    with pytest.raises(SyncError) as problem:
        sign_in_online(elsewhere, PASSWORD)
    assert problem.value.code == "PLAIN_HTTP_REFUSED"


def test_a_server_that_is_down_is_unreachable(machine: SignIn) -> None:
    with pytest.raises(Unreachable):
        sign_in_online(SignIn(machine.root, "http://127.0.0.1:9", "chenyao"), PASSWORD)


def test_signing_out_keeps_what_was_not_sent(
    office: Office, entered: Workspace, machine: SignIn
) -> None:
    office.submit(submitted("A1"), submitted("A2", 2))
    go_online(entered)
    entered.sync.claim(["A1", "A2"]).result(60)  # type: ignore[union-attr]
    decide.propose(entered, app_id="A1", verb=Verb.PASS)
    comments.add(entered, app_id="A2", module="papers", text="请更换早于现职称的论文。")
    assert sign_out(entered) == 1
    assert entered.home.summary.unsent == 1
    again = sign_in_online(machine, PASSWORD)
    assert again.queries.case("A1").local is LocalState.QUEUED
    assert [c.text for c in again.queries.case("A2").draft.comments] == ["请更换早于现职称的论文。"]
    go_online(again)
    assert office.world.get("A1")["proposal"]["handler_id"] == "u-chenyao"
    again.close()


def test_the_session_goes_on_after_unlocking(
    office: Office, entered: Workspace, machine: SignIn
) -> None:
    office.submit(submitted("A1"))
    lock(entered)
    again = unlock_offline(machine, PASSWORD)
    go_online(again)
    assert again.queries.case("A1").version.person.name == "测试1"
    again.close()


def test_two_users_on_one_machine_have_homes_of_their_own(
    office: Office, entered: Workspace, machine: SignIn
) -> None:
    office.submit(submitted("A1"))
    go_online(entered)
    entered.sync.claim(["A1"]).result(60)  # type: ignore[union-attr]
    comments.add(entered, app_id="A1", module="papers", text="请更换早于现职称的论文。")
    lock(entered)
    other = sign_in_online(SignIn(machine.root, machine.server_url, "hanxu"), PASSWORD)
    go_online(other)
    assert other.home.path != entered.home.path
    assert not other.queries.case("A1").draft.has_work
    other.close()


def test_a_password_changed_at_the_server_is_taken_over(
    world: World, entered: Workspace, machine: SignIn
) -> None:
    lock(entered)
    change_password(world, "chenyao", "new-2027")
    sign_in_online(machine, "new-2027").close()
    unlock_offline(machine, "new-2027").close()
    with pytest.raises(WrongPassword):
        unlock_offline(machine, PASSWORD)


def test_without_a_keyring_the_former_password_is_needed_once(world: World, tmp_path: Path) -> None:
    bare = SignIn(tmp_path / "homes", world.url, "chenyao")
    first = sign_in_online(bare, PASSWORD)
    assert "KEYRING_UNFIT" in [notice.code for notice in first.notices]
    first.close()
    change_password(world, "chenyao", "new-2027")
    with pytest.raises(OperationRefused, match="SIGNIN_OLD_PASSWORD"):
        sign_in_online(bare, "new-2027")
    unlock_offline(bare, PASSWORD).close()  # nothing was lost or left locked


def test_a_session_that_ended_is_taken_up_by_the_same_officer(
    office: Office, entered: Workspace
) -> None:
    go_online(entered)
    entered.sync.sign_out().result(60)  # type: ignore[union-attr]
    sign_in_again(entered, PASSWORD)
    office.submit(submitted("A1"))
    assert entered.sync is not None
    entered.sync.sync_once().result(60)
    assert entered.queries.case("A1").app_id == "A1"
    with pytest.raises(ApiProblem):
        sign_in_again(entered, "wrong-password")


def test_a_journal_that_does_not_open_is_told_and_the_home_opens(
    entered: Workspace, machine: SignIn
) -> None:
    lock(entered)
    entered.home.journal_path.write_bytes(b"not a database" * 500)
    again = unlock_offline(machine, PASSWORD)
    assert "JOURNAL_SET_ASIDE" in [notice.code for notice in again.notices]
    assert again.account.user_id == "u-chenyao"  # the cache remembers
    assert list(again.home.path.glob("journal.set-aside-*"))
    again.close()

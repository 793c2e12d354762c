"""Two officers taking turns on one machine (design §3)."""

from __future__ import annotations

from app.domain.enums import Verb
from app.operations import comments
from app.operations.signin import sign_out
from app.store.readmodels import LocalState, OpState
from server_stub.tables import UserRow
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.front import Front
from tests.endtoend.town import CASE, OTHER, Town
from tests.proposing import propose
from tests.sync.machine import tokens_for


def test_unsent_work_waits_for_its_author(town: Town, front: Front, open_desk: OpenDesk) -> None:
    chenyao, hanxu = open_desk("chenyao"), open_desk("hanxu")
    chenyao.sign_in()
    chenyao.claim(CASE)
    comments.add(chenyao.ws, app_id=CASE, module="papers", text="请补传论文封面扫描件。")
    (op_id,) = propose(chenyao.ws, app_id=CASE, verb=Verb.RETURN).op_ids
    comments.add(chenyao.ws, app_id=OTHER, module="papers", text="只写了一半的意见")
    first_home = chenyao.ws.home.path
    assert sign_out(chenyao.ws) == 1

    hanxu.sign_in()
    assert hanxu.ws.home.path != first_home
    hanxu.claim(OTHER)
    comments.add(hanxu.ws, app_id=OTHER, module="papers", text="请更换论文扫描件。")
    (other_id,) = propose(hanxu.ws, app_id=OTHER, verb=Verb.RETURN).op_ids
    hanxu.sync()
    assert hanxu.op(other_id).state is OpState.ACKED
    assert hanxu.ws.queries.case(CASE).local not in {LocalState.QUEUED, LocalState.DRAFT}
    assert town.get(CASE)["proposal"] is None, "sent under another officer's token"
    sign_out(hanxu.ws)

    chenyao.sign_in()
    assert chenyao.op(op_id).state is OpState.READY
    draft = chenyao.ws.queries.case(OTHER).draft
    assert [comment.text for comment in draft.comments] == ["只写了一半的意见"]
    chenyao.sync()
    assert chenyao.op(op_id).state is OpState.ACKED
    assert town.get(CASE)["proposal"]["handler_id"] == _user(town, "chenyao")
    assert town.get(OTHER)["proposal"]["handler_id"] == _user(town, "hanxu")
    assert town.get(CASE)["applied_ops"] == [op_id]
    assert front.asked("/v1/ops", "POST") == 2


def test_a_token_of_the_other_officer_moves_nothing(town: Town, open_desk: OpenDesk) -> None:
    chenyao = open_desk("chenyao")
    chenyao.sign_in()
    chenyao.claim(CASE)
    comments.add(chenyao.ws, app_id=CASE, module="papers", text="请补传论文封面扫描件。")
    (op_id,) = propose(chenyao.ws, app_id=CASE, verb=Verb.RETURN).op_ids
    assert chenyao.ws.sync is not None
    chenyao.ws.sync.sign_out().result(60)
    chenyao.ws.sync.signed_in(tokens_for(town.url, "hanxu"))
    chenyao.wait_for(lambda: chenyao.status.trouble is not None)
    trouble = chenyao.status.trouble
    assert trouble is not None
    assert trouble.code == "OTHER_USER"
    assert town.get(CASE)["applied_ops"] == []
    assert chenyao.op(op_id).state is OpState.READY


def _user(town: Town, login: str) -> str:
    with town.server.db.read() as session:
        found = session.query(UserRow).filter_by(login=login).one()
        return str(found.user_id)

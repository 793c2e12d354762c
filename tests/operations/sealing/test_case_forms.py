"""Which forms a case has, and what is shown of one before and after its seal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.forms.form import FormCode
from app.forms.problems import FormError
from app.operations.errors import OperationRefused
from app.operations.sealing.case_forms import save_form, show_form, show_roster
from app.operations.sealing.form_list import forms_of
from app.store.errors import StoreFull
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.ui.forms.sealed import seal_all


def test_a_form_before_and_after_its_seal(office: Office, tmp_path: Path) -> None:
    (app_id,) = desk.approved(office, 1)
    ws = desk.holder(office, tmp_path)
    case = ws.queries.case(app_id)
    assert desk.FORM in forms_of(case)
    assert FormCode.RETURN_NOTICE not in forms_of(case)
    before = show_form(ws, app_id, desk.FORM)
    assert before.stamp is None
    assert before.places
    assert before.file_name == f"{app_id} {case.version.person.name} {before.title}.pdf"
    with pytest.raises(FormError):
        show_form(ws, app_id, "no_such_form")
    with pytest.raises(OperationRefused):
        show_form(ws, "no-such-case", desk.FORM)


def test_a_roster_names_its_cases(office: Office, tmp_path: Path) -> None:
    app_ids = desk.approved(office, 2)
    ws = desk.holder(office, tmp_path)
    shown = show_roster(ws, app_ids)
    assert (shown.app_id, shown.person, shown.code) == ("", "", "roster")
    assert shown.file_name == "职称申报人员花名册.pdf"
    with pytest.raises(FormError):
        show_roster(ws, [])


def test_a_full_disk_leaves_no_half_copy(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (app_id,) = desk.approved(office, 1)
    ws = desk.holder(office, tmp_path)
    shown = show_form(ws, app_id, desk.FORM)

    def full(*_: object) -> None:
        raise StoreFull("export")

    monkeypatch.setattr("app.operations.sealing.case_forms.full_disk_as_error", full)
    with pytest.raises(StoreFull):
        save_form(ws, shown, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_what_is_sealed_here_is_shown_before_it_is_sent(office: Office, tmp_path: Path) -> None:
    (app_id,) = desk.approved(office, 1)
    ws = desk.holder(office, tmp_path)
    seal_all(ws, app_id)
    shown = show_form(ws, app_id, desk.FORM)
    assert shown.stamp is not None
    assert b"/ByteRange" in shown.pdf

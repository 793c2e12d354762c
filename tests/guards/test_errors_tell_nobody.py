"""Errors reach logs: what was wrong in a document or an answer must not stand in their text."""

from __future__ import annotations

import traceback

import pytest
from pydantic import BaseModel, ValidationError

from app.domain.model import Application, ApplicationVersion, Decision, Person
from app.protocol.feed import ChangesPage, Me, TokenPair
from app.protocol.operations import Operation, OperationAnswer, OperationBatch, OperationResult
from app.store.draft import ApprovalDraft, ReviewDraft

SECRET = "99999919880314003X"


@pytest.mark.parametrize(
    "model",
    [
        Application,
        ApplicationVersion,
        ApprovalDraft,
        ChangesPage,
        Decision,
        Me,
        Operation,
        OperationAnswer,
        OperationBatch,
        OperationResult,
        Person,
        ReviewDraft,
        TokenPair,
    ],
)
def test_what_does_not_fit_is_not_told(model: type[BaseModel]) -> None:
    everywhere = {name: {"value": SECRET} for name in model.model_fields}
    with pytest.raises(ValidationError) as error:
        model.model_validate(everywhere)
    assert SECRET not in "".join(traceback.format_exception(error.value))

"""Sign in, enter offline, unlock."""

from __future__ import annotations

from app.ui.pages.signin.page import SignInPage, SignInRequest
from app.ui.pages.signin.waiting import WaitingItem, WaitingPanel

__all__ = ["SignInPage", "SignInRequest", "WaitingItem", "WaitingPanel"]

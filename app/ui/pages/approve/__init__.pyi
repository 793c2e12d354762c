from app.ui.pages.approve.page import ApprovePage

__all__ = ["ApprovePage"]

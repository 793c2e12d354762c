from app.ui.pages.review.page import ReviewPage

__all__ = ["ReviewPage"]

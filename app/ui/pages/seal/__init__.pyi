from app.ui.pages.seal.page import SealPage

__all__ = ["SealPage"]

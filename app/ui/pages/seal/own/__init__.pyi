from app.ui.pages.seal.own.tab import OwnSealsTab

__all__ = ["OwnSealsTab"]

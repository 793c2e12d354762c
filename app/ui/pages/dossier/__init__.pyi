from app.ui.pages.dossier.page import DossierPage

__all__ = ["DossierPage"]

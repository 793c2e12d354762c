from app.ui.verification.card import SealVerdictCard
from app.ui.verification.dialog import VerifyDialog

__all__ = ["SealVerdictCard", "VerifyDialog"]

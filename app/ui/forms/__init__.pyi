from app.ui.forms.ink import seal_pixmap
from app.ui.forms.places import SealMark, seal_label, seal_marks
from app.ui.forms.preview import FormPreview

__all__ = ["FormPreview", "SealMark", "seal_label", "seal_marks", "seal_pixmap"]

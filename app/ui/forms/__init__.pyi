from app.ui.forms.dialog import FormDialog
from app.ui.forms.ink import seal_pixmap
from app.ui.forms.names import form_name
from app.ui.forms.places import SealMark, seal_label, seal_marks
from app.ui.forms.preview import FormPreview

__all__ = [
    "FormDialog",
    "FormPreview",
    "SealMark",
    "form_name",
    "seal_label",
    "seal_marks",
    "seal_pixmap",
]

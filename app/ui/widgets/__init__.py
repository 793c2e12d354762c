"""The components of style guide §7. They take plain values and know nothing of applications.

Parts are loaded when they are first asked for; for type checkers they are in ``__init__.pyi``.
"""

from __future__ import annotations

from app.lazy import lazily

_HOMES = {
    ".": "formats",
    ".a11y": "announce sentence",
    ".actions": "CardAction action_button action_buttons",
    ".badge": "Badge BadgeSpec badge_height badge_width paint_badge",
    ".banner": "Banner BannerSlot BannerSpec",
    ".button": "Button",
    ".combo": "ComboBox",
    ".comment_card": "CommentCard CommentSpec",
    ".composer": "Composer",
    ".decision_bar": "Consequence DecisionBar",
    ".dialog": "ConfirmAnswer ConfirmDialog ConfirmSpec",
    ".diff_row": "DiffRow DiffSpec",
    ".empty": "EmptyState",
    ".error_card": "ErrorCard ErrorSpec",
    ".field_row": "FieldFinding FieldRow FieldSpec",
    ".filters": "FilterGroup FilterItem FilterList",
    ".finding_card": "FindingCard FindingSpec",
    ".inputs": "LineEdit SearchField TextEdit",
    ".keycap": "KeyCap KeyHints paint_keycap",
    ".labels": "ElideLabel HLine IconMark Label VLine",
    ".layout": "add_items arranged_once clear_layout hbox set_ground vbox",
    ".modules": "ModuleItem ModuleList",
    ".navlist": "NavItem NavList",
    ".note_lines": "NoteLines NoteSpec",
    ".pane": "Pane PaneHead",
    ".progress": "ProgressBar ProgressRow",
    ".severities": "SeverityRow paint_severities severities_width",
    ".status_bar": "StatusBar",
    ".stepper": "Step Stepper",
    ".tabs": "Tab TabStrip",
    ".timeline": "Timeline TimelineItem",
    ".toast": "Toast ToastHost",
    ".toggles": "CheckBox Radio Toggle check_icon",
    ".verbs": "SegmentedVerbs Verb",
    ".vocabulary": (
        "LOCAL_STATES SEVERITIES local_badge severity_badge severity_icon severity_label "
        "severity_sentence severity_tone worst_severity"
    ),
}
__all__, __getattr__ = lazily(__name__, _HOMES)

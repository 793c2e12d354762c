from app.ui.widgets import formats
from app.ui.widgets.a11y import announce, sentence
from app.ui.widgets.actions import CardAction, action_button, action_buttons
from app.ui.widgets.badge import Badge, BadgeSpec, badge_height, badge_width, paint_badge
from app.ui.widgets.banner import Banner, BannerSlot, BannerSpec
from app.ui.widgets.button import Button
from app.ui.widgets.combo import ComboBox
from app.ui.widgets.comment_card import CommentCard, CommentSpec
from app.ui.widgets.composer import Composer
from app.ui.widgets.decision_bar import Consequence, DecisionBar
from app.ui.widgets.dialog import ConfirmAnswer, ConfirmDialog, ConfirmSpec
from app.ui.widgets.diff_row import DiffRow, DiffSpec
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.error_card import ErrorCard, ErrorSpec
from app.ui.widgets.field_row import FieldFinding, FieldRow, FieldSpec
from app.ui.widgets.filters import FilterGroup, FilterItem, FilterList
from app.ui.widgets.finding_card import FindingCard, FindingSpec
from app.ui.widgets.inputs import LineEdit, SearchField, TextEdit
from app.ui.widgets.keycap import KeyCap, KeyHints, paint_keycap
from app.ui.widgets.labels import ElideLabel, HLine, IconMark, Label, VLine
from app.ui.widgets.layout import (
    add_items,
    arranged_once,
    clear_layout,
    hbox,
    set_ground,
    vbox,
)
from app.ui.widgets.modules import ModuleItem, ModuleList
from app.ui.widgets.navlist import NavItem, NavList
from app.ui.widgets.note_lines import NoteLines, NoteSpec
from app.ui.widgets.pane import Pane, PaneHead
from app.ui.widgets.progress import ProgressBar, ProgressRow
from app.ui.widgets.severities import SeverityRow, paint_severities, severities_width
from app.ui.widgets.status_bar import StatusBar
from app.ui.widgets.stepper import Step, Stepper
from app.ui.widgets.tabs import Tab, TabStrip
from app.ui.widgets.timeline import Timeline, TimelineItem
from app.ui.widgets.toast import Toast, ToastHost
from app.ui.widgets.toggles import CheckBox, Radio, Toggle, check_icon
from app.ui.widgets.verbs import SegmentedVerbs, Verb
from app.ui.widgets.vocabulary import (
    LOCAL_STATES,
    SEVERITIES,
    local_badge,
    severity_badge,
    severity_icon,
    severity_label,
    severity_sentence,
    severity_tone,
    worst_severity,
)

__all__ = [
    "LOCAL_STATES",
    "SEVERITIES",
    "Badge",
    "BadgeSpec",
    "Banner",
    "BannerSlot",
    "BannerSpec",
    "Button",
    "CardAction",
    "CheckBox",
    "ComboBox",
    "CommentCard",
    "CommentSpec",
    "Composer",
    "ConfirmAnswer",
    "ConfirmDialog",
    "ConfirmSpec",
    "Consequence",
    "DecisionBar",
    "DiffRow",
    "DiffSpec",
    "ElideLabel",
    "EmptyState",
    "ErrorCard",
    "ErrorSpec",
    "FieldFinding",
    "FieldRow",
    "FieldSpec",
    "FilterGroup",
    "FilterItem",
    "FilterList",
    "FindingCard",
    "FindingSpec",
    "HLine",
    "IconMark",
    "KeyCap",
    "KeyHints",
    "Label",
    "LineEdit",
    "ModuleItem",
    "ModuleList",
    "NavItem",
    "NavList",
    "NoteLines",
    "NoteSpec",
    "Pane",
    "PaneHead",
    "ProgressBar",
    "ProgressRow",
    "Radio",
    "SearchField",
    "SegmentedVerbs",
    "SeverityRow",
    "StatusBar",
    "Step",
    "Stepper",
    "Tab",
    "TabStrip",
    "TextEdit",
    "Timeline",
    "TimelineItem",
    "Toast",
    "ToastHost",
    "Toggle",
    "VLine",
    "Verb",
    "action_button",
    "action_buttons",
    "add_items",
    "announce",
    "arranged_once",
    "badge_height",
    "badge_width",
    "check_icon",
    "clear_layout",
    "formats",
    "hbox",
    "local_badge",
    "paint_badge",
    "paint_keycap",
    "paint_severities",
    "sentence",
    "set_ground",
    "severities_width",
    "severity_badge",
    "severity_icon",
    "severity_label",
    "severity_sentence",
    "severity_tone",
    "vbox",
    "worst_severity",
]

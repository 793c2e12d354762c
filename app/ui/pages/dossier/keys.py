"""The commands of the dossier screen with their keys (style guide §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.domain.sealing import StampMethod
from app.ui.commands import Command, PageCommands

if TYPE_CHECKING:
    from app.ui.pages.dossier.page import DossierPage

_PLACE = "dossier"


def dossier_commands(page: DossierPage) -> list[Command]:
    """All commands of the page."""
    tr, acts = QCoreApplication.translate, page.acts

    def no_case() -> str:
        return "" if page.app_id else tr("dossier", "没有打开的申报")

    def no_gate() -> str:
        view = page.view
        none = tr("dossier", "上报前检查没有要处理的")
        return no_case() or ("" if view and view.open_gates() else none)

    def no_warning() -> str:
        none = tr("dossier", "这一步没有要核实的提醒")
        return no_case() or page.locked or ("" if page.warned() else none)

    def no_seal() -> str:
        view = page.view
        sealed = view and any(one.method is StampMethod.ELECTRONIC for one in view.stamps)
        return no_case() or ("" if sealed else tr("dossier", "本件还没有电子印章"))

    def no_scan() -> str:
        none = tr("dossier", "单位意见里还没有扫描件")
        return no_case() or ("" if page.files.first() else none)

    def fixed() -> str:
        return no_case() or page.locked

    def locked() -> str:
        nothing = tr("dossier", "没有改动，无须保存")
        return no_case() or page.locked or ("" if page.has_changes else nothing)

    command = PageCommands(_PLACE, no_case)
    return [
        command("next_step", tr("dossier", "下一步"), ("F7", "Alt+Down"),
                lambda: page.step(1), "chevron-down"),
        command("previous_step", tr("dossier", "上一步"), ("Shift+F7", "Alt+Up"),
                lambda: page.step(-1), "chevron-up"),
        command("next_gate", tr("dossier", "下一条检查"), ("F8", "Alt+N"),
                lambda: page.step_gate(1), "chevron-down", no_gate),
        command("previous_gate", tr("dossier", "上一条检查"), ("Shift+F8", "Alt+P"),
                lambda: page.step_gate(-1), "chevron-up", no_gate),
        command("save", tr("dossier", "保存单位意见"), ("Ctrl+Enter",), acts.save,
                "content-save-outline", locked),
        command("verify", tr("dossier", "核实无误"), ("Shift+F9", "Alt+V"), acts.verify_here,
                "check-circle-outline", no_warning),
        command("scan", tr("dossier", "打开扫描件"), ("Alt+O",), page.files.look_at_first,
                "paperclip", no_scan),
        command("library", tr("dossier", "意见库"), ("F4", "Alt+L"), page.texts.library,
                "bookshelf", fixed),
        command("achievements", tr("dossier", "引用业绩"), ("Alt+J",), page.texts.achievements,
                "format-quote-close", fixed),
        command("copy_publicity", tr("dossier", "复制同批公示"), (), page.texts.copy_publicity,
                "content-copy", fixed),
        command("pass", tr("dossier", "提请通过"), ("Alt+1",),
                lambda: page.verdict.choose(Verb.PASS), "check"),
        command("return", tr("dossier", "退回申报人"), ("Alt+2",),
                lambda: page.verdict.choose(Verb.RETURN), "arrow-u-left-top"),
        command("forms", tr("dossier", "预览表单"), ("Ctrl+P",), acts.preview_form,
                "file-document-outline"),
        command("verify_seals", tr("dossier", "验证本件印章"), (), acts.verify_seals,
                "shield-check-outline", no_seal),
        command("gates", tr("dossier", "上报前检查"), ("Alt+G",), page.toggle_gates,
                "clipboard-check-outline"),
        command("review", tr("dossier", "打开审阅"), ("Ctrl+G",),
                lambda: page.reviewRequested.emit(page.app_id), "text-box-search-outline"),
        command("claim", tr("dossier", "签收本件"), (), acts.claim, "hand-back-right-outline"),
        command("next_case", tr("dossier", "下一件"), ("F12", "Alt+Right"),
                lambda: acts.step_case(1), "chevron-down"),
        command("previous_case", tr("dossier", "上一件"), ("Shift+F12", "Alt+Left"),
                lambda: acts.step_case(-1), "chevron-up"),
        command("back", tr("dossier", "返回"), ("Escape",), page.go_back, "arrow-left"),
    ]  # fmt: skip


def dossier_hints() -> list[tuple[str, str]]:
    """The keys of the page, most used first."""
    tr = QCoreApplication.translate
    return [
        ("F7", tr("dossier", "下一步")),
        ("F8", tr("dossier", "下一条检查")),
        ("F4", tr("dossier", "意见库")),
        ("Ctrl+Enter", tr("dossier", "保存")),
        ("Alt+1", tr("dossier", "提请通过")),
        ("F12", tr("dossier", "下一件")),
        ("F6", tr("dossier", "换区")),
        ("Ctrl+K", tr("dossier", "命令")),
        ("F1", tr("dossier", "按键")),
    ]

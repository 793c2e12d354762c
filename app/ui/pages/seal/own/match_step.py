"""Step 4: held against the registration – bound where it matches, else a request is offered."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.sealing import Seal
from app.operations.sealing.import_seal import Candidate
from app.operations.sealing.registration import Comparison, Told, compare
from app.protocol.messages import message
from app.seal.image import SealImage
from app.ui.i18n import language
from app.ui.pages.seal.own import words
from app.ui.pages.seal.own.facts import Facts, Notes
from app.ui.pages.seal.own.picture import SealPicture
from app.ui.pages.seal.own.step import WizardStep
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.widgets import ComboBox, Label, LineEdit, hbox, vbox

_NEW = ""


@dataclass(frozen=True)
class Wish:
    """What the request shall say: a new seal, or the registered one that shall be changed."""

    seal_id: str
    name: str
    kind: str
    remark: str


class MatchStep(WizardStep):
    """Says what matches and what exactly differs."""

    def __init__(self, session: Session, wanted: str = "") -> None:
        super().__init__(
            self.tr("与登记比对"), self.tr("图样、证书和持章人要与服务器上登记的一致，才能绑定。")
        )
        self._session, self._wanted = session, wanted
        self._found: list[Comparison] = []
        self._busy = True
        self._generation = Generation()
        self._build()

    def _build(self) -> None:
        self.which = ComboBox(name=self.tr("登记的印章"))
        self.which.currentIndexChanged.connect(lambda _index: self._show())
        self._which_row = hbox(Label(self.tr("登记的印章"), tone="text3"), self.which, None)
        self.picture = SealPicture(112, self.tr("印章图样"))
        self.notes = Notes()
        self.facts = Facts()
        beside = vbox(self.notes, self.facts, None, spacing=10)
        upper = hbox(vbox(self.picture, None), (beside, 1), spacing=16)
        self.target = ComboBox(name=self.tr("申请"))
        self.target.activated.connect(lambda _index: self._target_chosen())
        self.name = LineEdit("", self.tr("如：单位公章"), name=self.tr("印章名称"))
        self.name.setMaxLength(64)
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.kind = ComboBox(name=self.tr("类别"))
        self._offer_kinds("")
        self.remark = LineEdit("", self.tr("给印章管理员的话，可不填"), name=self.tr("说明"))
        self.remark.setMaxLength(500)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows = (
            (self.tr("申请"), hbox(self.target, None)),
            (self.tr("印章名称"), self.name),
            (self.tr("类别"), hbox(self.kind, None)),
            (self.tr("说明"), self.remark),
        )
        for number, (label, control) in enumerate(rows):
            grid.addWidget(Label(label, tone="text3"), number, 0)
            grid.addWidget(control, number, 1)
        lead = Label(
            self.tr("登记与此不符时，把登记申请交给印章管理员；登记并同步后，再来导入即可绑定。"),
            tone="text2", wrap=True,
        )  # fmt: skip
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        form.addWidget(lead)
        form.addLayout(grid)
        for widget in (self._which_row, upper, self._form):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    # --- what it has ---------------------------------------------------------------------------

    @property
    def comparison(self) -> Comparison | None:
        """The registered seal that is looked at, and how it differs; None where none is there."""
        chosen = self.which.chosen()
        return next((one for one in self._found if one.seal.seal_id == chosen), None)

    @property
    def bindable(self) -> Seal | None:
        """The seal that key and picture may be bound to."""
        found = self.comparison
        return found.seal if found is not None and found.matches else None

    def wish(self) -> Wish:
        """What a request would say."""
        return Wish(
            self.target.chosen(), self.name.text().strip(), self.kind.chosen(),
            self.remark.text().strip(),
        )  # fmt: skip

    def missing(self) -> str:
        if self._busy:
            return self.tr("正在比对")
        if self.bindable is None and not self.wish().name:
            return self.tr("先填印章名称")
        return ""

    def look(self, image: SealImage, candidate: Candidate, seals: list[Seal]) -> None:
        """Compare; ``seals`` are those of the registry."""
        user, now = self._session.workspace.account.user_id, self._session.now()
        self._busy = True
        self.picture.set_image(image)
        info = candidate.info
        self._session.query(
            lambda _ws: compare(seals, image, info, user, now), self.show_found,
            token=self._generation.next(),
        )  # fmt: skip

    # --- what is shown -------------------------------------------------------------------------

    def show_found(self, found: list[Comparison]) -> None:
        """Show the comparisons, the most alike first; the seal that was asked for before all."""
        self._busy = False
        self._found = sorted(found, key=lambda one: one.seal.seal_id != self._wanted)
        if not self._wanted:
            self._found = found
        self.which.set_choices([(one.seal.seal_id, one.seal.name) for one in self._found])
        if self._found:
            self.which.choose(self._found[0].seal.seal_id)
        self._which_row.setVisible(len(self._found) > 1)
        self._show()

    def _show(self) -> None:
        found = self.comparison
        self.notes.show_lines(_lines(found, self.tr("本单位还没有登记印章。"), self._fits(found)))
        self.facts.set_rows(self._facts(found))
        self._form.setVisible(self.bindable is None)
        choices = [(_NEW, self.tr("登记一枚新的印章"))]
        if found is not None:
            change = self.tr("变更“{name}”的登记").format(name=found.seal.name)
            choices.insert(0, (found.seal.seal_id, change))
        self.target.set_choices(choices)
        self.target.choose(found.seal.seal_id if found is not None else _NEW)
        self._target_chosen()

    def _fits(self, found: Comparison | None) -> str:
        if found is None or not found.matches:
            return ""
        return self.tr("与登记的“{name}”一致。").format(name=found.seal.name)

    def _facts(self, found: Comparison | None) -> list[tuple[str, str]]:
        if found is None:
            return []
        seal = found.seal
        return [
            (self.tr("登记名称"), seal.name),
            (self.tr("有效期"), words.term(seal.valid_from, seal.valid_to)),
            (self.tr("可用表单"), words.forms_text(seal.allowed_forms)),
            (self.tr("尺寸"), words.size_words(seal.size_mm)),
        ]

    def _target_chosen(self) -> None:
        found, changes = self.comparison, bool(self.target.chosen())
        if changes and found is not None:
            self.name.setText(found.seal.name)
            self._offer_kinds(found.seal.kind)
            self.kind.choose(found.seal.kind)
        elif not changes and found is not None and self.name.text() == found.seal.name:
            self.name.clear()
        locked = self.tr("变更登记时名称和类别不变") if changes else ""
        self.name.set_locked(locked)
        self.kind.set_locked(locked)
        self.changed.emit()

    def _offer_kinds(self, also: str) -> None:
        kinds = dict.fromkeys((*words.KINDS, also) if also else words.KINDS)
        self.kind.set_choices([(kind, words.kind_text(kind)) for kind in kinds])

    def fail(self, text: str) -> None:
        """Say why there is nothing to compare with."""
        self._busy = False
        self.notes.show_lines([("alert-circle", "red", text, "")])
        self.changed.emit()

    def entered(self) -> None:
        if self._which_row.isVisible():
            self.which.setFocus(Qt.FocusReason.OtherFocusReason)


def difference_words(told: Told) -> str:
    """One difference."""
    return message(f"own_seals.diff.{told.kind.value}", language(), **dict(told.params))


def _lines(found: Comparison | None, none: str, fits: str) -> list[tuple[str, str, str, str]]:
    if found is None:
        return [("information-outline", "text2", none, "")]
    lines = [("check-circle", "green", fits, "")] if found.matches else []
    for told in found.told:
        icon, tone = ("alert-circle", "red") if told.bars else ("alert", "amber")
        lines.append((icon, tone, difference_words(told), ""))
    return lines

"""Step 2: where the key is – a PKCS#12 file, or a token by its driver, name and key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QWidget

from app.operations.sealing.own_seals import KeyPlace
from app.operations.workspace import Workspace
from app.seal.certificate import STAND_IN
from app.ui.pages.seal.own.facts import Notes
from app.ui.pages.seal.own.failures import key_words
from app.ui.pages.seal.own.step import WizardStep
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.widgets import Button, ComboBox, ElideLabel, Label, LineEdit, Radio, hbox, vbox

if TYPE_CHECKING:  # the library is loaded where a driver is chosen
    from app.seal.pkcs11 import FoundToken


class KeyStep(WizardStep):
    """Picks the key; nothing is opened here."""

    def __init__(
        self, session: Session, former: KeyPlace | None = None, *, stays: bool = False
    ) -> None:
        """:param former: where the key was until now; with ``stays`` it is taken as it is."""
        super().__init__(
            self.tr("密钥"),
            self.tr(
                "密钥留在它所在的文件或设备里，本机只记下位置。"
                "RSA 和 P-256 密钥的签章是功能性替代：{stand_in}。"
            ).format(stand_in=STAND_IN),
        )
        self._session = session
        self._path: Path | None = None
        self._tokens: tuple[FoundToken, ...] = ()
        self._searching = False
        self._generation = Generation()
        self._build()
        if former is not None and former.backend == "PKCS11":
            self.on_token.setChecked(True)
            self.driver.setText(former.path)
        elif former is not None and stays:
            self.load(Path(former.path))
        self._follow()

    def _build(self) -> None:
        self.in_file = Radio(self.tr("密钥文件 PKCS#12（.p12、.pfx）"))
        self.on_token = Radio(self.tr("密钥设备 PKCS#11（USB 密钥、卡）"))
        group = QButtonGroup(self)
        for radio in (self.in_file, self.on_token):
            group.addButton(radio)
            radio.toggled.connect(lambda _on: self._follow())
        self.choose = Button(self.tr("选择密钥文件…"), icon="file-key-outline")
        self.choose.clicked.connect(self._choose_file)
        self.file = ElideLabel(self.tr("还没有选择"), tone="text2")
        self._file_part = hbox(self.choose, (self.file, 1), margins=(26, 0, 0, 0))
        self.driver = LineEdit("", self.tr("设备厂商提供的驱动文件"), name=self.tr("驱动文件"))
        self.driver.textChanged.connect(lambda _text: self._driver_changed())
        self.driver.returnPressed.connect(self.search)
        browse = Button(self.tr("浏览…"))
        browse.clicked.connect(self._choose_driver)
        self.look_up = Button(self.tr("查找设备"), icon="magnify")
        self.look_up.clicked.connect(self.search)
        self.token = ComboBox(name=self.tr("设备"))
        self.token.currentIndexChanged.connect(lambda _index: self._token_chosen())
        self.label = ComboBox(name=self.tr("密钥"))
        self.label.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._found = hbox(
            Label(self.tr("设备"), tone="text3"), self.token, 16,
            Label(self.tr("密钥"), tone="text3"), self.label, None,
        )  # fmt: skip
        self.notes = Notes()
        self._token_part = vbox(
            hbox((self.driver, 1), browse, self.look_up), self._found, margins=(26, 0, 0, 0)
        )
        for widget in (self.in_file, self._file_part, self.on_token, self._token_part, self.notes):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.in_file.setChecked(True)

    # --- what it has ---------------------------------------------------------------------------

    def place(self) -> KeyPlace | None:
        """Where the key is, as far as it is known without the PIN."""
        if self.in_file.isChecked():
            path = self._path
            return KeyPlace(backend="PKCS12", path=str(path)) if path is not None else None
        token, label = self.token.chosen(), self.label.chosen()
        if not token or not label or self._searching:
            return None
        return KeyPlace(backend="PKCS11", path=self._driver(), token=token, label=label)

    def missing(self) -> str:
        if self._searching:
            return self.tr("正在查找设备")
        if self.place() is not None:
            return ""
        if self.in_file.isChecked():
            return self.tr("先选密钥文件")
        return self.tr("先查找设备，再选密钥")

    def entered(self) -> None:
        first: QWidget = self.choose if self.in_file.isChecked() else self.driver
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self, path: Path) -> None:
        """Take a key file."""
        self._path = path.absolute()
        self.in_file.setChecked(True)
        self.file.setText(path.name)
        self.changed.emit()

    # --- how it comes --------------------------------------------------------------------------

    def _follow(self) -> None:
        self._file_part.setVisible(self.in_file.isChecked())
        self._token_part.setVisible(self.on_token.isChecked())
        self._found.setVisible(bool(self._tokens))
        self.notes.show_lines([])
        self.changed.emit()

    def _choose_file(self) -> None:
        kinds = self.tr("密钥文件 (*.p12 *.pfx);;所有文件 (*)")
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("选择密钥文件"), "", kinds)
        if name:
            self.load(Path(name))

    def _choose_driver(self) -> None:
        kinds = self.tr("驱动 (*.so *.dll *.dylib);;所有文件 (*)")
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("选择驱动文件"), "", kinds)
        if name:
            self.driver.setText(name)
            self.search()

    def _driver(self) -> str:
        return self.driver.text().strip()

    def _driver_changed(self) -> None:
        self._generation.cancel()
        self._searching = False
        self._tokens = ()
        self._fill()

    def search(self) -> None:
        """Ask the driver for its tokens."""
        driver = self._driver()
        if not driver:
            self._say("alert", "amber", self.tr("先选驱动文件。"))
            return
        self._searching = True
        self._say("magnify", "text2", self.tr("正在查找设备"))

        def look(_ws: Workspace) -> tuple[FoundToken, ...]:
            from app.seal.pkcs11 import list_tokens  # the library is there only where tokens are

            return list_tokens(Path(driver))

        self._session.query(look, self._take, self._failed, self._generation.next())

    def _take(self, tokens: tuple[FoundToken, ...]) -> None:
        self._searching = False
        self._tokens = tokens
        self.notes.show_lines([])
        self._fill()
        if not tokens:
            self._say(
                "alert", "amber",
                self.tr("驱动已打开，没有找到插着的密钥设备。插好后再点“查找设备”。"),
            )  # fmt: skip

    def _failed(self, problem: Exception) -> None:
        self._searching = False
        self._tokens = ()
        self._fill()
        self._say("alert-circle", "red", key_words(problem))

    def _fill(self) -> None:
        self.token.set_choices([(one.label, one.label) for one in self._tokens])
        self._found.setVisible(bool(self._tokens))
        self._token_chosen()

    def _token_chosen(self) -> None:
        wanted = self.token.chosen()
        keys = next((one.keys for one in self._tokens if one.label == wanted), ())
        self.label.set_choices([(key, key) for key in keys])
        if wanted and not keys:
            self._say("alert", "amber", self.tr("这个设备里没有可用的密钥和证书。"))
        elif keys:
            self.notes.show_lines([])
        self.changed.emit()

    def _say(self, icon: str, tone: str, text: str) -> None:
        self.notes.show_lines([(icon, tone, text, "")])
        self.changed.emit()

"""A form as it would be sealed, or as it was: bytes and places for the preview, off the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from app.forms.typesetting import typeset
from app.operations.envelope import find_case
from app.operations.sealing.forms import form_of
from app.operations.sealing.plan import places_of
from app.operations.sealing.waiting import SealChoice
from app.operations.workspace import Workspace
from app.ui.forms import SealMark, seal_marks

_KEPT = 24


@dataclass(frozen=True)
class Shown:
    """A document for the preview."""

    key: str
    pdf: bytes = field(repr=False)
    marks: tuple[SealMark, ...] = ()


class FormsSource:
    """Typesets forms and keeps the last few; may be asked from any thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._lock = Lock()

    def forget(self) -> None:
        """Keep nothing: other seals, other cases."""
        with self._lock:
            self._kept.clear()

    def planned(
        self, ws: Workspace, app_id: str, form: str, made_on: date, choice: SealChoice
    ) -> Shown:
        """The form as it would be sealed, with the places of the seal.

        :raises OperationRefused: the case is gone.
        :raises FormError: it cannot be typeset.
        :raises SealError: the seal has no place on it.
        """
        key = f"{app_id}/{form}/{made_on}/{choice.seal.seal_id}"

        def make() -> Shown:
            case = find_case(ws, app_id)
            made = typeset(form_of(case, form, made_on, ws.account.org.name))
            marks = seal_marks(made.pdf, places_of(made), choice.size_mm, choice.image)
            return Shown(key, made.pdf, marks)

        return self._have(key, make)

    def sealed(self, ws: Workspace, sha256: str) -> Shown:
        """The sealed document as it lies in the store.

        :raises StoreError: it is not here, or damaged.
        """

        def make() -> Shown:
            with ws.blobs.open(sha256) as file:
                return Shown(sha256, file.readall())

        return self._have(sha256, make)

    def _have(self, key: str, make: Callable[[], Shown]) -> Shown:
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = make()
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

"""An open key: pyHanko's signer, a loop to run it in, and an end after which nothing signs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from app.seal.keys import KeyInfo
from app.seal.problems import SealCode, SealError
from app.seal.signer import DIGEST, LeanSigner

T = TypeVar("T")
Translate = Callable[[Exception], SealError | None]


class LoadedKey:
    """See :class:`app.seal.keys.OpenKey`; a context that closes itself.

    :param signer: asked for each seal, loaded once.
    :param translate: what a failure while signing means, None where it is no matter of the key.
    :param release: gives back what the provider holds; called once.
    """

    def __init__(
        self,
        info: KeyInfo,
        signer: LeanSigner,
        *,
        digest: str = DIGEST,
        translate: Translate = lambda _error: None,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        self.info = info
        self.digest = digest
        self._signer: LeanSigner | None = signer
        self._translate = translate
        self._release = release
        self._runner = asyncio.Runner()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.info.algorithm} {self.info.fingerprint[:12]}>"

    @property
    def signer(self) -> LeanSigner:
        """See :class:`app.seal.keys.OpenKey`."""
        if self._signer is None:
            raise SealError(SealCode.KEY_CLOSED)
        return self._signer

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """See :class:`app.seal.keys.OpenKey`. Not from inside a running loop."""
        failure: SealError | None = None
        try:
            self.signer  # noqa: B018 - a key that was closed says so, and not its runner
            return self._runner.run(work)
        except SealError:
            raise
        except Exception as error:
            failure = self._translate(error)
            if failure is None:
                raise
        finally:
            work.close()
        raise failure

    def close(self) -> None:
        """Let go of the key; may be called twice."""
        if self._signer is None:
            return
        self._signer = None
        self._runner.close()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

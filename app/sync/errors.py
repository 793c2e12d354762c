"""What can go wrong between this machine and the server.

Each error carries a ``code`` of the message catalogue (``messages.sync.*``) and the parameters of
its words, so that the window and the command line say the same. The classes say what the caller
must do: an :class:`Unreachable` call did not happen, an :class:`AmbiguousTimeout` may have landed,
:class:`Garbage` came from something that is not our server, an :class:`ApiProblem` is the server's
own answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.protocol.messages import DEFAULT_LANGUAGE, message

if TYPE_CHECKING:
    from app.protocol.problems import Problem


class SyncError(Exception):
    """Base of all: a code of the catalogue with its parameters."""

    retryable = False
    """Whether the same call may go through later without anybody doing anything."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is wrong, in the officer's language."""
        return message(self.code, language, **self.params)

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value}" for key, value in self.params.items())])


class BadAddressError(SyncError):
    """The server address cannot be used."""


class PlainHttpRefused(BadAddressError):  # noqa: N818
    """Plain HTTP to a machine other than this one: passwords would travel readable."""

    def __init__(self, host: str) -> None:
        super().__init__("PLAIN_HTTP_REFUSED", host=host)


class Unreachable(SyncError):  # noqa: N818
    """No answer, and nothing of the request arrived."""

    retryable = True


class TlsRefused(Unreachable):
    """The server could not prove who it is. Waiting may mend it, but somebody must look."""


class AmbiguousTimeout(SyncError):  # noqa: N818
    """The request left, the answer did not come: it may have taken effect (design §4)."""

    retryable = True

    def __init__(self, host: str) -> None:
        super().__init__("AMBIGUOUS", host=host)


class Garbage(SyncError):  # noqa: N818
    """An answer that is not one of our server's: a portal page, a redirect, a broken body."""

    retryable = True


class NewerProtocol(SyncError):  # noqa: N818
    """The server speaks a version of the wire that this program does not know."""

    def __init__(self, theirs: int, ours: int) -> None:
        super().__init__("NEWER_PROTOCOL", theirs=str(theirs), ours=str(ours))


class ServerTrouble(SyncError):  # noqa: N818
    """HTTP 5xx or 429: the server is there and asks for patience. ``retry_after`` in seconds."""

    retryable = True

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        super().__init__("SERVER_BUSY" if status == 429 else "SERVER_TROUBLE", status=str(status))
        self.status = status
        self.retry_after = retry_after


class ApiProblem(SyncError):  # noqa: N818
    """The server's refusal, as a problem document (RFC 9457)."""

    def __init__(self, problem: Problem, status: int) -> None:
        super().__init__(problem.code, **problem.params)
        self.problem = problem
        self.status = status


class SignedOutError(SyncError):
    """The session is over: only a sign-in helps. Unsent work stays where it is."""

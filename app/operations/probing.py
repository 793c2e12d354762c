"""Having the media worker look into files that came, for the checks (domain §4.13)."""

from __future__ import annotations

from app.domain.checks import FileFacts
from app.media.client import MediaClient
from app.media.facts import FileFacts as Looked
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.sync.probing import Found, Prober


def media_prober(media: MediaClient) -> Prober:
    """A prober that asks ``media``, behind every page that somebody waits for."""

    def probe(source: DocumentSource, found: Found) -> object:
        return media.probe(source, lambda answer: found(checked_facts(answer)))

    return probe


def checked_facts(answer: Looked | MediaProblem) -> FileFacts | None:
    """What the checks need of an answer; None where the worker could not look."""
    return None if isinstance(answer, MediaProblem) else answer.for_checks()

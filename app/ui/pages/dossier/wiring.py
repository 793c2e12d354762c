"""What leads where on the dossier screen: signals of its parts to its acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.session import Session

if TYPE_CHECKING:
    from app.ui.pages.dossier.page import DossierPage


def connect(page: DossierPage, session: Session) -> None:
    """Connect the parts of ``page`` to what they do."""
    acts, files, texts = page.acts, page.files, page.texts
    page.banner.action.connect(acts.on_banner)
    page.header.backRequested.connect(page.go_back)
    page.steps.chosen.connect(page.go)
    page.strip.chosen.connect(page.go)
    for pane in (page.gates, page.gates_over):
        pane.chosen.connect(page.go_gate)
    page.counter.clicked.connect(page.toggle_gates)
    for part in (page.publicity, page.defence, page.deliberation):
        name = part.id
        part.fileRequested.connect(lambda name=name: files.choose(name))
        part.fileDropped.connect(lambda sha256, name=name: files.drop(name, sha256))
        part.fileOpened.connect(files.look)
    for section in page.sections:
        section.acted.connect(acts.on_finding)
    page.seal.stampRequested.connect(acts.stamp)
    page.seal.previewRequested.connect(acts.preview_form)
    page.seal.verifyRequested.connect(acts.verify_seals)
    page.seal.button.refused.connect(acts.say_refused)
    page.onward.forwardRequested.connect(acts.forward)
    page.onward.button.refused.connect(acts.say_refused)
    page.verdict.proposeRequested.connect(acts.propose)
    page.verdict.stampRequested.connect(acts.stamp)
    page.verdict.forwardRequested.connect(acts.forward)
    page.verdict.acknowledged.connect(acts.acknowledge)
    page.verdict.refused.connect(acts.say_refused)
    page.opinion.libraryRequested.connect(texts.library)
    page.opinion.achievementsRequested.connect(texts.achievements)
    page.publicity.copyRequested.connect(texts.copy_publicity)
    page.work.changed.connect(page.follow)
    page.work.saved.connect(page.saved_now)
    page.work.saveFailed.connect(acts.say_problem)
    session.casesChanged.connect(page.cases_changed)

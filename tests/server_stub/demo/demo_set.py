"""Reading a built demo set the way a reviewer's program does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.completeness import module_completeness
from app.domain.model import ApplicationVersion
from app.domain.profile import Profile, parse_profile
from app.locate import resource
from server_stub.demo.cases.specs import BESIDE
from server_stub.import_folder.manifest import ApplicationSpec, Manifest
from server_stub.import_folder.read import read_manifest

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


class DemoSet:
    """A folder and its manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)

    def application(self, number: int) -> ApplicationSpec:
        """Case ``number``."""
        return self.manifest.applications[number - 1]

    def version(self, number: int) -> ApplicationVersion:
        """The present version of a case."""
        case = self.application(number)
        content = case.version.model_dump(mode="json", exclude=BESIDE)
        files = [each.model_dump(mode="json") for each in case.version.attachments]
        return ApplicationVersion.model_validate(
            {**content, "app_id": case.app_id, "version_no": 1, "attachments": files}
        )

    def profile(self, number: int) -> Profile:
        """The rule pack of a case, as far as it concerns its kind of application."""
        case = self.application(number)
        name = case.profile.partition("@")[0]
        return parse_profile(resource("profiles", f"{name}.json").read_bytes()).for_type(case.type)

    def gaps(self, number: int) -> list[str]:
        """The modules of a case in which something required is missing."""
        found = module_completeness(self.version(number), self.profile(number))
        return [code for code, module in found.items() if not module.complete]

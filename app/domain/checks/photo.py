"""Family B: the photo of the applicant."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.facts import FileFacts, format_of
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.model import Attachment

SLOT = "photo"


@rule(
    "R027",
    gates={PASS: Severity.ERROR},
    mode="H",
    source=Citation(
        source="S3",
        place="2.4 个人基本信息",
        quote="请上传近期白底免冠照片,大小不要超过500k",
    ),
    params=("module", "max_bytes", "sure_bytes", "white"),
    reason="PHOTO_BG",
)
def white_photo(at: Subject) -> Iterator[Hit]:
    """The photo is not too large and has a white ground.

    Parameters: ``max_bytes`` accepted, ``sure_bytes`` within every reading of the source's unit,
    ``white`` the share of the ground that must be white (启发式).
    """
    params = at.params("R027")
    for att in _photos(at, params["module"]):
        size = _bytes(at, att)
        words = _words("白色", "white", f"{params['max_bytes'] // 1024} KB")
        if size > params["max_bytes"]:
            yield _hit(att, "SIZE", words | _kilobytes(size))
        elif size > params["sure_bytes"]:
            yield _hit(att, "SIZE_UNSURE", words | _kilobytes(size), Severity.WARN)
        facts = at.files.get(att.sha256)
        yield from _ground(att, facts.white if facts else None, params["white"], words)


@rule(
    "R028",
    gates={PASS: Severity.ERROR},
    mode="H",
    source=Citation(
        source="S4",
        place="查看 *补充信息",
        quote="请上传本人近期免冠2寸(35x45mm)正面电子证件照片(蓝底证件照, jpg格式, 1M以下)",
    ),
    params=("module", "max_bytes", "ratio", "tolerance", "formats", "blue"),
    reason="PHOTO_BG",
)
def blue_photo(at: Subject) -> Iterator[Hit]:
    """The photo has the right format, size and shape, and a blue ground.

    Parameters: ``formats``, ``max_bytes``, ``ratio`` of width to height with the ``tolerance``
    around it as a share, ``blue`` the share of the ground that must be blue (启发式).
    """
    params = at.params("R028")
    for att in _photos(at, params["module"]):
        facts = at.files.get(att.sha256)
        words = _words("蓝色", "blue", f"{params['max_bytes'] // 1024**2} MB")
        if _bytes(at, att) > params["max_bytes"]:
            yield _hit(att, "SIZE", words | _kilobytes(_bytes(at, att)))
        found = format_of(facts.magic if facts else att.mime)
        if found not in params["formats"]:
            yield _hit(att, "FORMAT", words | {"found": found.upper() or "?"})
        ratio = _ratio(att, facts)
        wanted, tolerance = float(params["ratio"]), float(params["tolerance"])
        if ratio is None:
            yield _hit(att, "RATIO_UNSEEN", words, uncertain=True)
        elif abs(ratio - wanted) > wanted * tolerance:
            shape = {"ratio": f"{ratio:.2f}", "wanted": f"{wanted:.2f}"}
            yield _hit(att, "RATIO", words | shape)
        yield from _ground(att, facts.blue if facts else None, params["blue"], words)


def _photos(at: Subject, module: str) -> list[Attachment]:
    return [att for att in at.attached(module) if att.slot == SLOT]


def _bytes(at: Subject, att: Attachment) -> int:
    facts = at.files.get(att.sha256)
    return facts.bytes if facts else att.bytes


def _ratio(att: Attachment, facts: FileFacts | None) -> float | None:
    """Width by height as the picture has it, else as it was declared."""
    if facts is not None and facts.ratio is not None:
        return facts.ratio
    return att.px_w / att.px_h if att.px_w and att.px_h else None


def _ground(
    att: Attachment, share: float | None, wanted: float, words: dict[str, str]
) -> Iterator[Hit]:
    if share is None:
        yield _hit(att, "GROUND_UNSEEN", words, uncertain=True)
    elif share < wanted:
        yield _hit(att, "GROUND", words, Severity.WARN)


def _words(color: str, color_en: str, limit: str) -> dict[str, str]:
    return {"color": color, "color_en": color_en, "limit": f"不超过{limit}", "limit_en": limit}


def _kilobytes(size: int) -> dict[str, str]:
    return {"size": f"{size / 1024:.0f} KB"}


def _hit(
    att: Attachment,
    variant: str,
    words: dict[str, str],
    severity: Severity | None = None,
    *,
    uncertain: bool = False,
) -> Hit:
    return Hit(
        att.module_code,
        att.entry_id,
        slot=att.slot,
        variant=variant,
        params=words | {"file": att.filename},
        evidence={"sha256": att.sha256},
        severity=severity,
        uncertain=uncertain,
    )

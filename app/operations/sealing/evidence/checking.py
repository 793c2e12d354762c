"""The commands by which a stranger checks a pack, run in its folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from app.operations.sealing.evidence.known import TRUSTED
from app.operations.sealing.evidence.pack_file import MANIFEST
from app.operations.sealing.evidence.record import USE_CHAIN, USES

if TYPE_CHECKING:
    from app.operations.sealing.evidence.summary import Document

_MANIFEST: Final = f"""\
python3 - <<'END'
import hashlib, json
for name, told in json.load(open("{MANIFEST}", encoding="utf-8"))["files"].items():
    assert hashlib.sha256(open(name, "rb").read()).hexdigest() == told["sha256"], name
print("OK")
END"""
_RECORD: Final = f"""\
python3 - <<'END'
import hashlib, json
links = {{one["seq"]: one["hash"] for one in json.load(open("{USE_CHAIN}"))["links"]}}
for text in open("{USES}", encoding="utf-8"):
    line = json.loads(text)
    own = line.pop("hash")
    body = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(body.encode()).hexdigest() == own == links[line["seq"]], line["seq"]
    assert line["prev_hash"] == links.get(line["seq"] - 1, "0" * 64), line["seq"]
print("OK")
END"""


def commands(
    documents: Sequence[Document], arguments: Sequence[str]
) -> Iterable[tuple[str, list[str]]]:
    """Each way to check, by the code of its words; the lines are for a POSIX shell."""
    yield "evidence.how.manifest", _MANIFEST.splitlines()
    yield (
        "evidence.how.verify",
        [" ".join(["titledesk", "verify", "documents/*.pdf", *arguments])],
    )
    yield "evidence.how.pdfsig", [f"pdfsig -nocert {one.file}" for one in documents]
    yield (
        "evidence.how.openssl",
        [
            line
            for document in documents
            for part in document.parts
            for line in openssl(document, part)
        ],
    )
    yield "evidence.how.record", _RECORD.splitlines()


def openssl(document: Document, part: tuple[str, tuple[int, ...]]) -> Iterable[str]:
    """One signature: the bytes it covers put together, and verified against the trusted file."""
    name, (start, first, second, rest) = part
    cut = f"tail -c +{start + 1} {document.file} | head -c {first}"
    end = f"tail -c +{second + 1} {document.file} | head -c {rest}"
    yield f"{{ {cut}; {end}; }} > covered.bin"
    yield (
        f"openssl cms -verify -cades -binary -inform DER -in {name} -content covered.bin"
        f" -CAfile {TRUSTED} -partial_chain -purpose any{_moment(document)} -out /dev/null"
    )


def _moment(document: Document) -> str:
    """OpenSSL judges certificates by today; the pack is read years later."""
    moments = [one.sealed_at for one in document.found.seals if one.sealed_at is not None]
    return f" -attime {int(max(moments).timestamp())}" if moments else ""

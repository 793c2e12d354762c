"""Seals per second for 300 one-page forms, beside pyHanko used as its manual shows.

Both put a PAdES seal with the same 480-pixel picture into the same empty field of the same form,
from bytes to bytes, by turns on one core; time of the processor is what counts. The manual's way
loads the key when it is asked to sign, signs once on trial to learn the size, and compresses the
picture each time.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Final

from asn1crypto import crl, x509
from PIL import Image
from pyhanko.pdf_utils import images, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from app.domain.sealing import SealStatus
from app.forms.content.unit_opinion import unit_opinion
from app.forms.form import Form, FormCode
from app.forms.typesetting import typeset
from app.protocol.form_binding import FormBinding
from app.seal.image import SealImage
from app.seal.loaded_key import LoadedKey
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from app.seal.stamp import Binding, FieldPlace, StampMeta, seal
from app.seal.verify.document import verify
from app.seal.verify.trust import RegisteredSeal, TrustContext
from bench.timing import Line, Report, Series, interleave, parser, percentile
from tests.forms import samples
from tests.seal import picture, pki

TARGETS: Final = {"P-256": 2.3, "RSA-2048": 6.0}
"""How many times as many seals a second as the manual's way."""
MOST_GROWTH: Final = 50 * 1024
MOST_TYPESETTING: Final = 30.0
"""Milliseconds a form; told, not enforced: it depends on the machine."""
MOST_VERIFYING: Final = 2.0
"""Times of pyHanko's own verification."""
_DIGEST: Final = "5e" * 32


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = parser(__doc__, rounds=300)
    given = options.parse_args(argv)
    _one_core()
    table = Report(
        f"seals on {given.rounds} one-page forms, processor time on one core",
        floor="pyHanko's manual",
    )
    typesetting(table, given.rounds)
    forms = [form(number) for number in range(given.rounds)]
    with tempfile.TemporaryDirectory(prefix="titledesk-bench-") as scratch:
        for kind in TARGETS:
            measure(table, kind, forms, Path(scratch))
    table.notes.append("the p95 of a rate is what 95 of 100 seals exceed")
    return table.finish(enforce=given.enforce)


def typesetting(table: Report, rounds: int) -> None:
    """So many different opinions of a unit; the first loads typefaces and is told apart."""
    forms = [
        unit_opinion(samples.case(f"示例{number:03d}"), samples.ON) for number in range(rounds)
    ]
    first, *rest = (_processor(lambda one=one: typeset(one)) for one in forms)  # type: ignore[misc]
    median = percentile(rest, 0.5)
    table.add(
        Line(
            f"typeset {rounds} different forms, each after the first", median,
            percentile(rest, 0.95), target=f"≤ {MOST_TYPESETTING:g} ms",
            reached=median <= MOST_TYPESETTING, enforced=False,
        )
    )  # fmt: skip
    table.notes.append(f"the first form took {first:.0f} ms, with its typeface")


def form(number: int) -> bytes:
    """A notice of one page, different for each number."""
    rows = [
        _row("学历", "毕业证书扫描件缺页", "补传全部页"),
        _row("业绩", f"第 {number + 1} 项业绩没有证明", "补传证明"),
    ]
    data = {
        "name": f"示例{number:03d}", "opening": "你申报的材料经审核需要修改，一次性告知如下：",
        "rows": rows, "closing": "请修改后重新提交。", "date": "2026年6月1日",
    }  # fmt: skip
    notice = Form(
        FormCode.RETURN_NOTICE, "职称申报材料退回修改通知", pki.OFFICE, date(2026, 6, 1), data,
        (FormBinding(f"A{number:04d}", 1, _DIGEST),),
    )  # fmt: skip
    return typeset(notice).pdf


def _row(module: str, text: str, remedy: str) -> dict[str, str]:
    return {"module": module, "place": "", "text": text, "remedy": remedy, "where": ""}


def measure(table: Report, kind: str, forms: list[bytes], scratch: Path) -> None:
    """How fast one kind of key seals, how much a file grows, how fast it all is verified anew."""
    path = pki.seal_key(kind).write(scratch, f"{kind}.p12")
    image = picture.seal_image()
    manual = _as_documented(path, image)
    sealed: list[bytes] = []
    with Pkcs12File(path, MemoryLedger()).open(pki.PIN) as key:
        ours, theirs = cycle(_ours(forms, key, image, sealed)), cycle(_each(manual, forms))
        next(ours), next(theirs)  # warm
        times = interleave(len(forms), lambda: next(ours), lambda: next(theirs), timer=_processor)
    _rates(table, f"{kind}: put one seal on", times, TARGETS[kind])
    grown = [len(after) - len(before) for before, after in zip(forms, sealed, strict=False)]
    most = max(grown)
    table.add(
        Line(
            f"{kind}: growth of the file", percentile(grown, 0.5) / 1024, most / 1024,
            target=f"≤ {MOST_GROWTH // 1024} KB", reached=most <= MOST_GROWTH, unit="KB",
        )
    )  # fmt: skip
    checks = _verification(table, kind, sealed[: len(forms)], image)
    both = tuple(
        [one + other for one, other in zip(*series, strict=True)]
        for series in zip(times, checks, strict=True)
    )
    _rates(table, f"{kind}: the same and verified anew", both, None)


def _rates(table: Report, name: str, times: Series, target: float | None) -> None:
    rates, floor = ([1000 / one for one in series] for series in times)
    ratio = percentile(rates, 0.5) / percentile(floor, 0.5)
    table.add(
        Line(
            name, percentile(rates, 0.5), percentile(rates, 0.05), percentile(floor, 0.5), ratio,
            f"ratio ≥ {target:g}" if target else "", ratio >= target if target else None,
            unit="seals/s",
        )
    )  # fmt: skip


def _verification(table: Report, kind: str, sealed: list[bytes], image: SealImage) -> Series:
    """Our verdict beside pyHanko's own, both with revocation lists."""
    roots = [pki.root().certificate.public_bytes(pki.DER)]
    lists = [pki.revocation_list(pki.root()), pki.revocation_list(pki.issuer())]
    registered = RegisteredSeal(
        "seal-1", "职称评审专用章", SealStatus.ACTIVE, pki.BORN, pki.BORN + timedelta(days=700),
        frozenset({pki.seal_key(kind).fingerprint}), image.sha256,
    )  # fmt: skip
    trust = TrustContext(
        roots=tuple(roots), crls=tuple(lists), seals={"seal-1": registered}, received_at=pki.NOW
    )

    def ours(pdf: bytes) -> None:
        (found,) = verify(pdf, trust).seals
        if not found.verdict.good:
            raise RuntimeError(f"{found.verdict} {found.reason}")

    def theirs(pdf: bytes) -> None:
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(one) for one in roots],
            crls=[crl.CertificateList.load(one) for one in lists],
            moment=pki.NOW, allow_fetching=False, revocation_mode="require",
        )  # fmt: skip
        if not validate_pdf_signature(signature, context).bottom_line:
            raise RuntimeError("pyHanko does not accept it")

    mine, floor = cycle(_each(ours, sealed)), cycle(_each(theirs, sealed))
    times = interleave(len(sealed), lambda: next(mine), lambda: next(floor), timer=_processor)
    table.compare(f"{kind}: verify one seal", times[0], times[1], ratio_at_most=MOST_VERIFYING)
    return times


def _ours(
    forms: list[bytes], key: LoadedKey, image: SealImage, made: list[bytes]
) -> Iterator[None]:
    for number, pdf in enumerate(forms):
        binding = Binding(
            case_id=f"A{number:04d}", version_no=1, content_sha256=_DIGEST, seal_id="seal-1",
            usage_no=number + 1,
        )  # fmt: skip
        places = [FieldPlace(_field(pdf))]
        made.append(seal(pdf, key, image, places, StampMeta(binding, pki.NOW)).data)
        yield


def _each(work: Callable[[bytes], object], forms: list[bytes]) -> Iterator[None]:
    for pdf in forms:
        work(pdf)
        yield


def _as_documented(path: Path, image: SealImage) -> Callable[[bytes], object]:
    """pyHanko's manual, "Signing functionality": a signer from PKCS#12, a style with a picture."""
    signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=pki.PIN.encode())
    assert signer is not None
    shown = Image.new("RGBA", (image.width, image.height), (*image.colour, 0))
    shown.putalpha(Image.frombytes("L", shown.size, image.mask))
    style = StaticStampStyle(
        border_width=0,
        background=images.PdfImage(shown),
        background_opacity=1.0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID
        ),
    )

    def sign(pdf: bytes) -> object:
        particulars = signers.PdfSignatureMetadata(
            field_name=_field(pdf), subfilter=fields.SigSeedSubFilter.PADES
        )
        pdf_signer = signers.PdfSigner(particulars, signer=signer, stamp_style=style)
        return pdf_signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))

    return sign


def _field(pdf: bytes) -> str:
    """The form's field for a seal, which all forms of a kind have in common."""
    if not _FIELD:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        _FIELD.append(next(name for name, _, _ in fields.enumerate_sig_fields(writer)))
    return _FIELD[0]


_FIELD: Final[list[str]] = []


def _processor(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return (time.process_time() - begin) * 1000


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if __name__ == "__main__":
    sys.exit(main())

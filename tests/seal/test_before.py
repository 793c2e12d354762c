"""What is refused before anything is signed, and why."""

from __future__ import annotations

import asyncio
import io
import random
import zlib
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, async_sign_pdf
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from app.seal.keyword import find_in_own_form
from app.seal.loaded_key import LoadedKey
from app.seal.place import Edge
from app.seal.problems import SealCode, SealError, SealProblem
from app.seal.stamp import (
    CrossPage,
    FieldPlace,
    KeywordPlace,
    Place,
    RectPlace,
    check_before,
    seal,
)
from tests.seal import papers, picture
from tests.seal.conftest import stamp_meta

UNIT, OFFICE = FieldPlace("SealUnit"), FieldPlace("SealOffice")
ROUND = RectPlace(0, (20, 20, 42, 42))


def codes(problems: Sequence[SealProblem]) -> list[SealCode]:
    return [one.code for one in problems]


def refuses(pdf: bytes, key: LoadedKey, *places: Place) -> SealCode:
    """Both before and in the act, with the same reason."""
    with pytest.raises(SealError) as caught:
        seal(pdf, key, picture.seal_image(), places, stamp_meta())
    assert caught.value.code in codes(check_before(pdf, places))
    return caught.value.code


def signed(pdf: bytes, key: LoadedKey, field: str, **meta: object) -> bytes:
    """A signature as another program would make it."""
    output = io.BytesIO()
    particulars = PdfSignatureMetadata(field_name=field, **meta)  # type: ignore[arg-type]
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    asyncio.run(async_sign_pdf(writer, particulars, key.signer, output=output))
    return output.getvalue()


def changed(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_good_form_has_nothing_against_it() -> None:
    assert check_before(papers.form(3), [UNIT, CrossPage()]) == []
    assert check_before(papers.plain(), [ROUND, KeywordPlace(papers.KEYWORD)]) == []
    assert check_before(papers.plain()) == []


@pytest.mark.parametrize("user", ["", "secret"])
def test_an_encrypted_file(user: str, key: LoadedKey) -> None:
    buffer = io.BytesIO()
    rules = pdfencrypt.StandardEncryption(user, "owner-1", canModify=0, strength=128)
    paper = canvas.Canvas(buffer, encrypt=rules)
    paper.showPage()
    paper.save()
    assert refuses(buffer.getvalue(), key, ROUND) is SealCode.PDF_ENCRYPTED


def test_damaged_files_are_told_and_never_anything_else(key: LoadedKey) -> None:
    form = papers.form()
    damaged = [
        b"", b"%PDF-1.7", b"no pdf at all" * 100, form[: len(form) // 2], form[:-30],
        form.replace(b"/Pages", b"/Pagez"), form.replace(b"startxref", b"startxxxx"),
        form.replace(b"/Count 1", b"/Count 0"), form.replace(b"/Root", b"/Ruut"),
    ]  # fmt: skip
    for number, data in enumerate(damaged):
        assert codes(check_before(data, [UNIT])) == [SealCode.PDF_DAMAGED], number
        assert refuses(data, key, UNIT) is SealCode.PDF_DAMAGED


def test_object_streams_are_sealed_like_any_other_file(key: LoadedKey) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(papers.form())))
    writer.stream_xrefs = True
    streams = writer.prepare_object_stream()
    streams.add_object(7001, generic.DictionaryObject({pdf_name("/A"): generic.NumberObject(1)}))
    output = io.BytesIO()
    writer.write(output)
    assert b"/ObjStm" in output.getvalue()
    sealed = seal(output.getvalue(), key, picture.seal_image(), [UNIT], stamp_meta())
    assert b"/XRef" in sealed.data


def test_a_form_that_could_still_be_filled_in(key: LoadedKey) -> None:
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer)
    paper.acroForm.textfield(name="opinion", x=50, y=700, width=200, height=30)
    paper.showPage()
    paper.save()
    pdf = papers.with_fields(buffer.getvalue())
    assert refuses(pdf, key, UNIT) is SealCode.PDF_OPEN_FIELDS
    (problem,) = check_before(pdf, [UNIT])
    assert problem.params == {"fields": "opinion"}


def test_a_file_with_two_kinds_of_cross_references(key: LoadedKey) -> None:
    plain = papers.plain()
    table = zlib.compress(bytes(4))
    stream = (
        b"\n9000 0 obj\n<< /Type /XRef /Size 1 /W [1 2 1] /Index [0 1] /Root 1 0 R /Length "
        + str(len(table)).encode() + b" /Filter /FlateDecode >>\nstream\n" + table
        + b"\nendstream\nendobj\n"
    )  # fmt: skip
    at = plain.rindex(b"xref", 0, plain.rindex(b"startxref"))
    old = int(plain[plain.rindex(b"startxref") + 9 :].split()[0])
    moved = plain[:at] + stream.lstrip(b"\n") + plain[at:]
    moved = moved.replace(b"trailer\n<<", b"trailer\n<<\n/XRefStm " + str(at).encode(), 1)
    new = old + len(stream) - 1
    hybrid = moved[: moved.rindex(b"startxref")] + f"startxref\n{new}\n%%EOF\n".encode()
    assert refuses(hybrid, key, ROUND) is SealCode.PDF_HYBRID


def test_a_certified_file_that_allows_no_change(key: LoadedKey) -> None:
    pdf = signed(
        papers.form(), key, "SealUnit", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    assert refuses(pdf, key, OFFICE) is SealCode.BREAKS_CERTIFIED


def test_a_certified_file_takes_seals_in_its_own_fields_but_no_new_field(key: LoadedKey) -> None:
    pdf = signed(
        papers.form(2), key, "SealUnit", certify=True, docmdp_permissions=MDPPerm.FILL_FORMS
    )
    assert check_before(pdf, [OFFICE]) == []
    seal(pdf, key, picture.seal_image(), [OFFICE], stamp_meta())
    assert refuses(pdf, key, ROUND) is SealCode.BREAKS_NEW_FIELD
    assert refuses(pdf, key, KeywordPlace(papers.KEYWORD)) is SealCode.BREAKS_NEW_FIELD
    assert refuses(pdf, key, CrossPage()) is SealCode.BREAKS_CROSS_PAGE


def test_a_cross_page_seal_after_an_earlier_seal(key: LoadedKey) -> None:
    first = seal(papers.form(3), key, picture.seal_image(), [UNIT], stamp_meta())
    assert refuses(first.data, key, OFFICE, CrossPage()) is SealCode.BREAKS_CROSS_PAGE
    (problem,) = check_before(first.data, [OFFICE, CrossPage()])
    assert problem.params == {"field": "SealUnit"}
    assert "SealUnit" in problem.text()


@pytest.mark.expect_log("pyhanko.sign.signers.pdf_signer")  # its remark on the lock it is given
def test_an_earlier_seal_that_locks_the_file_or_the_field(key: LoadedKey) -> None:
    def locking(spec: FieldMDPSpec, perms: MDPPerm | None) -> bytes:
        def add(writer: IncrementalPdfFileWriter) -> None:
            field = SigFieldSpec(
                "Lock", on_page=0, box=(10, 10, 90, 90), field_mdp_spec=spec,
                doc_mdp_update_value=perms,
            )  # fmt: skip
            append_signature_field(writer, field)

        return signed(changed(papers.form(), add), key, "Lock")

    whole = locking(FieldMDPSpec(FieldMDPAction.ALL), MDPPerm.NO_CHANGES)
    assert refuses(whole, key, OFFICE) is SealCode.BREAKS_LOCKED
    one = locking(FieldMDPSpec(FieldMDPAction.INCLUDE, ["SealOffice"]), None)
    assert refuses(one, key, OFFICE) is SealCode.BREAKS_LOCKED
    assert check_before(one, [UNIT]) == []


def test_fields_that_are_missing_taken_or_nowhere(key: LoadedKey) -> None:
    assert refuses(papers.form(), key, FieldPlace("Other")) is SealCode.NO_FIELD
    first = seal(papers.form(), key, picture.seal_image(), [UNIT], stamp_meta())
    assert refuses(first.data, key, UNIT) is SealCode.FIELD_TAKEN
    unseen = papers.with_fields(papers.plain(), [("Unseen", 0, (0, 0, 0, 0))])
    assert refuses(unseen, key, FieldPlace("Unseen")) is SealCode.FIELD_WITHOUT_PLACE


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (RectPlace(2, (20, 20, 42, 42)), SealCode.PAGE_MISSING),
        (RectPlace(-1, (20, 20, 42, 42)), SealCode.PAGE_MISSING),
        (RectPlace(0, (180, 20, 42, 42)), SealCode.OUTSIDE_PAGE),
        (RectPlace(0, (20, 280, 42, 42)), SealCode.OUTSIDE_PAGE),
        (RectPlace(0, (20, 20, 0, 42)), SealCode.OUTSIDE_PAGE),
        (KeywordPlace("没有这几个字"), SealCode.KEYWORD_NOT_FOUND),
        (KeywordPlace(papers.KEYWORD, nth=2), SealCode.KEYWORD_NOT_FOUND),
        (KeywordPlace(papers.KEYWORD, nth=-3), SealCode.KEYWORD_NOT_FOUND),
        (CrossPage(pages=(0,)), SealCode.CROSS_PAGE_ONE_PAGE),
        (CrossPage(pages=(0, 0)), SealCode.CROSS_PAGE_ONE_PAGE),
        (CrossPage(pages=(0, 2)), SealCode.PAGE_MISSING),
        (CrossPage(at=0.01, edge=Edge.LEFT), SealCode.OUTSIDE_PAGE),
    ],
)
def test_places_that_are_not_on_the_paper(place: Place, code: SealCode, key: LoadedKey) -> None:
    assert refuses(papers.plain(2), key, place) is code


def test_every_problem_is_told_not_only_the_first() -> None:
    found = check_before(papers.plain(), [FieldPlace("A"), FieldPlace("B"), CrossPage()])
    assert codes(found) == [SealCode.NO_FIELD, SealCode.NO_FIELD, SealCode.CROSS_PAGE_ONE_PAGE]


def test_one_signature_has_one_place_of_its_own(key: LoadedKey) -> None:
    for places in ([], [UNIT, OFFICE]):
        with pytest.raises(ValueError, match="one signature"):
            seal(papers.form(), key, picture.seal_image(), places, stamp_meta())


def test_nothing_is_sealed_on_top_of_a_seal_that_does_not_hold(key: LoadedKey) -> None:
    first = seal(papers.form(), key, picture.seal_image(), [UNIT], stamp_meta()).data
    at = first.index(b"/Title")
    tampered = first[: at + 12] + bytes([first[at + 12] ^ 1]) + first[at + 13 :]
    assert refuses(tampered, key, OFFICE) is SealCode.EARLIER_BROKEN
    (problem,) = check_before(tampered, [OFFICE])
    assert problem.params == {"field": "SealUnit"}


def test_whatever_is_damaged_the_answer_is_a_problem(key: LoadedKey, full: bool) -> None:
    whole = seal(papers.form(2), key, picture.seal_image(), [UNIT], stamp_meta()).data
    rng = random.Random(38540)
    told: Counter[str] = Counter()
    for _ in range(1500 if full else 150):
        damaged = bytearray(rng.choice((papers.form(2), whole)))
        for _ in range(rng.choice((1, 3, 20))):
            at, end = rng.randrange(len(damaged)), rng.randrange(60)
            change = rng.random()
            if change < 0.5:
                damaged[at] = rng.randrange(256)
            elif change < 0.75:
                del damaged[at : at + end]
            else:
                damaged[at:at] = damaged[end : 2 * end]
        try:
            seal(bytes(damaged), key, picture.seal_image(), [OFFICE], stamp_meta())
            told["sealed"] += 1  # the damage is in what is drawn, and nothing was sealed before
        except SealError as error:
            told[error.code] += 1
    assert told[SealCode.PDF_DAMAGED] > 20
    assert told[SealCode.EARLIER_BROKEN] > 1


def test_a_keyword_in_a_file_that_pdfium_cannot_read() -> None:
    with pytest.raises(SealError) as caught:
        find_in_own_form(b"%PDF-1.7 nothing", papers.KEYWORD)
    assert caught.value.code is SealCode.PDF_DAMAGED

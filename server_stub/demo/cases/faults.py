"""What a persona changes in the form or the files of a version, after these were filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.enums import Level
from server_stub.demo import numbers
from server_stub.demo.cases.career import Career
from server_stub.demo.cases.committees import committee, other_committee
from server_stub.demo.cases.contents import Damage, Document, HeavyPaper, PlainText, Portrait
from server_stub.demo.cases.draft import Draft, DraftFile
from server_stub.demo.photos import Orientation
from server_stub.demo.recipes import Form
from server_stub.demo.scans import Turn

Fault = Callable[[Draft, Career], None]


def nothing(made: Draft, career: Career) -> None:
    """The form is as it should be."""
    del made, career


def person(**fields: str) -> Fault:
    """Other personal data than the scans say."""

    def apply(made: Draft, career: Career) -> None:
        del career
        made.person |= fields

    return apply


def value(module: str, **fields: object) -> Fault:
    """Other values in the first row of a module."""

    def apply(made: Draft, career: Career) -> None:
        del career
        made.row(module).fields |= fields

    return apply


def dual_directional(made: Draft, career: Career) -> None:
    """Applied for under 定向评价定向使用 (双定向), which goes by the county's industry office."""
    del career
    made.declaration["dual_directional"] = True
    made.row("personal").fields["dual_directional"] = True


def without(module: str, *slots: str) -> Fault:
    """Files are missing from the first row of a module; without slots the whole module is."""

    def apply(made: Draft, career: Career) -> None:
        del career
        if slots:
            made.remove(*slots, module=module)
        else:
            made.drop(module)

    return apply


def together(*faults: Fault) -> Fault:
    """Several faults, one after the other."""

    def apply(made: Draft, career: Career) -> None:
        for fault in faults:
            fault(made, career)

    return apply


def committee_of_level_below(made: Draft, career: Career) -> None:
    """Applied for at the committee of the middle level (R001)."""
    made.declaration["committee_code"] = committee(Level.MIDDLE, career.trade)


def general_committee(made: Draft, career: Career) -> None:
    """Building trades have a committee of their own; chosen was the general one (R002)."""
    made.declaration["committee_code"] = other_committee(career.level, career.trade)


def public_subject_failed(made: Draft, career: Career) -> None:
    """The system found that the year's public subject was not passed (R060)."""
    del career
    made.modules["continuing_education"][-1].fields["public_subject_passed"] = False


def as_in_s4(made: Draft, career: Career) -> None:
    """What is wrong with the example of S4's page (X9), told of an invented person: check digit,
    sex, the two dates, and a trade of builders in the series of university teachers."""
    who = career.who
    other = numbers.id_number(who.birth_date, int(who.id_number[14:17]), wrong_check_digit=True)
    made.row("certificate").fields.update(
        id_number=other,
        sex="女" if who.sex == "男" else "男",
        obtain_time="2010-12",
        award_date="2019-07-12",
        series="高等学校教师系列",
        specialty="建筑工程",
    )


def claimed_by_other(made: Draft, career: Career) -> None:
    """Somebody else claimed a certificate with the same number (R182)."""
    del career
    made.claimed_by_other = True


def mistyped_id_number(made: Draft, career: Career) -> None:
    """The last character of the identity number is another one than on the scans (R022)."""
    who = career.who
    sequence = int(who.id_number[14:17])
    made.person["id_number"] = numbers.id_number(who.birth_date, sequence, wrong_check_digit=True)


def short_id_number(made: Draft, career: Career) -> None:
    """A digit of the identity number was left out (R022)."""
    made.person["id_number"] = career.who.id_number[:9] + career.who.id_number[10:]


def other_sex(made: Draft, career: Career) -> None:
    """The sex is not the one of identity number and scans (R023)."""
    made.person["sex"] = "女" if career.who.sex == "男" else "男"


def year_only(made: Draft, career: Career) -> None:
    """The date of the first paper is known to its year only, which is that of the title."""
    made.row("papers").fields["publish_date"] = str(career.papers[0].publish_date.year)


def other_date_on_scan(made: Draft, career: Career) -> None:
    """The title certificate shows another day than the form says; only eyes can find it, for the
    registry does not have it."""
    assert career.title is not None
    made.registered = False
    old = made.file("current_title", "title_cert")
    assert isinstance(old.content, Document)
    shown = replace(career.title, obtain_date=career.title.obtain_date.replace(month=12, day=28))
    recipe = replace(old.content.recipe, facts=shown)
    made.swap(old, Document(recipe))


def turned(module: str, slot: str, *, pixels: Turn = 0, flag: Turn = 0) -> Fault:
    """The first page of a scan lies on its side, in the pixels or by the PDF's /Rotate."""

    def apply(made: Draft, career: Career) -> None:
        del career
        old = made.file(module, slot)
        assert isinstance(old.content, Document)
        recipe = old.content.recipe
        look = replace(
            recipe.look,
            turned=((0, pixels),) if pixels else (),
            flagged=((0, flag),) if flag else (),
        )
        made.swap(old, Document(replace(recipe, look=look)))

    return apply


def photographed(module: str, slot: str, orientation: Orientation, form: Form = "photo") -> Fault:
    """The document came as JPG with an EXIF orientation: telephone picture, or flat ``jpg``."""

    def apply(made: Draft, career: Career) -> None:
        del career
        old = made.file(module, slot)
        assert isinstance(old.content, Document)
        recipe = replace(old.content.recipe, form=form, orientation=orientation)
        name = f"IMG_20{recipe.seed % 10_000:04d}.jpg"
        made.swap(old, Document(recipe), name)

    return apply


def damaged(module: str, slot: str, damage: Damage) -> Fault:
    """The file cannot be read, or not all of it."""

    def apply(made: Draft, career: Career) -> None:
        del career
        old = made.file(module, slot)
        assert isinstance(old.content, Document)
        form: Form = "pdf" if damage == "damaged" else "jpg"
        made.swap(old, Document(replace(old.content.recipe, form=form), damage))

    return apply


def pdf_named_jpg(module: str, slot: str) -> Fault:
    """The bytes are a PDF, whatever the name says."""

    def apply(made: Draft, career: Career) -> None:
        del career
        old = made.file(module, slot)
        assert isinstance(old.content, Document)
        made.swap(old, Document(replace(old.content.recipe, form="pdf")))

    return apply


def text_named_pdf(module: str, slot: str) -> Fault:
    """The bytes are a text file, whatever the name says (R076 once the file is looked at)."""

    def apply(made: Draft, career: Career) -> None:
        del career
        made.swap(made.file(module, slot), PlainText())

    return apply


def truncated_photo(made: Draft, career: Career) -> None:
    """The upload of the photo was cut off."""
    old = _photo(made)
    made.swap(old, Portrait(career.who.portrait, career.who.sex, truncated=True))


def photo_held(orientation: Orientation) -> Fault:
    """The photo is stored on its side or upside down, with the EXIF tag that says so."""

    def apply(made: Draft, career: Career) -> None:
        made.swap(_photo(made), Portrait(career.who.portrait, career.who.sex, orientation))

    return apply


def heavy_paper(made: Draft, career: Career) -> None:
    """The full text of the first paper has almost 45 MB."""
    old = made.file("papers", "fulltext")
    made.swap(old, HeavyPaper(career.papers[0], made.seed))


def _photo(made: Draft) -> DraftFile:
    return made.file("personal", "photo")

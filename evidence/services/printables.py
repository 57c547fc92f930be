"""Making what a bundle prints of originals that no page can hold: pages of PDFs, odd pictures."""

import io
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from evidence import storage
from evidence.bundles.plates import picture_pixels, sheet_pixels, shown_size
from evidence.exceptions import NotViewable
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import DerivativeKind, ExhibitKind
from evidence.pdf_pages import DrawnPages, pages_drawn
from evidence.pictures import prints_as_it_is
from evidence.services.derivatives import JPEG, Recipe, render
from incidents.models import Case
from incidents.services.records import amend_record

PDF = "application/pdf"
QUALITY = 85


def make_printable(case: Case, per_page: int) -> None:
    """Make, for so many a page, the pictures of whatever a PDF cannot hold or show as it is."""
    for exhibit in case.exhibits.filter(kind=ExhibitKind.IMAGE, unreadable=""):
        if not prints_as_it_is(exhibit.media_type, exhibit.metadata):
            with suppress(NotViewable):
                make_picture(exhibit, per_page)
    for exhibit in case.exhibits.filter(media_type=PDF, unreadable=""):
        make_pages(exhibit, sheet_pixels(per_page))


def make_picture(exhibit: Exhibit, per_page: int) -> None:
    path = storage.path_of(exhibit.sha256)
    if not path.exists() or not exhibit.width or not exhibit.height:
        return
    upright = shown_size(path, exhibit.width, exhibit.height)
    width = picture_pixels(*upright, per_page)
    if not is_made(exhibit, width):
        content = render(exhibit, Recipe(width=width, tallest=0, quality=QUALITY))
        keep_page(exhibit, 1, content, {"width": width, "pages": 1})


def make_pages(exhibit: Exhibit, width: int) -> None:
    """Draw a PDF's pages; one that cannot be drawn is noted as such, in its custody too."""
    path = storage.path_of(exhibit.sha256)
    if not path.exists() or is_made(exhibit, width):
        return
    with pages_drawn(path, width) as drawn:
        if drawn.trouble:
            note_trouble(exhibit, drawn.trouble)
        elif drawn.files:
            keep_pages(exhibit, drawn, width)


def is_made(exhibit: Exhibit, width: int) -> bool:
    """Say whether all that can be printed of an original is there, for that width."""
    made = list(exhibit.derivatives.printed())
    return bool(made) and all(
        page.recipe["width"] == width and storage.path_of(page.sha256).exists() for page in made
    )


def note_trouble(exhibit: Exhibit, trouble: str) -> None:
    amend_record(
        record=exhibit,
        case=exhibit.case,
        changes={"unreadable": trouble},
        reason=_("出具以前试着画出各页"),
        actor=exhibit.acquired_by or exhibit.case.owner,
    )


@transaction.atomic
def keep_pages(exhibit: Exhibit, drawn: DrawnPages, width: int) -> None:
    exhibit.derivatives.printed().exclude(page__in=drawn.files).delete()
    for number, file in drawn.files.items():
        keep_page(exhibit, number, file.read_bytes(), {"width": width, "pages": drawn.count})


def keep_page(exhibit: Exhibit, number: int, content: bytes, recipe: dict[str, int]) -> None:
    stored = storage.store(io.BytesIO(content))
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    Derivative.objects.update_or_create(
        exhibit=exhibit,
        kind=DerivativeKind.PAGE,
        page=number,
        defaults={
            "sha256": stored.sha256,
            "media_type": JPEG,
            "width": width,
            "height": height,
            "recipe": recipe,
        },
    )

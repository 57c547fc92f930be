"""Making redacted copies of pictures, and keeping what a person wrote down of an original."""

import io
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps

from evidence import storage
from evidence.exceptions import NotViewable
from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import DerivativeKind, ExhibitKind
from evidence.pictures import FOREIGN, FORMATS, quietly
from evidence.redaction import COLOUR, Area, Box, boxes_of, encoded, grid_for, overwritten
from evidence.services.derivatives import on_white
from incidents.models import User
from incidents.services.records import amend_record, create_record

ORIENTATION = 0x0112
TEXT = "text/plain"


def can_be_redacted(exhibit: Exhibit) -> bool:
    return exhibit.kind == ExhibitKind.IMAGE and not exhibit.unreadable


def redact_exhibit(*, exhibit: Exhibit, areas: Sequence[Area], actor: User) -> Derivative:
    """
    Make a copy of a picture in which areas are black, and open its custody.

    The same areas again give the copy that is there. The original is not touched. Raises
    NotViewable when there is no picture to copy, StorageError when the disk refuses.
    """
    if not can_be_redacted(exhibit):
        raise NotViewable
    picture, boxes = covered(exhibit, areas)
    content, media_type = encoded(picture, exhibit.media_type)
    stored = storage.store(io.BytesIO(content))
    copy = Derivative(
        exhibit=exhibit,
        kind=DerivativeKind.REDACTED,
        sha256=stored.sha256,
        sm3=stored.sm3,
        size=stored.size,
        media_type=media_type,
        width=picture.width,
        height=picture.height,
        recipe={"areas": [list(box) for box in boxes], "colour": COLOUR, **made_by_program()},
        made_at=timezone.now(),
        made_by=actor,
    )
    return held_or_new(copy, actor)


def covered(exhibit: Exhibit, areas: Sequence[Area]) -> tuple[Image.Image, list[Box]]:
    """Return the upright picture with the areas overwritten, and where they are, in pixels."""
    try:
        with quietly(), Image.open(storage.path_of(exhibit.sha256), formats=FORMATS) as image:
            grid = grid_for(exhibit.media_type, image.getexif().get(ORIENTATION, 1))
            upright = on_white(ImageOps.exif_transpose(image))
            boxes = boxes_of(areas, upright.size, grid)
            return overwritten(upright, boxes), boxes
    except FOREIGN as error:
        raise NotViewable from error


def made_by_program() -> dict[str, str]:
    return {"software": settings.SOFTWARE}


@transaction.atomic
def held_or_new(copy: Derivative, actor: User) -> Derivative:
    made = copy.exhibit.derivatives.redacted()
    held = made.filter(sha256=copy.sha256).first()
    return held or create_record(record=copy, case=copy.exhibit.case, actor=actor)


def kind_of_words(exhibit: Exhibit) -> DerivativeKind:
    """Say what words of an exhibit are: those in a picture or paper, or those in a recording."""
    is_heard = exhibit.kind in (ExhibitKind.AUDIO, ExhibitKind.VIDEO)
    return DerivativeKind.TRANSCRIPT if is_heard else DerivativeKind.OCR


def write_words(*, exhibit: Exhibit, words: str, actor: User) -> Derivative:
    """Keep what a person read in an original, or heard, and open its custody."""
    written = Derivative(
        exhibit=exhibit,
        kind=kind_of_words(exhibit),
        media_type=TEXT,
        words=words,
        recipe={"by": "hand"},
        made_at=timezone.now(),
        made_by=actor,
    )
    return create_record(record=written, case=exhibit.case, actor=actor)


def amend_words(
    *, written: Derivative, changes: Mapping[str, object], reason: str, actor: User
) -> Derivative:
    """Change what was written down of an original, keeping what was written before."""
    return amend_record(
        record=written, case=written.exhibit.case, changes=changes, reason=reason, actor=actor
    )

"""Drawing the pages of a PDF that came from outside; runs in a process that may be killed."""

import json
import math
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

if sys.platform != "win32":
    import resource

ENCRYPTED, UNOPENED = "encrypted", "unopened"
NOTE = "note.json"
# A document longer than this shows its first pages.
MOST_PAGES = 60
MOST_PIXELS = 30_000_000
# Dots an inch of the page's own size.
MOST_DOTS = 200
POINTS = 72
QUALITY = 80
# By so little may the colours of a grey page differ.
TINGE = 6
MEMORY = 2**31
FILE = 2**26
SECONDS = 60


def draw_pages(source: str, folder: str, width: int) -> None:
    """
    Draw the first pages of a PDF as JPEGs about so many pixels wide, named by their number.

    What is known of the whole, how many pages or why there are none, stands in a note beside them.
    """
    be_modest()
    aside = Path(folder)
    # What ends this process on the way was the document.
    note(aside, 0, UNOPENED)
    try:
        pdf = pypdfium2.PdfDocument(source)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == raw.FPDF_ERR_PASSWORD
        note(aside, 0, ENCRYPTED if is_locked else UNOPENED)
        return
    note(aside, count, "" if count else UNOPENED)
    pdf.init_forms()
    for index in range(min(count, MOST_PAGES)):
        try:
            picture = drawn(pdf[index], width)
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError, MemoryError):
            continue
        unfinished = aside / f"{index + 1}.part"
        picture.save(unfinished, "JPEG", quality=QUALITY)
        unfinished.replace(page_file(aside, index + 1))


def page_file(folder: Path, number: int) -> Path:
    return folder / f"{number}.jpg"


def note(folder: Path, count: int, trouble: str) -> None:
    (folder / NOTE).write_text(json.dumps({"pages": count, "trouble": trouble}))


def be_modest() -> None:
    """Give up memory, time and disk beyond what a document can need."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))


def drawn(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    """Draw a page with its annotations and fields on white; grey when it has no colour."""
    wide, high = page.get_size()
    scale = min(
        width / wide, MOST_DOTS / POINTS, math.sqrt(MOST_PIXELS / (wide * high)), 60_000 / high
    )
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture.convert("L") if is_grey(picture) else picture


def is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    pairs = ((red, green), (green, blue))
    return all(ImageChops.difference(*pair).getextrema()[1] <= TINGE for pair in pairs)  # type: ignore[operator]

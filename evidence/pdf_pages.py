"""Having the pages of a PDF drawn within limits of time: a hostile one stops nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from evidence.pdf_drawing import MOST_PAGES, NOTE, draw_pages, page_file

TOO_COMPLEX = "too_complex"
# A page takes about a tenth of a second.
PATIENCE = 45.0
# A fresh process: nothing of this one is in it.
SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """
    How many pages a PDF has, and the files of those drawn by number; or what is wrong.

    Neither files nor trouble: it could not be tried this time.
    """

    count: int
    files: dict[int, Path]
    trouble: str


@contextmanager
def pages_drawn(source: Path, width: int, patience: float = PATIENCE) -> Iterator[DrawnPages]:
    """Have a PDF's pages drawn so many pixels wide; their files last as long as the block."""
    with TemporaryDirectory() as aside:
        process = SPAWN.Process(target=draw_pages, args=(str(source), aside, width), daemon=True)
        process.start()
        process.join(patience)
        is_late = process.is_alive()
        if is_late:
            process.kill()
            process.join()
        process.close()
        yield result(Path(aside), is_late=is_late)


def result(folder: Path, *, is_late: bool) -> DrawnPages:
    try:
        noted = json.loads((folder / NOTE).read_text())
    except (OSError, ValueError):
        # It never began: nothing is known of the document.
        return DrawnPages(0, {}, "")
    if is_late and not noted["pages"]:
        return DrawnPages(0, {}, TOO_COMPLEX)
    numbers = range(1, min(noted["pages"], MOST_PAGES) + 1)
    files = {number: file for number in numbers if (file := page_file(folder, number)).exists()}
    trouble = noted["trouble"] or ("" if files else TOO_COMPLEX)
    return DrawnPages(noted["pages"], files, trouble)

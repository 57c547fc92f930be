"""Drawings kept by what they show, so that pages and bundles share them and none is made twice."""

import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from incidents.figures.sheets import Sheet, Size, dumped
from incidents.figures.studio import Studio

# To be raised whenever the same sheet is to be drawn differently.
EDITION = 1
ENGINE = f"matplotlib {version('matplotlib')}"
FONTS = "fonts"
MOST_KEPT = 400
STUDIO = Studio()


def drawing(sheet: Sheet, size: Size) -> str:
    """Return a drawing as SVG, made now unless it was made before; raises NotDrawn."""
    made_of = dumped(sheet, size)
    key = sha256(f"{EDITION} {ENGINE} {made_of}".encode()).hexdigest()
    path = folder() / f"{key}.svg"
    try:
        os.utime(path)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        found = STUDIO.draw(made_of, folder() / FONTS)
        keep(path, found)
        return found


def folder() -> Path:
    return Path(settings.FIGURES_DIR)


def keep(path: Path, found: str) -> None:
    """Put a drawing down whole, and let go of those that were not asked for in a long while."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.{os.getpid()}")
    draft.write_text(found, encoding="utf-8")
    draft.replace(path)
    # Their times may be gone before they are read: another process sweeps as well.
    known = [(each.stat().st_mtime, each) for each in path.parent.glob("*.svg") if each.exists()]
    for _at, each in sorted(known)[:-MOST_KEPT]:
        each.unlink(missing_ok=True)


def forget_drawings() -> None:
    """Remove every drawing, as when a person's data is erased."""
    for path in folder().glob("*.svg"):
        path.unlink(missing_ok=True)

"""The catalogue in use: what came with the program, with the clauses that users have checked."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from incidents.tagging.catalogue.loader import Catalogue, CatalogueError, Problem, load, shipped
from incidents.tagging.engine import ENGINE_VERSION

logger = logging.getLogger(__name__)

Stamp = tuple[int, int, int]


def overlay_path() -> Path:
    """Return where checked clauses are kept; nothing lies there until the first one."""
    return Path(settings.DATA_DIR) / "catalogue" / "checked.toml"


def catalogue() -> Catalogue:
    """
    Return the catalogue as it stands now, in every process.

    It is read again only when the file of checked clauses is another one than last time. One that
    cannot be used is left out, so that nothing doubtful is cited; see `overlay_problems`.
    """
    path = overlay_path()
    stamp = stamp_of(path)
    return shipped() if stamp is None else with_overlay(path, stamp)


def tagging_mark() -> str:
    """Name everything but the records that findings follow from."""
    return f"{catalogue().digest}:{ENGINE_VERSION}"


def stamp_of(path: Path) -> Stamp | None:
    """Tell two states of a file apart without reading it; None when there is no file."""
    try:
        held = path.stat()
    except FileNotFoundError:
        return None
    return held.st_mtime_ns, held.st_size, held.st_ino


@lru_cache(maxsize=2)
def with_overlay(path: Path, _stamp: Stamp) -> Catalogue:
    try:
        return load(overlay=path)
    except CatalogueError:
        logger.exception("The checked clauses are left out: %s cannot be used.", path)
        return shipped()


def overlay_problems() -> tuple[Problem, ...]:
    """Return what is wrong with the file of checked clauses, if anything."""
    try:
        load(overlay=overlay_path())
    except CatalogueError as error:
        return error.problems
    return ()

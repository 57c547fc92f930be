"""Compiling the translations: Django reads .mo files, people edit .po files."""

from collections.abc import Iterable
from pathlib import Path

import polib


def compile_messages(folders: Iterable[Path]) -> list[Path]:
    """Compile every .po that is newer than its .mo; returns what was written."""
    sources = [source for folder in folders for source in folder.glob("*/LC_MESSAGES/*.po")]
    return [_compile(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    # Moved into place whole: a process that starts meanwhile never reads half a file.
    part = source.with_suffix(".mo.part")
    polib.pofile(str(source)).save_as_mofile(str(part))
    return part.replace(source.with_suffix(".mo"))

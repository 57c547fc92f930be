"""Where a measure keeps what was prepared for it, inside its own folder."""

from pathlib import Path

BACKUP = "messages.xml"
PICTURES = "pictures"
COPIES = "copies"
RECORDING = "recording.mp3"
BAG = "bag.zip"
UNPACKED = "unpacked"


def pictures_in(folder: Path) -> list[Path]:
    return sorted((folder / PICTURES).iterdir())

"""One line on stderr that tells how far a long step has come."""

from __future__ import annotations

import sys
import time
from typing import TextIO

QUIET_SECONDS = 10.0


class ProgressLine:
    """
    Rewrite one line on a terminal; elsewhere write a plain line now and then.

    stdout stays free: a command may owe its reader a single JSON object there.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.is_terminal = bool(self.stream and self.stream.isatty())
        self.shown = ""
        self.last_plain = time.monotonic()

    def show(self, text: str) -> None:
        if self.is_terminal and text != self.shown:
            # Blanks wipe what a longer line left over; a Han character takes two cells.
            blanks = " " * 2 * max(0, len(self.shown) - len(text))
            self._write(f"\r{text}{blanks}\r{text}")
            self.shown = text
        elif not self.is_terminal and time.monotonic() - self.last_plain >= QUIET_SECONDS:
            self.tell(text)

    def tell(self, text: str) -> None:
        """Write a line that stays."""
        if self.shown:
            self.show("")
        self._write(text + "\n")
        self.last_plain = time.monotonic()

    def _write(self, text: str) -> None:
        if self.stream:
            self.stream.write(text)
            self.stream.flush()

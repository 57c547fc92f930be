"""The drawing process as seen from outside: begun when needed, ended when nobody asks any more."""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from incidents.exceptions import NotDrawn

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "incidents.figures")
IDLE_SECONDS = 60.0
# matplotlib writes its list of fonts here; elsewhere it would write into the person's home.
OWN_FOLDER = "MPLCONFIGDIR"
# Somebody's own taste would change what is kept by what it shows.
OWN_TASTE = "MATPLOTLIBRC"
# A process may have ended since it was last asked; then another is begun.
TRIES = 2


class Studio:
    """
    Draws in a process of its own: what drawing needs takes half a second to load, and 120 MB.

    The process knows nothing but the sheets that it is given.
    """

    def __init__(self, idle: float = IDLE_SECONDS) -> None:
        self.idle = idle
        self.process: subprocess.Popen[bytes] | None = None
        self.asking = threading.Lock()
        self.ending: threading.Timer | None = None
        atexit.register(self.close)

    def draw(self, sheet: str, folder: Path) -> str:
        """
        Return the drawing of a sheet that was written down; `folder` may keep a list of fonts.

        Raises NotDrawn.
        """
        with self.asking:
            self._end_later()
            for _ in range(TRIES):
                if answer := self._ask(sheet, folder):
                    return str(json.loads(answer))
                self._end()
        raise NotDrawn("the drawing process gave no answer")

    def close(self) -> None:
        """End the process, if there is one."""
        with self.asking:
            self._end()

    def _ask(self, sheet: str, folder: Path) -> bytes:
        self.process = process = self.process or begin(folder)
        if process.stdin is None or process.stdout is None:
            return b""
        try:
            process.stdin.write(sheet.encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return b""
        return process.stdout.readline()

    def _end_later(self) -> None:
        if self.ending is not None:
            self.ending.cancel()
        self.ending = threading.Timer(self.idle, self.close)
        self.ending.daemon = True
        self.ending.start()

    def _end(self) -> None:
        if self.ending is not None:
            self.ending.cancel()
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            for pipe in filter(None, (process.stdin, process.stdout)):
                # What was not taken in any more.
                with suppress(OSError):
                    pipe.close()
            process.wait()


def begin(folder: Path) -> subprocess.Popen[bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # In a group of its own: a Ctrl-C in the terminal is not meant for it.
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment(os.environ, folder),
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def environment(around: Mapping[str, str], folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in around.items() if name != OWN_TASTE}
    return kept | {OWN_FOLDER: str(folder)}

"""The background worker, quiet, and able to end with the server that began it."""

import logging
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django_tasks_db.management.commands import db_worker

from evidence import storage
from evidence.locks import held
from evidence.services.bundles import sweep_bundles
from harassguard.recovery import take_up_again

STDIN = 0
LOCK = ".worker"


class Command(db_worker.Command):
    help = "Do the background work: OCR, bundles and the like (`up` runs this by itself)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", startup_delay=False, reload=False)
        parser.add_argument(
            "--end-with-stdin",
            action="store_true",
            help="End in an orderly way when standard input is closed.",
        )

    def configure_logging(self, verbosity: int) -> None:
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    def handle(self, *args: Any, **options: Any) -> None:
        if options.pop("end_with_stdin"):
            threading.Thread(target=end_after_stdin, name="stdin", daemon=True).start()
        # One at a time: the worker of a server that was killed first finishes what it is doing.
        with held(settings.DATA_DIR / LOCK):
            storage.sweep()
            sweep_bundles()
            take_up_again()
            super().handle(*args, **options)


def end_after_stdin() -> None:
    """Wait until standard input is closed, then ask this process to end, as Ctrl-C would."""
    # Not sys.stdin: a thread that waits in its buffer would hold up the interpreter's end.
    while os.read(STDIN, 1024):
        pass
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGTERM)

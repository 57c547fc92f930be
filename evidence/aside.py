"""Work that knows a passphrase: done in a thread of this process, for the queue writes down all."""

from collections.abc import Callable
from threading import Thread

from django.db import connections


def run_aside(work: Callable[[], object]) -> Thread:
    """
    Begin work that outlives its request; what it was given stays in memory and ends with it.

    It does not hold up the end of the program: work that is cut off must leave nothing half-done.
    """

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread

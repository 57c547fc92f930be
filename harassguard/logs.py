"""What the log may hold: where a program failed, never what a person wrote or a link's token."""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

# Addresses that open something for whoever holds them.
SECRET_PATH = re.compile(r"(/(?:r|start)/)[^\s\"'?]+")

# Django words these with what was sent: a host, the name of a file. Their kind says enough.
REFUSALS = ("django.security.DisallowedHost", "django.security.Suspicious")

Failure = tuple[type[BaseException], BaseException, TracebackType | None]
NoFailure = tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Cuts tokens out of messages, and leaves the words of errors out of their tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        # Another formatter may have kept its own wording of the failure.
        record.exc_text = None
        if record.name.startswith(REFUSALS):
            return f"refused: {record.name}"
        written = super().format(record)
        record.exc_text = None
        return SECRET_PATH.sub(r"\1…/", written)

    def formatException(self, ei: Failure | NoFailure) -> str:  # noqa: N802  (logging's own name)
        return "".join(frames(ei[1])).rstrip() if ei[1] else ""


def frames(error: BaseException) -> Iterator[str]:
    """Yield where an error and those behind it were raised, each by its type alone."""
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        yield from frames(behind)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"

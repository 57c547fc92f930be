"""Marking in a page's content what belongs to which element, while WeasyPrint draws it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from evidence.bundles.printing.structure import Run, Sheet

DECORATION = b"/Artifact BMC"
END = b"EMC"


def paint(page: Any, sheet: Sheet, stream: Any, scale: float = 1) -> None:
    """Draw a page, in place of its own method, marking what is drawn."""
    Marker(stream, sheet)
    type(page).paint(page, stream, scale)


class Marker:
    """
    Marks what one stream draws: words and pictures by their element, all else as decoration.

    Lines of one paragraph, drawn one after another, share a mark: thousands of them would cost
    more than the words.
    """

    def __init__(self, stream: Any, sheet: Sheet) -> None:
        self.commands: list[Any] = stream.stream
        self.sheet = sheet
        self.is_inside = False
        # Where the last mark ended, and whose it was.
        self.end = -1
        self.last: Run | None = None
        stream.marked, stream.artifact = self.marked, self.decoration

    def marked(self, box: Any, _tag: str) -> Any:
        return self.around(self.sheet.runs.get(box))

    def decoration(self) -> Any:
        return self.around(None)

    @contextmanager
    def around(self, owner: Run | None) -> Iterator[None]:
        if self.is_inside:
            yield
            return
        resumes = len(self.commands) == self.end and self.last is owner
        if resumes:
            self.commands.pop()
        else:
            self.commands.append(DECORATION if owner is None else self.begun(owner))
        start, self.is_inside = len(self.commands), True
        yield
        self.is_inside = False
        if len(self.commands) == start and not resumes:
            self.take_back(owner)
            return
        self.commands.append(END)
        self.end, self.last = len(self.commands), owner

    def begun(self, run: Run) -> bytes:
        return f"/{run.node.role} <</MCID {self.sheet.mark(run)}>> BDC".encode()

    def take_back(self, owner: Run | None) -> None:
        """Forget a mark within which nothing was drawn."""
        self.commands.pop()
        if owner is not None:
            self.sheet.marked.pop()
            owner.marks.pop()

"""Laying out parts in processes of their own, which end when they have grown."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self, TypeVar

from evidence.bundles.printing.cut import cut_font
from evidence.bundles.printing.layout import lay_out
from evidence.bundles.printing.leaf import FontUse, Leaf, merged
from evidence.bundles.printing.shelf import Shelf, Task, font_key

T = TypeVar("T")
Tell = Callable[[int, int], None]
# Seconds between looks at whether the issue is still wanted.
PATIENCE = 0.5
# A process makes so many parts; then its memory is given back.
PARTS_A_PROCESS = 40
# Each takes about 200 MB.
MOST_PROCESSES = 4
# Characters of HTML below which this process does all: starting others would take longer.
LITTLE = 100_000


def make_part(folder: Path, task: Task) -> None:
    shelf = Shelf(folder)
    shelf.put(task.key, lambda target: lay_out(task.html, task.styles, target))
    # Layouts refer to themselves and hold whole fonts; waiting for the collector takes memory.
    gc.collect()


def make_font(folder: Path, use: FontUse) -> None:
    def cut(target: Path) -> Leaf:
        cut_font(use, target)
        return Leaf(target, (), (use,))

    Shelf(folder).put(font_key(use), cut)
    gc.collect()


def get_ready() -> None:
    """Loading this module, with what it needs, is what takes a new process half a second."""


class Workshop:
    """
    Makes what the shelf lacks: a little at once, more in as many processes as there are cores.

    To be used in a `with` block, which stops at its end whatever is not yet begun.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.pool: ProcessPoolExecutor | None = None
        self.begun: dict[str, Future[None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def open(self) -> None:
        """Start the processes, so that they are ready by the time that there is work."""
        if self.pool is None:
            count = min(os.cpu_count() or 1, MOST_PROCESSES)
            self.pool = ProcessPoolExecutor(
                count, mp_context=get_context("spawn"), max_tasks_per_child=PARTS_A_PROCESS
            )
            for _ in range(count):
                self.pool.submit(get_ready)

    def begin(self, tasks: Sequence[Task]) -> None:
        """Have parts laid out meanwhile, when there are enough of them."""
        lacking = [task for task in self.lacking(tasks) if task.key not in self.begun]
        if lacking and sum(len(task.html) for task in tasks) >= LITTLE:
            self.open()
        if self.pool is not None:
            # The longest first, so that no process is left with the last long one.
            lacking.sort(key=lambda task: len(task.html), reverse=True)
            for task in lacking:
                self.begun[task.key] = self.pool.submit(make_part, self.shelf.folder, task)

    def lacking(self, tasks: Sequence[Task]) -> list[Task]:
        return list({task.key: task for task in tasks if not self.shelf.has(task.key)}.values())

    def lay_out(self, tasks: Sequence[Task], tell: Tell) -> None:
        """
        Lay out parts; `tell` hears how many are done.

        Raises IssueError when a part cannot be laid out, and whatever `tell` raises to stop.
        """
        lacking = self.lacking(tasks)
        done = len(tasks) - len(lacking)
        tell(done, len(tasks))
        self.begin(tasks)
        jobs = [
            self.begun.pop(task.key)
            if task.key in self.begun
            else self.do(make_part, self.shelf.folder, task)
            for task in lacking
        ]
        for finished in follow(jobs):
            done += finished
            tell(done, len(tasks))

    def cut_fonts(self, leaves: Sequence[Leaf]) -> list[Path]:
        """Cut the fonts that these parts share; returns a file for each."""
        uses = merged([use for leaf in leaves for use in leaf.fonts])
        lacking = [use for use in uses if not self.shelf.has(font_key(use))]
        for _ in follow([self.do(make_font, self.shelf.folder, use) for use in lacking]):
            pass
        return [self.shelf.pdf(font_key(use)) for use in uses]

    def do(self, work: Callable[..., T], *about: object) -> Future[T]:
        """Have something done, at once or in another process, whose memory is given back."""
        if self.pool is not None:
            return self.pool.submit(work, *about)
        finished: Future[T] = Future()
        finished.set_result(work(*about))
        return finished


def follow(jobs: Sequence[Future[Any]]) -> Iterator[int]:
    """Yield, at least every now and then, how many jobs have ended since; raises what they did."""
    waiting = set(jobs)
    while waiting:
        ended, waiting = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        for job in ended:
            job.result()
        yield len(ended)

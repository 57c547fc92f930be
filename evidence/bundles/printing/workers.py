"""Laying out parts in processes of their own, which end when they have grown."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from evidence.bundles.printing.cut import cut_fonts
from evidence.bundles.printing.layout import lay_out
from evidence.bundles.printing.leaf import Leaf, merged
from evidence.bundles.printing.shelf import Shelf, Task

# Seconds between looks at whether the issue is still wanted.
PATIENCE = 0.5
# A process lays out so many parts; then its memory is given back.
PARTS_A_PROCESS = 12
# Characters of HTML below which starting processes takes longer than the work.
LITTLE = 60_000


def make_part(folder: Path, task: Task) -> None:
    shelf = Shelf(folder)
    shelf.put(task.key, lambda target: lay_out(task.html, task.styles, target))


def make_fonts(folder: Path, key: str, parts: Sequence[str]) -> None:
    shelf = Shelf(folder)
    uses = list(merged([use for part in parts for use in shelf.leaf(part).fonts]))

    def cut(target: Path) -> Leaf:
        cut_fonts(uses, target)
        return Leaf(target, (), tuple(uses))

    shelf.put(key, cut)


def make_parts(shelf: Shelf, tasks: Sequence[Task], tell: Callable[[int, int], None]) -> None:
    """
    Lay out what the shelf lacks; `tell` hears how many of them are done.

    Raises IssueError when a part cannot be laid out, and whatever `tell` raises to stop.
    """
    lacking = list({task.key: task for task in tasks if not shelf.has(task.key)}.values())
    done = len(tasks) - len(lacking)
    tell(done, len(tasks))
    if sum(len(task.html) for task in lacking) < LITTLE:
        for task in lacking:
            make_part(shelf.folder, task)
            done += 1
            tell(done, len(tasks))
        return
    # The longest first, so that no process is left with the last long one.
    lacking.sort(key=lambda task: len(task.html), reverse=True)
    with ProcessPoolExecutor(
        min(os.cpu_count() or 1, len(lacking)),
        mp_context=get_context("spawn"),
        max_tasks_per_child=PARTS_A_PROCESS,
    ) as pool:
        jobs = {pool.submit(make_part, shelf.folder, task) for task in lacking}
        try:
            follow(jobs, done, len(tasks), tell)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def follow(
    jobs: set[Future[None]], done: int, total: int, tell: Callable[[int, int], None]
) -> None:
    waiting = jobs
    while waiting:
        finished, waiting = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        for job in finished:
            job.result()
        done += len(finished)
        tell(done, total)

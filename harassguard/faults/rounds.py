"""Round after round: begin the program, let people work, kill it, look at what is left."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import connections

from evidence.models import Bundle, ImportRun
from evidence.models.bundle import BundleState
from harassguard.faults.deeds import (
    BUSY,
    IMPORTING,
    ISSUING,
    Deeds,
    Person,
    carry_on,
    import_backup,
    write_on_full_disk,
)
from harassguard.faults.examine import examine, leftovers
from harassguard.faults.ledger import Ledger
from harassguard.faults.processes import Program, ask_child
from harassguard.faults.stage import NAMES, PASSPHRASE, set_stage
from harassguard.faults.visitor import Refused, Visitor

MOST_DEEDS, FEW_DEEDS = 40, 8
# What the disk still takes in, in bytes, and how often somebody tries.
ROOM = 256 * 2**10
FULL_DISK_ENTRIES = 60
SWEEP_SECONDS = 15
DRAIN_SECONDS = 600
# Some kills come at once, some while a large file arrives, some while a bundle is made.
MOMENTS = (0.5, 2.0, 5.0)


@dataclass(slots=True)
class Summary:
    """What came of it all."""

    crowd_rows: int = 0
    crowd_deeds: int = 0
    slowest_answer_s: float = 0.0
    refused_by_disk: int = 0
    kills: int = 0
    acknowledged: int = 0
    originals: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(slots=True)
class Siege:
    """One installation under siege; the same seed draws the same deeds and moments."""

    folder: Path
    seed: int
    draw: random.Random = field(init=False)
    program: Program = field(init=False)
    ledger: Ledger = field(init=False)
    people: list[Person] = field(init=False)
    summary: Summary = field(default_factory=Summary)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311  (the same every time, no secret)
        self.program = Program(self.folder / "program.log")
        self.ledger = Ledger(self.folder / "ledger.json")

    def prepare(self) -> None:
        stage = set_stage()
        # No child may inherit an open database.
        connections.close_all()
        self.people = [
            Person(
                Visitor(self.program.port),
                name,
                random.Random(f"{self.seed} {name}"),  # noqa: S311
                self.ledger,
                stage,
            )
            for name in NAMES
        ]
        self.program.start()
        for person in self.people:
            person.visitor.sign_in(person.name, PASSPHRASE)
        self.program.kill(self.program.server, self.program.worker)

    def run(self, kills: int, rows: int, tell: Callable[[str], object]) -> Summary:
        began = time.monotonic()
        self.prepare()
        self.fill_disk()
        tell(f"a full disk: {self.summary.refused_by_disk} refusals, each with what was typed")
        self.crowd(rows)
        tell(f"a crowd: {self.summary.crowd_deeds} things done while {rows} rows were imported")
        for number in range(1, kills + 1):
            self.one_round()
            tell(f"{number}/{kills} kills, {len(self.ledger.kept)} acknowledged")
        self.start()
        self.let_finish()
        self.look(is_final=True)
        self.summary.problems += said_by(self.program.log)
        self.summary.seconds = time.monotonic() - began
        self.summary.acknowledged = len(self.ledger.kept)
        self.summary.originals = sum(len(kept.files) for kept in self.ledger.kept)
        self.summary.lost = sum(problem.startswith("lost") for problem in self.summary.problems)
        return self.summary

    def crowd(self, rows: int) -> None:
        """Nothing is killed yet: two tabs, friends, an import and an issue at the same time."""
        self.program.start()
        writes, imports, issues = self.people
        second_tab = replace(writes, visitor=replace(writes.visitor), draw=random.Random(self.seed))  # noqa: S311
        importer = replace(imports, rows=rows)
        tabs = ((writes, BUSY), (second_tab, BUSY), (issues, ISSUING, FEW_DEEDS))
        threads = [threading.Thread(target=self.visit, args=(importer, [(import_backup, 1)], 1))]
        threads += [threading.Thread(target=self.visit, args=pair) for pair in tabs]
        self.follow(threads)
        self.let_finish()
        self.summary.crowd_rows, self.summary.crowd_deeds = rows, len(self.ledger.kept)
        slowest = max(person.visitor.slowest for person in (writes, second_tab, issues, importer))
        self.summary.slowest_answer_s = round(slowest, 2)
        self.look(is_final=True)

    def fill_disk(self) -> None:
        """The disk takes no more: whoever writes is told why, and keeps what was typed."""
        database = Path(settings.DATABASES["default"]["NAME"])
        self.program.start(largest_file=database.stat().st_size + ROOM)
        outcomes = [write_on_full_disk(self.people[0]) for _ in range(FULL_DISK_ENTRIES)]
        self.program.kill(self.program.server, self.program.worker)
        self.summary.refused_by_disk = sum(outcome is not None for outcome in outcomes)
        self.summary.problems += [outcome for outcome in outcomes if outcome]
        if not self.summary.refused_by_disk:
            self.summary.problems.append("the disk never refused anything")
        self.look(is_final=False)

    def follow(self, threads: Sequence[threading.Thread]) -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def one_round(self) -> None:
        self.start()
        threads = [
            threading.Thread(target=self.visit, args=(person, deeds))
            for person, deeds in self.busy_people()
        ]
        for thread in threads:
            thread.start()
        time.sleep(self.draw.uniform(0, self.draw.choice(MOMENTS)))
        self.summary.problems += [f"the {name} ended by itself" for name in self.program.fallen()]
        # Both at once, as a power cut does, or one of them while the other goes on a little.
        victims = [self.program.server, self.program.worker]
        self.draw.shuffle(victims)
        self.program.kill(*victims[: self.draw.choice((1, 2))])
        self.summary.kills += 1
        time.sleep(self.draw.uniform(0, 0.3))
        self.program.kill(*victims)
        for thread in threads:
            thread.join()
        self.look(is_final=False)

    def start(self) -> None:
        self.program.start()
        end = time.monotonic() + SWEEP_SECONDS
        while (left := leftovers()) and time.monotonic() < end:
            time.sleep(0.05)
        self.summary.problems += [f"not swept: {path.name}" for path in left]

    def busy_people(self) -> list[tuple[Person, Deeds]]:
        writes, imports, issues = self.people
        busy: list[tuple[Person, Deeds]] = [(writes, BUSY)]
        if self.draw.random() < 0.15:
            busy.append((imports, IMPORTING))
        if self.draw.random() < 0.3:
            busy.append((issues, ISSUING))
        return busy

    def visit(self, person: Person, deeds: Deeds, most: int = MOST_DEEDS) -> None:
        try:
            carry_on(person, deeds, most)
        except Refused as error:
            self.summary.problems.append(f"refused: {error}")

    def look(self, *, is_final: bool) -> None:
        self.ledger.save()
        found = ask_child(self.program.log, look_at, self.ledger.path, is_final)
        self.summary.problems += found

    def let_finish(self) -> None:
        """Give the background its time, and press the buttons of what was given up."""
        end = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < end:
            waiting = ask_child(self.program.log, unfinished)
            if not waiting:
                break
            self.press(waiting)
            time.sleep(0.5)
        self.program.kill(self.program.server, self.program.worker)

    def press(self, waiting: Sequence[str]) -> None:
        for path in waiting:
            owner = self.people[1 if path.startswith("/imports/") else 2]
            if path.endswith(("/continue/", "/repeat/")):
                owner.visitor.post(path, {})


def said_by(log: Path) -> list[str]:
    """Name what went wrong without anybody being killed: the processes say so themselves."""
    lines = log.read_text(errors="replace").splitlines()
    return [f"the program said: {line}" for line in lines if "Error" in line or "locked" in line]


def look_at(ledger: Path, is_final: bool) -> list[str]:
    return examine(ledger, is_final=is_final)


def unfinished() -> list[str]:
    """List what the background still has to do, as addresses; some have a button to press."""
    runs = ImportRun.objects.exclude(work="")
    bundles = Bundle.objects.exclude(state=BundleState.ISSUED)
    return [f"/imports/{run.pk}/" + ("" if run.is_under_way else "continue/") for run in runs] + [
        f"/bundles/{bundle.pk}/" + ("repeat/" if bundle.state == BundleState.FAILED else "")
        for bundle in bundles
    ]

"""What people do while the program is killed under them."""

import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from harassguard.faults.ledger import Kept, Ledger
from harassguard.faults.stage import PASSPHRASE, Stage
from harassguard.faults.visitor import Refused, Unanswered, Visitor

# Enough for several batches, so that a kill can fall between two.
ROWS = 700
LARGEST_FILE = 3 * 2**20
NUMBER_OF_PATH = re.compile(r"/(\d+)/")
START_MS = 1_524_000_000_000
A_MINUTE_MS = 60_000


@dataclass(slots=True)
class Person:
    """Somebody who does one thing after the other; `draw` makes it the same in every run."""

    visitor: Visitor
    name: str
    draw: random.Random
    ledger: Ledger
    stage: Stage
    rows: int = ROWS
    count: int = 0

    def mark(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.name}-{self.count}-{self.draw.randrange(16**8):08x}"

    def file(self) -> bytes:
        size = int(self.draw.paretovariate(0.5) * 2_000)
        return self.draw.randbytes(min(size, LARGEST_FILE))


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def number_in(path: str) -> int:
    found = NUMBER_OF_PATH.search(path)
    return int(found[1]) if found else 0


def write_entry(person: Person) -> None:
    """Write down a call, as often as not with a picture."""
    mark = person.mark("entry")
    contents = [person.file() for _ in range(person.draw.choice((0, 1, 1, 2)))]
    files = tuple(digest(content) for content in contents)
    person.ledger.intend(mark, files)
    fields = {"channel": "call", "number": "0537-1234501", "narrative": mark}
    named = [(f"{mark}-{at}.bin", content) for at, content in enumerate(contents)]
    path = person.visitor.post("/incidents/new/", fields, named)
    person.ledger.acknowledge(Kept("incident", mark, number_in(path), files=files))


def write_on_full_disk(person: Person) -> str | None:
    """Return None when the entry was taken, "" when it was refused well, else what was wrong."""
    words = len(person.ledger.tried)
    try:
        write_entry(person)
    except Refused as error:
        mark = list(person.ledger.tried)[words]
        is_kept = mark in error.page and error.status in (422, 503)
        return "" if is_kept else f"refused without what was typed: {error}"
    except Unanswered as error:
        return f"no answer from a full disk: {error}"
    return None


def bring_file(person: Person) -> None:
    """Add an original to an incident that was acknowledged before."""
    own = [
        kept for kept in person.ledger.kept if kept.kind == "incident" and person.name in kept.mark
    ]
    if not own:
        return
    chosen, content = person.draw.choice(own), person.file()
    mark = person.mark("file")
    person.visitor.post(f"/incidents/{chosen.key}/exhibits/", {}, [(f"{mark}.bin", content)])
    person.ledger.acknowledge(Kept("file", chosen.mark, chosen.key, files=(digest(content),)))


def import_backup(person: Person) -> None:
    """Bring a telephone's backup and take all of it: the worker does that, in batches."""
    mark = person.mark("import")
    number = f"0537{person.draw.randrange(10**6):07d}"
    content = backup(number, mark, person.rows).encode()
    person.ledger.intend(mark, (digest(content),))
    path = person.visitor.post("/imports/new/", {}, [(f"{mark}.xml", content)], "file")
    person.ledger.acknowledge(Kept("preview", mark, number_in(path), files=(digest(content),)))
    person.visitor.post(path, {"numbers": "0"})
    person.ledger.acknowledge(Kept("import", mark, number_in(path), rows=person.rows))


def backup(number: str, mark: str, count: int) -> str:
    rows = (
        f'<sms address="{number}" date="{START_MS + at * A_MINUTE_MS}" type="1" '
        f'body="{mark} {at}" contact_name="(Unknown)" />'
        for at in range(count)
    )
    return f'<smses count="{count}">{"".join(rows)}</smses>'


def issue_bundle(person: Person) -> None:
    """Ask for a bundle of one old day."""
    day = person.stage.bundle_day
    fields = {"recipient": "12378", "period": "dates", "first": day, "last": day}
    path = person.visitor.post("/bundles/new/", fields)
    person.ledger.acknowledge(Kept("bundle", person.mark("bundle"), number_in(path)))


def back_up(person: Person) -> None:
    """Seal everything in one file, unless that is under way already."""
    fields = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    with suppress(Refused):
        person.visitor.post("/backup/", fields)
        person.ledger.acknowledge(Kept("backup", person.mark("backup")))


def send_report(person: Person) -> None:
    """A friend tells through her link, without an account."""
    mark, content = person.mark("report"), person.file()
    person.ledger.intend(mark, (digest(content),))
    friend = Visitor(person.visitor.port)
    path = f"/r/{person.stage.link}/"
    friend.get(path)
    friend.post(path, {"words": mark, "name": "大林"}, [(f"{mark}.bin", content)])
    person.visitor.slowest = max(person.visitor.slowest, friend.slowest)
    person.ledger.acknowledge(Kept("report", mark, files=(digest(content),)))


Deed = Callable[[Person], None]
# How often each is done, out of their sum.
Deeds = Sequence[tuple[Deed, int]]
BUSY: Deeds = ((write_entry, 10), (bring_file, 5), (send_report, 3))
IMPORTING: Deeds = ((import_backup, 1), (write_entry, 6))
ISSUING: Deeds = ((issue_bundle, 1), (back_up, 1), (write_entry, 4))


def carry_on(person: Person, deeds: Deeds, most: int) -> None:
    """Do one thing after the other until the server is gone, or enough was done."""
    try:
        for deed in person.draw.choices(
            [deed for deed, _weight in deeds], [weight for _deed, weight in deeds], k=most
        ):
            deed(person)
    except Unanswered:
        return

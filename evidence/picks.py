"""Which numbers of an export a person is asked to pick from, and in what order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from evidence.models import ImportRun
from incidents.models import Case
from incidents.models.line import LineKind
from incidents.phone import read_line

# Kinds that collectors call from and nobody keeps in an address book; lower comes first.
PUBLIC = (LineKind.SERVICE_95, LineKind.GATEWAY_106, LineKind.SERVICE_400, LineKind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Pick:
    """One number of an export as a row to tick; `index` names it in the form."""

    index: int
    key: str
    display: str
    kind: str
    place: str
    name: str
    sample: str
    calls: int
    messages: int
    fresh: int
    first_at: datetime
    last_at: datetime
    is_known: bool
    is_contact: bool

    @property
    def search(self) -> str:
        """What the search box looks through."""
        words = f"{self.display}{self.key}{self.place}{self.name}{self.sample}"
        return "".join(words.split()).replace("-", "").lower()


@dataclass(frozen=True, slots=True)
class Picks:
    """Numbers already in the case, then those without a name, then those with one."""

    known: tuple[Pick, ...]
    unnamed: tuple[Pick, ...]
    named: tuple[Pick, ...]


def picks_of(run: ImportRun) -> Picks:
    lines, contacts = known_lines(run.case), contact_names(run.case)
    picks = sorted(
        (
            pick_of(index, found, lines, contacts)
            for index, found in enumerate(run.found)
            if found["fresh"]
        ),
        key=order,
    )
    return Picks(
        known=tuple(pick for pick in picks if pick.is_known),
        unnamed=tuple(pick for pick in picks if not pick.is_known and not pick.name),
        named=tuple(pick for pick in picks if not pick.is_known and pick.name),
    )


def known_lines(case: Case) -> set[str]:
    """Return the keys of lines that something standing in the case came from."""
    lines = case.lines.filter(incidents__withdrawn_at__isnull=True, incidents__isnull=False)
    return set(lines.values_list("normalised", flat=True).distinct())


def contact_names(case: Case) -> dict[str, str]:
    """Return the case's contacts by the key of their own number."""
    contacts = case.contacts.exclude(phone="")
    return {read_line(contact.phone).normalised: contact.name for contact in contacts}


def pick_of(
    index: int, found: Mapping[str, str], lines: set[str], contacts: Mapping[str, str]
) -> Pick:
    key = found["key"]
    return Pick(
        index=index,
        key=key,
        display=found["display"],
        kind=str(LineKind(found["kind"]).label),
        place=found["place"],
        name=contacts.get(key) or found["name"],
        sample=found["sample"],
        calls=int(found["calls"]),
        messages=int(found["messages"]),
        fresh=int(found["fresh"]),
        first_at=datetime.fromisoformat(found["first_at"]),
        last_at=datetime.fromisoformat(found["last_at"]),
        is_known=key in lines and key not in contacts,
        is_contact=key in contacts,
    )


def order(pick: Pick) -> tuple[int, int]:
    """Put public kinds first, then whoever called or wrote most."""
    labels = [str(kind.label) for kind in PUBLIC]
    place = labels.index(pick.kind) if pick.kind in labels else len(labels)
    return place, -pick.fresh


def keys_at(run: ImportRun, indexes: Iterable[str]) -> frozenset[str]:
    """Return the keys of the numbers that were ticked."""
    return frozenset(run.found[int(index)]["key"] for index in indexes)

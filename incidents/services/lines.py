"""Finding or making the line behind a number as it was typed or imported."""

from collections.abc import Iterable

from django.db import transaction

from incidents import custody
from incidents.models import Case, Line, User
from incidents.models.custody import Action
from incidents.phone import LineReading, read_line


def new_line(case: Case, reading: LineReading) -> Line:
    return Line(
        case=case,
        raw=reading.raw[:200],
        normalised=reading.normalised[:200],
        display=reading.display[:200],
        kind=reading.kind.value,
        place=reading.place[:60],
        carrier=reading.carrier[:40],
    )


@transaction.atomic
def line_for(*, case: Case, raw: str, actor: User | None) -> Line:
    """Return the case's line for a number, made on first sight; nothing typed is refused."""
    return lines_for(case=case, raws=[raw], actor=actor)[raw]


@transaction.atomic
def lines_for(*, case: Case, raws: Iterable[str], actor: User | None) -> dict[str, Line]:
    """Return the case's line for each number as given, making those not seen before."""
    readings = {raw: read_line(raw) for raw in raws}
    known = {line.normalised: line for line in case.lines.all()}
    new = {
        reading.normalised[:200]: new_line(case, reading)
        for reading in readings.values()
        if reading.normalised[:200] not in known
    }
    made = Line.objects.bulk_create(new.values(), batch_size=500)
    custody.append_all(
        case=case, entries=[custody.Entry(Action.CREATED, line) for line in made], actor=actor
    )
    known |= {line.normalised: line for line in made}
    return {raw: known[reading.normalised[:200]] for raw, reading in readings.items()}

"""Where a link is held beside the list of anchors: issued bundles and their files, time stamps."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from evidence.exceptions import EvidenceError
from evidence.models import Bundle, Stamp
from evidence.models.bundle import BundleState
from incidents.link_check import Held
from incidents.models import Case

INFO = "bag-info.txt"
IDENTIFIER, LINKS, HEAD = "External-Identifier", "Custody-Links", "Custody-Head"
LONGEST = 100_000


class NoAnchor(EvidenceError):
    """The file is no bundle, or one that names no link."""


def anchors_elsewhere(case: Case, files: Iterable[Path] = ()) -> Iterator[Held]:
    """
    Yield what bundles and time stamps say of the chain; `files` are ZIPs that somebody brought.

    Raises NoAnchor when one of these cannot be read, or is of another case.
    """
    issued = Bundle.objects.filter(case=case, state=BundleState.ISSUED).select_related("case")
    for bundle in issued.order_by("number"):
        if bundle.head_sequence:
            yield Held(bundle.head_sequence, bundle.head, bundle.name)
    stamped = Stamp.objects.filter(case=case, sequence__isnull=False, exhibit__isnull=False)
    columns = ("sequence", "imprint", "exhibit__original_name")
    for sequence, imprint, name in stamped.order_by("pk").values_list(*columns):
        yield Held(sequence, imprint, name)
    yield from anchors_in_folders(case)
    for path in files:
        number, held = read_anchor(path)
        if number != case.number:
            raise NoAnchor(f"{path}: {number} ≠ {case.number}")
        yield held


def anchors_in_folders(case: Case) -> Iterator[Held]:
    """Read the files of issues themselves: whoever cuts the chain short may take rows along."""
    for path in sorted(Path(settings.BUNDLES_DIR).glob("*/*.zip")):
        try:
            number, held = read_anchor(path)
        except NoAnchor:
            continue
        if number == case.number:
            yield held


def read_anchor(path: Path) -> tuple[str, Held]:
    """Return the case's number and the link that a bundle names; raises NoAnchor."""
    try:
        with zipfile.ZipFile(path) as bag:
            name = next(each for each in bag.namelist() if each.endswith(f"/{INFO}"))
            with bag.open(name) as file:
                lines = file.read(LONGEST).decode().splitlines()
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        number, _dash, _issue = said[IDENTIFIER].rpartition("-")
        return number, Held(int(said[LINKS]), said[HEAD], said[IDENTIFIER])
    except (OSError, zipfile.BadZipFile, StopIteration, ValueError, KeyError) as error:
        raise NoAnchor(f"{path}: {error}") from error

"""Who sends a bundle: reading it from its rows, and never hiding who acts for the borrower."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evidence.bundles.glyphs import printable
from evidence.bundles.masking import Masked, digits_of
from evidence.bundles.sender_records import RepresentativeRecord
from evidence.bundles.wording import tight
from incidents.models import Representative
from incidents.models.representative import Powers

# What print puts behind an ideograph that few fonts hold; it must not be put there twice.
SPELLED = re.compile(r"([\U00020000-\U0003ffff])〔U\+[0-9A-F]{5}〕")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """
    Who sends a bundle and with which letter, as chosen before the issue: `letter` is "" and
    `is_letter_edited` None where it is to be drafted then.
    """

    representative: Representative | None = None
    contact: str = ""
    letter: str = ""
    is_letter_edited: bool | None = None


NOBODY_ELSE = Sending()


def representative_record(row: Representative | None) -> RepresentativeRecord | None:
    if row is None:
        return None
    return RepresentativeRecord(
        name=printable(row.name),
        relation=printable(tight(row.relation)),
        phone=printable(row.phone),
        address=printable(tight(row.address)),
        has_special_powers=row.powers == Powers.SPECIAL,
        until=row.until,
    )


def besides(key: Iterable[Masked], representative: Representative | None) -> tuple[Masked, ...]:
    """Leave out of a key whoever acts for the borrower: a relative may be both."""
    if representative is None:
        return tuple(key)
    phone = digits_of(representative.phone)
    return tuple(
        line
        for line in key
        if representative.name not in line.names and not (phone and digits_of(line.phone) == phone)
    )


def settled(text: str, rewrite: Callable[[str], str], representative: Representative | None) -> str:
    """
    Return a typed letter as it can be printed: third persons hidden by `rewrite`, and characters
    spelled out that have no glyph. Doing it again changes nothing.
    """
    name = representative.name if representative else ""
    pieces = text.split(name) if name else [text]
    hidden = name.join(rewrite(piece) for piece in pieces)
    return printable(SPELLED.sub(r"\1", hidden))

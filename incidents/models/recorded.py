"""What every record of a case has in common: a digest that the custody chain can hold."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import models

from incidents.canonical import canonical

# What stands where a person's data was.
GONE = "〔已删除〕"
EMPTY: tuple[object, ...] = (None, "", [], {})


def new_nonce() -> str:
    return secrets.token_hex(16)


def plain(value: object) -> object:
    """Turn a value into canonical JSON's types; moments become UTC text, days and decimals text."""
    write = WRITERS.get(type(value))
    return write(value) if write else value


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def amount_text(amount: Decimal) -> str:
    """Write an amount the same whether it was typed as 800 or read back as 800.00."""
    return format(amount.normalize(), "f")


WRITERS: dict[type, Callable[[Any], str]] = {
    datetime: moment_text,
    Decimal: amount_text,
    date: str,
    time: str,
}


class Recorded(models.Model):
    """
    A record whose content is fixed in the custody chain by a salted SHA-256.

    The nonce keeps a short value (a phone number) from being guessed from its digest, and lets a
    person's data be erased later while the chain still verifies.
    """

    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)

    class Meta:
        abstract = True

    # Columns that say how a record is handled, not what it says.
    volatile: frozenset[str] = frozenset()
    # Columns added when records existed already. While empty they stay out of the digest, so that
    # an older record keeps the digest that the chain holds.
    later: frozenset[str] = frozenset()
    # Where the case is found, as a filter names it.
    case_path = "case"

    @classmethod
    @cache
    def columns(cls) -> tuple[str, ...]:
        """Name the columns that a digest covers, in the order of the table."""
        return tuple(
            field.attname for field in cls._meta.concrete_fields if field.name not in cls.volatile
        )

    def content(self) -> dict[str, object]:
        """Return the record's own columns, by name, as canonical JSON's types."""
        return {name: plain(getattr(self, name)) for name in self.columns()}

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the record in RFC 8785 canonical JSON."""
        return self.digest_of(self.content())

    @classmethod
    def digest_of(cls, content: Mapping[str, object]) -> str:
        """Return the SHA-256 (hex) of what `content` gives, without the record itself."""
        later = cls.later
        said = {
            name: value
            for name, value in content.items()
            if name not in later or value not in EMPTY
        }
        said["type"] = cls._meta.label_lower
        return sha256(canonical(said)).hexdigest()

    @classmethod
    def is_unspoken(cls, content: Mapping[str, object]) -> bool:
        """Say whether a record of such content may be there before any link speaks of it."""
        return False

    @classmethod
    def emptied(cls, key: int) -> dict[str, object]:
        """Return what erasing a person's data leaves in the columns that hold it."""
        return {}

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

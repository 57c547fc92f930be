"""What every record of a case has in common: a digest that the custody chain can hold."""

import secrets
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256

import rfc8785
from django.db import models


def new_nonce() -> str:
    return secrets.token_hex(16)


def plain(value: object) -> object:
    """Turn a value into canonical JSON's types; moments become UTC text, days and decimals text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        # The same amount whether typed as 800 or read back as 800.00.
        return format(value.normalize(), "f")
    if isinstance(value, date | time):
        return str(value)
    return value


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

    def content(self) -> dict[str, object]:
        """Return the record's own columns, by name, as canonical JSON's types."""
        return {
            field.attname: plain(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.name not in self.volatile
        }

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the record in RFC 8785 canonical JSON."""
        return sha256(rfc8785.dumps({"type": self.subject_type, **self.content()})).hexdigest()  # type: ignore[dict-item]

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

"""What each recipient is told and asked for, read from recipients.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("recipients.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    One recipient. `addressee` and `requests` may hold {creditor}; `masks` says whether third
    persons are hidden unless the borrower decides otherwise; `lists_numbers` whether the summary
    names every number.
    """

    slug: str
    addressee: str
    addressee_unknown: str
    letter: str
    role: str
    masks: bool
    hint_zh: str
    hint_en: str
    identity: str
    requests: tuple[str, ...]
    lists_numbers: bool

    def hint(self, language: str) -> str:
        return self.hint_zh if language.startswith("zh") else self.hint_en

    def addressed_to(self, creditor: str) -> str:
        if "{creditor}" in self.addressee and not creditor:
            return self.addressee_unknown
        return self.addressee.format(creditor=creditor)

    def asks(self, creditor: str) -> tuple[str, ...]:
        """Return the requests; one that needs a creditor is left out when none is known."""
        return tuple(
            request.format(creditor=creditor)
            for request in self.requests
            if creditor or "{creditor}" not in request
        )


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every recipient by slug, in the order of the file."""
    with FILE.open("rb") as file:
        entries = tomllib.load(file)
    return {slug: read_profile(slug, entry) for slug, entry in entries.items()}


def read_profile(slug: str, entry: dict[str, Any]) -> Profile:
    return Profile(
        slug=slug,
        addressee=entry["addressee"],
        addressee_unknown=entry.get("addressee_unknown", ""),
        letter=entry["letter"],
        role=entry["role"],
        masks=entry["masks"],
        hint_zh=entry["hint"]["zh"],
        hint_en=entry["hint"]["en"],
        identity=entry["identity"],
        requests=tuple(entry["requests"]),
        lists_numbers=entry.get("lists_numbers", False),
    )

"""
What each recipient is told and asked for, and in which order, read from recipients.toml.

What a recipient needs is named by these keys, which the check before issuing reads:
"contact" how the sender can be reached; "identity" her identity document, given separately;
"creditor" the institution complained of; "facts" what happened, told in her words; "basis" a
confirmed finding; "numbers" the numbers reported; "pages" addresses or accounts of pages;
"complaint-before" a complaint filed with the institution; "rights-request" what was asked of the
institution before; "real-name" reporting in her own name; "signature" signed by hand;
"originals" the phone and recordings kept to be shown; "opposing-parties" how many copies, by the
number of opposing parties.

The order of sections names every section that may be printed; one that has nothing to say is left
out of a bundle, and one that the order does not name is not printed for that recipient.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("recipients.toml")
NEEDS = (
    "contact", "identity", "creditor", "facts", "basis", "numbers", "pages", "complaint-before",
    "rights-request", "real-name", "signature", "originals", "opposing-parties",
)  # fmt: skip
# The last three follow one another on the same pages; links of the others lead to these.
ENDING = ("custody", "verify", "limits")
KEPT = ("letter", "findings", "chronology", "index", "exhibits", *ENDING)
SECTIONS = ("authority", "numbers", "summary", "unconfirmed", "statements", *KEPT)
TEXTS = ("addressee", "letter", "role", "errand", "identity", "identity_beside_contact")
OPTIONAL = ("addressee_unknown", "largest_mb", "tells_debts")
KEYS = frozenset([*TEXTS, *OPTIONAL, "masks", "hint", "needs", "sections", "requests"])
KNOWN_PLACE = "{creditor}"


class ProfileError(Exception):
    """An entry of recipients.toml is wrong; the sentence names entry and key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    One recipient. `addressee` and `requests` may hold {creditor}; `errand` is what a
    representative is entrusted with; `masks` says whether third persons are hidden unless the
    borrower decides otherwise; `tells_debts` whether the letter opens with the story of the loans;
    `largest_mb` is the largest file that the recipient takes, None where no source says so.
    """

    slug: str
    addressee: str
    addressee_unknown: str
    letter: str
    role: str
    errand: str
    masks: bool
    hint_zh: str
    hint_en: str
    identity: str
    identity_beside_contact: str
    tells_debts: bool
    needs: tuple[str, ...]
    sections: tuple[str, ...]
    requests: tuple[str, ...]
    largest_mb: int | None

    @property
    def lists_numbers(self) -> bool:
        """Say whether every number is listed, in a section of its own."""
        return "numbers" in self.sections

    def hint(self, language: str) -> str:
        return self.hint_zh if language.startswith("zh") else self.hint_en

    def addressed_to(self, creditor: str) -> str:
        if KNOWN_PLACE in self.addressee and not creditor:
            return self.addressee_unknown
        return self.addressee.format(creditor=creditor)

    def asks(self, creditor: str) -> tuple[str, ...]:
        """Return the requests; one that needs a creditor is left out when none is known."""
        return tuple(
            request.format(creditor=creditor)
            for request in self.requests
            if creditor or KNOWN_PLACE not in request
        )


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every recipient by slug, in the order of the file."""
    return read_profiles(FILE.read_text(encoding="utf-8"))


def read_profiles(text: str) -> dict[str, Profile]:
    """Read the recipients; raises ProfileError naming what is wrong."""
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"recipients.toml: {error}") from error
    return {slug: read_profile(slug, entry) for slug, entry in entries.items()}


def read_profile(slug: str, entry: object) -> Profile:
    if not isinstance(entry, dict):
        raise ProfileError(f"recipients.toml: “{slug}” is not a table")
    for key, problem in problems(entry):
        raise ProfileError(f"recipients.toml [{slug}] {key}: {problem}")
    return Profile(
        slug=slug,
        **{key: entry[key] for key in (*TEXTS, "masks")},
        addressee_unknown=entry.get("addressee_unknown", ""),
        hint_zh=entry["hint"]["zh"],
        hint_en=entry["hint"]["en"],
        tells_debts=entry.get("tells_debts", True),
        needs=tuple(entry["needs"]),
        sections=tuple(entry["sections"]),
        requests=tuple(entry["requests"]),
        largest_mb=entry.get("largest_mb"),
    )


def problems(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of an entry that is wrong, and how."""
    for key in sorted(KEYS - entry.keys() - set(OPTIONAL)):
        yield key, "is missing"
    for key in sorted(entry.keys() - KEYS):
        yield key, "is not known"
    yield from problems_of_values(entry)
    for key, allowed in (("needs", NEEDS), ("sections", SECTIONS), ("requests", None)):
        yield from problems_of_list(key, entry[key], allowed)
    yield from problems_of_order(entry["sections"])
    yield from problems_of_places(entry)


def problems_of_values(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in TEXTS:
        if not is_text(entry[key]):
            yield key, "must be a text"
    for key in ("masks", "tells_debts"):
        if not isinstance(entry.get(key, True), bool):
            yield key, "must be true or false"
    largest = entry.get("largest_mb", 1)
    if type(largest) is not int or largest < 1:
        yield "largest_mb", "must be a whole number of megabytes"
    hint = entry["hint"]
    if not isinstance(hint, dict) or not all(is_text(hint.get(name)) for name in ("zh", "en")):
        yield "hint", "needs zh and en"


def problems_of_list(
    key: str, items: object, allowed: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    if not isinstance(items, list) or not items or not all(map(is_text, items)):
        yield key, "must be a list of texts"
        return
    if len(set(items)) < len(items):
        yield key, "names one twice"
    for item in items:
        if allowed is not None and item not in allowed:
            yield key, f"“{item}” is not known"


def problems_of_order(sections: list[str]) -> Iterator[tuple[str, str]]:
    for name in KEPT:
        if name not in sections:
            yield "sections", f"“{name}” cannot be left out"
    if sections[0] != "letter" or tuple(sections[-len(ENDING) :]) != ENDING:
        yield "sections", f"must open with “letter” and end with {', '.join(ENDING)}"


def problems_of_places(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find braces that nothing would fill."""
    texts = [("requests", text) for text in entry["requests"]]
    texts += [(key, entry.get(key, "")) for key in TEXTS]
    for key, text in texts:
        takes_creditor = key in ("addressee", "requests")
        rest = str(text).replace(KNOWN_PLACE, "") if takes_creditor else str(text)
        if "{" in rest or "}" in rest:
            yield key, f"“{text}” has a place that nothing fills"
    if KNOWN_PLACE in str(entry.get("addressee")) and not entry.get("addressee_unknown"):
        yield "addressee_unknown", "is needed where no creditor is known"


def is_text(item: object) -> bool:
    return isinstance(item, str) and bool(item.strip())

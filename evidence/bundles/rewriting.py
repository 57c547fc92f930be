"""Passing every recorded word of a selection through a function, so that none escapes it."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any, TypeVar

from evidence.bundles.records import CitationRecord, InstrumentRecord, RuleRecord
from evidence.bundles.scope import Scope
from evidence.bundles.sender_records import RepresentativeRecord

T = TypeVar("T")

# Words of the catalogue and of this program, who is never hidden, and values that must stay exactly
# as they are. The letter is put through when it is read.
OURS = (CitationRecord, InstrumentRecord, RepresentativeRecord, RuleRecord, Scope)
EXACT = frozenset(
    [
        "case_number",
        "recipient",
        "letter",
        "catalogue_digest",
        "engine_version",
        "software",
        "rule",
        "scope",
        "rules",
        "rule_title",
        "sha256",
        "sm3",
        "printed",
        "media_type",
        "kind",
        "kind_text",
        "channel",
        "channel_text",
        "line_kind",
        "line_place",
        "narrator",
        "origin",
        "origin_text",
        "observations",
        "relation",
        "unreadable",
        "path",
        "actor",
        "action",
        "action_text",
        "way",
        "answer",
        "outcome",
        "subject",
        "subject_digest",
        "previous",
        "digest",
    ]
)


def rewritten(value: T, rewrite: Callable[[str], str]) -> T:
    """
    Return a copy of frozen dataclasses with every recorded text put through `rewrite`.

    The same text is rewritten once, and what stays as it is is not copied.
    """
    return Rewriting(rewrite).of(value)  # type: ignore[no-any-return]


class Rewriting:
    """Goes over values; remembers what became of each text and what each class holds."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        self.rewrite = rewrite
        self.texts: dict[str, str] = {"": ""}
        self.fields: dict[type, tuple[str, ...]] = dict.fromkeys(OURS, ())

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            items = tuple(map(self.of, value))
            return value if all(map(is_, items, value)) else items
        if isinstance(value, Mapping):
            return {key: self.of(item) for key, item in value.items()}
        return self.record(value)

    def text(self, text: str) -> str:
        if text not in self.texts:
            new = self.rewrite(text)
            self.texts[text] = text if new == text else new
        return self.texts[text]

    def record(self, value: Any) -> Any:
        changes = {}
        for name in self.fields_of(type(value)):
            held = getattr(value, name)
            new = self.of(held)
            if new is not held:
                changes[name] = new
        return replace(value, **changes) if changes else value

    def fields_of(self, kind: type) -> tuple[str, ...]:
        """Return the fields that may hold recorded words; none for what is no record."""
        if kind not in self.fields:
            named = fields(kind) if is_dataclass(kind) else ()
            self.fields[kind] = tuple(each.name for each in named if each.name not in EXACT)
        return self.fields[kind]

"""Passing every recorded word of a selection through a function, so that none escapes it."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from evidence.bundles.records import CitationRecord, InstrumentRecord, RuleRecord
from evidence.bundles.scope import Scope

T = TypeVar("T")

# Words of the catalogue and of this program, and values that must stay exactly as they are.
OURS = (CitationRecord, InstrumentRecord, RuleRecord, Scope)
EXACT = frozenset(
    [
        "case_number",
        "recipient",
        "catalogue_digest",
        "engine_version",
        "software",
        "rule",
        "scope",
        "rules",
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
    """Return a copy of frozen dataclasses with every recorded text put through `rewrite`."""
    return _rewritten(value, rewrite)  # type: ignore[no-any-return]


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return rewrite(value) if value else value
    if isinstance(value, tuple):
        return tuple(_rewritten(item, rewrite) for item in value)
    if isinstance(value, Mapping):
        return {key: _rewritten(item, rewrite) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, (type, *OURS)):
        changes = {
            field.name: _rewritten(getattr(value, field.name), rewrite)
            for field in fields(value)
            if field.name not in EXACT
        }
        return replace(value, **changes)
    return value

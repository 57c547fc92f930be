"""RFC 8785 canonical JSON, written by the C encoder wherever that gives the same bytes."""

import json
from collections.abc import Iterable, Mapping

import rfc8785

# Beyond this RFC 8785 has no integers, and rfc8785 says so.
LARGEST = 2**53 - 1
ALIKE = frozenset({str, bool})

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def canonical(said: Mapping[str, object]) -> bytes:
    """Return an object as canonical JSON; its own keys are ASCII, as names of columns are."""
    if are_quick(said.values()):
        return _encode(said).encode()
    return rfc8785.dumps(said)  # type: ignore[arg-type]


def are_quick(values: Iterable[object]) -> bool:
    """Say whether both encoders are known to write these alike: no floats, no inner keys."""
    for value in values:
        if value is None or type(value) in ALIKE:
            continue
        if isinstance(value, int):
            if not -LARGEST <= value <= LARGEST:
                return False
        elif not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return False
    return True

"""A redacted copy as a value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRecord:
    """A redacted copy that goes in instead of the original; `path` is its place in the bag."""

    sha256: str
    sm3: str
    size: int
    media_type: str
    areas: int
    made_at: datetime
    path: str

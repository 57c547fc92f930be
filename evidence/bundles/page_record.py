"""A page of a document as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """A page drawn as a picture: its number in the document, the picture's digest and pixels."""

    number: int
    digest: str
    width: int
    height: int

"""Who sends a bundle, as values: how she is reached, and who acts for her."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeRecord:
    """Who acts for the borrower; `has_special_powers` may concede, change or settle for her."""

    name: str
    relation: str
    phone: str
    address: str
    has_special_powers: bool
    until: date | None

    @property
    def named(self) -> str:
        return f"{self.name}（{self.relation}）"

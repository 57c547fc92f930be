"""What is claimed of a loan against what was lent and received: sums, and nothing judged."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Amounts of one loan in yuan, as recorded; None is not known and never counts as nothing."""

    lent: Decimal | None = None
    received: Decimal | None = None
    principal: Decimal | None = None
    fees: Decimal | None = None
    interest: Decimal | None = None

    @property
    def claimed(self) -> Decimal | None:
        """What is said to be owed in all, as far as the parts are known."""
        parts = (self.principal, self.fees, self.interest)
        known = [part for part in parts if part is not None]
        return sum(known, start=Decimal(0)) if known else None

    @property
    def base(self) -> Decimal | None:
        """What a claim is held against: the money that came, or else the sum that was lent."""
        return self.lent if self.received is None else self.received

    @property
    def deducted(self) -> Decimal | None:
        """What was kept back at the start: lent, and never received."""
        if self.lent is None or self.received is None:
            return None
        return self.lent - self.received

    @property
    def difference(self) -> Decimal | None:
        """How much more is claimed than the base; below zero when it is less."""
        if self.claimed is None or self.base is None:
            return None
        return self.claimed - self.base

    @property
    def ratio(self) -> Decimal | None:
        """How many times the base is claimed, to the hundredth."""
        if self.claimed is None or not self.base:
            return None
        return (self.claimed / self.base).quantize(HUNDREDTH, ROUND_HALF_UP)


def plain_amount(amount: Decimal) -> str:
    """Write an amount: 8,000 or 12.50."""
    is_whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if is_whole else f"{amount:,.2f}"


def plain_ratio(ratio: Decimal) -> str:
    """Write a ratio without idle zeros: 1.5 or 2."""
    return f"{ratio.normalize():f}"

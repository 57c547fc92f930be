"""One repayment as a bundle knows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentRecord:
    """`paid_date` is None where nobody wrote down when it was."""

    paid_date: date | None
    amount: Decimal
    is_about: bool

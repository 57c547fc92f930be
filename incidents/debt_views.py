"""What the settings show of debts: amounts as written, and the claim beside what was lent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from incidents.debts import Amounts, plain_amount, plain_ratio
from incidents.models import Creditor, Debt, Repayment


@dataclass(frozen=True, slots=True)
class DebtView:
    """One loan in the settings; `claims` names the parts of what is claimed."""

    debt: Debt
    lent: str
    claims: str
    comparison: str
    repayments: tuple[tuple[Repayment, str], ...]


@dataclass(frozen=True, slots=True)
class CreditorView:
    creditor: Creditor
    debts: tuple[DebtView, ...]


def creditor_views(creditors: Iterable[Creditor]) -> list[CreditorView]:
    """Lay out creditors that were fetched with their debts and repayments."""
    return [
        CreditorView(creditor, tuple(debt_view(debt) for debt in creditor.debts.all()))
        for creditor in creditors
    ]


def debt_view(debt: Debt) -> DebtView:
    return DebtView(
        debt=debt,
        lent="" if debt.lent is None else plain_amount(debt.lent),
        claims=claims_text(debt.amounts),
        comparison=comparison_text(debt.amounts),
        repayments=tuple((one, plain_amount(one.amount)) for one in debt.repayments.all()),
    )


def claims_text(amounts: Amounts) -> str:
    parts = (
        (_("本金"), amounts.principal),
        (_("费用"), amounts.fees),
        (_("利息"), amounts.interest),
    )
    return _("，").join(f"{name} {plain_amount(part)}" for name, part in parts if part is not None)


def comparison_text(amounts: Amounts) -> str:
    """Hold the claim against the money that came; "" when nothing can be held against another."""
    said = [*received_parts(amounts), *claimed_parts(amounts)]
    return f"{_('；').join(said)}{_('。')}" if said else ""


def received_parts(amounts: Amounts) -> Iterator[str]:
    if amounts.received is None:
        return
    yield _("实际到手 %(amount)s 元") % {"amount": plain_amount(amounts.received)}
    if amounts.deducted is not None and amounts.deducted > 0:
        yield _("借的时候就扣下 %(amount)s 元") % {"amount": plain_amount(amounts.deducted)}


def claimed_parts(amounts: Amounts) -> Iterator[str]:
    if amounts.claimed is None or amounts.difference is None:
        return
    yield _("对方一共要 %(amount)s 元") % {"amount": plain_amount(amounts.claimed)}
    yield difference_text(amounts, amounts.difference)


def difference_text(amounts: Amounts, difference: Decimal) -> str:
    """Say how far a claim is from the money that came, or from the sum lent when that is known."""
    values = {
        "amount": plain_amount(abs(difference)),
        "times": plain_ratio(amounts.ratio) if amounts.ratio else "",
    }
    if amounts.received is None:
        same, less, more, times = (
            _("和借的一样多"),
            _("比借的少 %(amount)s 元"),
            _("比借的多 %(amount)s 元"),
            _("比借的多 %(amount)s 元，是借的 %(times)s 倍"),
        )
    else:
        same, less, more, times = (
            _("和到手的一样多"),
            _("比到手的少 %(amount)s 元"),
            _("比到手的多 %(amount)s 元"),
            _("比到手的多 %(amount)s 元，是到手的 %(times)s 倍"),
        )
    if difference <= 0:
        return (less if difference else same) % values
    return (times if values["times"] else more) % values

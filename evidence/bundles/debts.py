"""What the letter says of debts: what was lent and paid, and the claim beside what was received."""

from collections.abc import Iterator
from decimal import Decimal

from evidence.bundles.follow_up import ended, flat, quoted
from evidence.bundles.records import CreditorRecord, DebtRecord
from evidence.bundles.wording import full_date, yuan
from incidents.debts import plain_ratio


def debts_sentence(creditor: CreditorRecord) -> str:
    debts = creditor.debts
    is_about = any(debt.is_about for debt in debts)
    parts = [f"我在{creditor.name}借款{len(debts)}笔"]
    for verb, amounts, about in (
        ("共借", [debt.amounts.lent for debt in debts], is_about),
        ("对方称仍欠本金", [debt.amounts.principal for debt in debts], is_about),
        ("对方称费用", [debt.amounts.fees for debt in debts], is_about),
        ("对方称利息", [debt.amounts.interest for debt in debts], is_about),
        ("我已还", [debt.paid for debt in debts], any(debt.paid_is_about for debt in debts)),
    ):
        total = sum(filter(None, amounts), start=Decimal(0))
        if total:
            parts.append(f"{verb}{yuan(total, about=about)}")
    return "，".join(parts) + "。"


def claim_sentences(creditor: CreditorRecord) -> Iterator[str]:
    """Yield a paragraph for each loan of which there is something to hold against another."""
    for debt in creditor.debts:
        parts = [*received_parts(debt), *claimed_parts(debt)]
        if debt.usury_basis:
            parts.append(f"我认为这笔债务可能是高利或非法债务，依据是{quoted(debt.usury_basis)}")
        if parts:
            yield f"{loan(creditor, debt)}：{ended('；'.join(parts))}"


def loan(creditor: CreditorRecord, debt: DebtRecord) -> str:
    """Name a loan by its day and sum, as far as they are known."""
    when, lent = debt.lent_date, debt.amounts.lent
    day = full_date(when) if when else ""
    sum_lent = "一笔款" if lent is None else yuan(lent, about=debt.is_about)
    return f"{day}向{flat(creditor.name)}借的{sum_lent}"


def received_parts(debt: DebtRecord) -> Iterator[str]:
    amounts = debt.amounts
    if amounts.received is None:
        return
    yield f"实际到手{yuan(amounts.received, about=debt.is_about)}"
    if amounts.deducted is not None and amounts.deducted > 0:
        yield f"出借时扣下{yuan(amounts.deducted, about=debt.is_about)}"


def claimed_parts(debt: DebtRecord) -> Iterator[str]:
    amounts, about = debt.amounts, debt.is_about
    if amounts.claimed is None or amounts.difference is None:
        return
    base = "借款" if amounts.received is None else "到手金额"
    if debt.paid:
        yield f"我已还{yuan(debt.paid, about=debt.paid_is_about)}"
    yield f"对方称共欠{yuan(amounts.claimed, about=about)}"
    if not amounts.difference:
        yield f"与{base}相同"
    elif amounts.difference < 0:
        yield f"比{base}少{yuan(-amounts.difference, about=about)}"
    else:
        times = f"，是{base}的{plain_ratio(amounts.ratio)}倍" if amounts.ratio else ""
        yield f"比{base}多{yuan(amounts.difference, about=about)}{times}"

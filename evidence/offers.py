"""What the wizard of bundles offers to choose from, each with how much there is of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evidence.bundles.choosing import rows_of
from evidence.bundles.picking import Happened, Rows
from evidence.bundles.recipients import profiles
from evidence.bundles.scope import NOBODY
from evidence.models.bundle import Recipient
from incidents.figure_words import wave_name
from incidents.models import Case, Creditor
from incidents.presenters import rule_order, rule_title
from incidents.waves import Wave, waves

# Waves and people can be told apart only where there are several.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class RecipientPick:
    """One recipient as the wizard offers it."""

    slug: str
    title: str | Promise
    hint: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Findings of one rule: confirmed ones may go in, undecided ones stay out."""

    rule: str
    title: str
    confirmed: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tick, and how many incidents it stands for."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Offers:
    """
    Everything that a case lets one choose from; `rows` is what choosing itself goes by.
    `creditors` and `contacts` are empty where there is nothing to tell apart.
    """

    rows: Rows
    found: tuple[Wave, ...]
    waves: tuple[Option, ...]
    creditors: tuple[Option, ...]
    contacts: tuple[Option, ...]
    rules: tuple[RuleCount, ...]

    @property
    def total(self) -> int:
        return len(self.rows.happened)


def offers_of(case: Case) -> Offers:
    rows = rows_of(case)
    found = waves(row.day for row in rows.happened if row.is_incoming)
    return Offers(
        rows=rows,
        found=found,
        waves=wave_options(found, rows.happened),
        creditors=creditor_options(case, rows.happened),
        contacts=contact_options(case, rows.happened),
        rules=tuple(rule_counts(rows)),
    )


def wave_options(found: tuple[Wave, ...], happened: Iterable[Happened]) -> tuple[Option, ...]:
    if len(found) < SEVERAL:
        return ()
    days = Counter(row.day for row in happened)
    return tuple(
        Option(
            str(wave.number),
            wave_name(wave.number),
            sum(count for day, count in days.items() if wave.first <= day <= wave.last),
        )
        for wave in found
    )


def creditor_options(case: Case, happened: Iterable[Happened]) -> tuple[Option, ...]:
    counts = Counter(row.creditor or NOBODY for row in happened)
    options = [
        Option(str(pk), name, counts[pk]) for pk, name in case.creditors.values_list("pk", "name")
    ]
    if counts[NOBODY]:
        options.append(Option(str(NOBODY), _("没有写债权方的"), counts[NOBODY]))
    return tuple(options) if len(options) >= SEVERAL else ()


def contact_options(case: Case, happened: Iterable[Happened]) -> tuple[Option, ...]:
    counts = Counter(row.contact or NOBODY for row in happened)
    names = case.contacts.values_list("pk", "name")
    options = [
        Option(str(NOBODY), _("你本人"), counts[NOBODY]),
        *(Option(str(pk), name, counts[pk]) for pk, name in names if counts[pk]),
    ]
    return tuple(options) if len(options) >= SEVERAL else ()


def rule_counts(rows: Rows) -> list[RuleCount]:
    """Count confirmed and undecided findings by rule, those with confirmed ones first."""
    confirmed: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for finding in rows.judged:
        confirmed[finding.rule] += finding.is_confirmed
        undecided[finding.rule] += finding.is_undecided
    rules = [rule for rule in confirmed | undecided if confirmed[rule] or undecided[rule]]
    counted = [
        RuleCount(rule, rule_title(rule), confirmed[rule], undecided[rule]) for rule in rules
    ]
    return sorted(counted, key=lambda row: (not row.confirmed, rule_order(row.rule)))


def recipient_picks(creditors: Iterable[Creditor]) -> list[RecipientPick]:
    """Offer every recipient; the institution goes by its name where it is known."""
    language = get_language() or "zh-hans"
    names = [creditor.name for creditor in creditors]
    titles = {Recipient.INSTITUTION.value: names[0]} if len(names) == 1 else {}
    return [
        RecipientPick(slug, titles.get(slug, Recipient(slug).label), profile.hint(language))
        for slug, profile in profiles().items()
    ]

"""The scope that a bundle has when the person leaves the choice to the recipient."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from evidence.bundles.recipients import profiles
from evidence.bundles.scope import PAIRED, Scope, Span
from evidence.bundles.supplement import Supplement
from evidence.models import Derivative
from evidence.models.bundle import Recipient
from evidence.models.exhibit import ExhibitKind
from incidents.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What else than days a bundle is kept to; see Scope."""

    spans: tuple[Span, ...] = ()
    creditors: tuple[int, ...] | None = None
    contacts: tuple[int, ...] | None = None
    supplement: Supplement | None = None


EVERYTHING = Narrowed()


def scope_for(
    case: Case,
    recipient: Recipient,
    *,
    first: date | None = None,
    last: date | None = None,
    rules: tuple[str, ...] | None = None,
    mask: bool | None = None,
    backups: bool | None = None,
    redacted: bool | None = None,
    left_out: Collection[int] = (),
    narrowed: Narrowed = EVERYTHING,
    annex: bool = False,
    per_page: int = PAIRED,
    shows_place: bool = False,
) -> Scope:
    """
    Fill in what is None as the recipient needs it.

    Backups of a phone hold other people's calls and messages too: where third persons are
    hidden, their originals stay with the borrower unless she says otherwise. There too the newest
    redacted copy of a picture goes in instead of the picture.
    """
    masks = profiles()[recipient].masks if mask is None else mask
    kept_back = set(left_out)
    if not (backups if backups is not None else not masks):
        kept_back |= set(
            case.exhibits.filter(kind=ExhibitKind.RECORDS).values_list("pk", flat=True)
        )
    takes_copies = masks if redacted is None else redacted
    return Scope(
        first=first,
        last=last,
        rules=rules,
        mask=masks,
        left_out=tuple(sorted(kept_back)),
        redacted=newest_copies(case, kept_back) if takes_copies else (),
        per_page=per_page,
        shows_place=shows_place,
        spans=narrowed.spans,
        creditors=narrowed.creditors,
        contacts=narrowed.contacts,
        annex=annex,
        supplement=narrowed.supplement,
    )


def newest_copies(case: Case, besides: Collection[int]) -> tuple[int, ...]:
    """Return the newest redacted copy of each picture, but for exhibits that stay out whole."""
    copies = Derivative.objects.redacted().filter(exhibit__case=case).exclude(exhibit__in=besides)
    newest: dict[int, int] = {}
    for exhibit_id, pk in copies.values_list("exhibit_id", "pk"):
        newest.setdefault(exhibit_id, pk)
    return tuple(sorted(newest.values()))

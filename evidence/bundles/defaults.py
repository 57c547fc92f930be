"""The scope that a bundle has when the person leaves the choice to the recipient."""

from collections.abc import Collection
from datetime import date

from evidence.bundles.recipients import profiles
from evidence.bundles.scope import Scope
from evidence.models.bundle import Recipient
from evidence.models.exhibit import ExhibitKind
from incidents.models import Case


def scope_for(
    case: Case,
    recipient: Recipient,
    *,
    first: date | None = None,
    last: date | None = None,
    rules: tuple[str, ...] | None = None,
    mask: bool | None = None,
    backups: bool | None = None,
    left_out: Collection[int] = (),
) -> Scope:
    """
    Fill in what is None as the recipient needs it.

    Backups of a phone hold other people's calls and messages too: where third persons are
    hidden, their originals stay with the borrower unless she says otherwise.
    """
    masks = profiles()[recipient].masks if mask is None else mask
    kept_back = set(left_out)
    if not (backups if backups is not None else not masks):
        kept_back |= set(
            case.exhibits.filter(kind=ExhibitKind.RECORDS).values_list("pk", flat=True)
        )
    return Scope(first=first, last=last, rules=rules, mask=masks, left_out=tuple(sorted(kept_back)))

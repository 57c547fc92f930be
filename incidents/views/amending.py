"""Saving an amendment over what was stored when its page was opened, and over nothing newer."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from incidents.conflicts import Conflict, conflicts_of, settled
from incidents.drafts import is_resumed
from incidents.exceptions import StaleRecord
from incidents.http import number_in, posted
from incidents.models import Recorded, User
from incidents.revisions import newest_mark
from incidents.services.records import unless_newer

R = TypeVar("R", bound=Recorded)
F = TypeVar("F", bound=BaseForm)

SEEN = "seen"
CONFLICT_STATUS = 409


class Amendment(Generic[R, F]):
    """
    The form of a stored record, posted or not, and what a newer version says against it.

    `make` builds the form from the record and from what was posted, None when nothing was; the
    form has `changes()` and a field for the reason. What `_versions.html` writes into the page
    comes back with it.
    """

    def __init__(
        self, request: HttpRequest, record: R, make: Callable[[R, QueryDict | None], F]
    ) -> None:
        self.record, self.make = record, make
        data = posted(request)
        self.wants_saving = data is not None and not is_resumed(request)
        self.form = make(record, None if data is None else settled(data, make(record, None)))
        self.seen = newest_mark(record) if data is None else seen_in(data)
        self.conflicts: list[Conflict] = []
        self.warning = ""

    def save(self, service: Callable[..., object], actor: User) -> bool:
        """
        Call the service with the form's changes, when it is whole and the record as it was seen.

        Returns whether it is saved; if not, the form is to be shown again, with both versions
        where a newer one stood in the way.
        """
        if not self.wants_saving or not self.form.is_valid():
            return False
        try:
            with unless_newer(self.record, self.seen):
                reason = self.form.cleaned_data["reason"]
                changes = self.form.changes()  # type: ignore[attr-defined]
                service(changes=changes, reason=reason, actor=actor)
        except StaleRecord as error:
            self.meet(str(error))
            return False
        return True

    def meet(self, warning: str) -> None:
        newest = type(self.record)._default_manager.get(pk=self.record.pk)
        self.warning = warning
        self.conflicts = list(
            conflicts_of(self.form, newest, self.seen, lambda record: self.make(record, None))
        )
        self.seen = newest_mark(newest)

    @property
    def status(self) -> int:
        return CONFLICT_STATUS if self.warning else 200


def seen_in(data: QueryDict) -> int:
    """Return up to which revision the page showed the record; a page that does not say, none."""
    return number_in(data.get(SEEN, "")) or 0

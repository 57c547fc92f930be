"""Tables whose rows are added and stay: what the model and its queryset refuse."""

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)

REFUSED = "This table is append-only."


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows are added, never changed; the database's own triggers say so too."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError(REFUSED)

    def delete(self) -> NoReturn:
        raise TypeError(REFUSED)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        if kwargs.get("update_conflicts"):
            raise TypeError(REFUSED)
        return super().bulk_create(*args, **kwargs)


class AppendOnly(models.Model):
    """A row that is saved once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(REFUSED)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(REFUSED)

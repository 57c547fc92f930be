"""The administration of records, which only those who run the program may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

View = Callable[..., HttpResponseBase]


class Administration(AdminSite):
    """To everybody else there is no such page; the way in is the sign-in of the program."""

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return answer

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise Http404

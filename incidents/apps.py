"""The app of what happened."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from incidents.checks import check_catalogue


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("事件")

    def ready(self) -> None:
        checks.register(check_catalogue, "catalogue")

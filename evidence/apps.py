"""The app of what proves it."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from evidence.checks import check_recipients


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = _("证据")

    def ready(self) -> None:
        checks.register(check_recipients, "recipients")

"""The project's own app: settings' checks and the commands that start and test it."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core import checks

from harassguard.checks import check_system_libraries


class HarassGuardConfig(AppConfig):
    default = True
    name = "harassguard"

    def ready(self) -> None:
        checks.register(check_system_libraries)


class AdministrationConfig(admin.AdminConfig):
    default = False
    default_site = "harassguard.administration.Administration"

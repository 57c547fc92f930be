"""System checks of what proves it: the recipients of bundles must be sound before any is issued."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from evidence.bundles.recipients import ProfileError, profiles


def check_recipients(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report the first mistake in recipients.toml, with its entry and key."""
    try:
        profiles()
    except ProfileError as error:
        return [Error(str(error), hint="evidence/bundles/recipients.toml", id="evidence.E001")]
    return []

"""System checks on the machine: what WeasyPrint needs to set a Chinese bundle."""

import sys
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from harassguard.bootstrap import speech, system_packages
from harassguard.bootstrap.speech import say
from harassguard.bootstrap.system_packages import Part

CHECKED = {
    "harassguard.E001": system_packages.PANGO,
    "harassguard.E002": system_packages.PANGO_FT2,
    "harassguard.E003": system_packages.HARFBUZZ_SUBSET,
    "harassguard.E004": system_packages.CHINESE_FONT,
}


def check_system_libraries(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Report each library or font without which a bundle would come out wrong, slow, or not."""
    return [
        Error(say(speech.PART_MISSING, name=part.name), hint=hint(part), id=identifier)
        for identifier, part in CHECKED.items()
        if not part.is_present()
    ]


def hint(part: Part, platform: str = sys.platform) -> str:
    """Return what to do about a missing part on this platform."""
    if platform == "darwin":
        return say(speech.NEEDS_HOMEBREW)
    if platform == "win32":
        return say(speech.NEEDS_MSYS2)
    return say(speech.NAME_PACKAGES, command=f"sudo {system_packages.install_command([part])}")

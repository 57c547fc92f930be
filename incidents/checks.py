"""System checks of what happened: the catalogue must be sound before anything is tagged."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning

from incidents.catalogue import overlay_path, overlay_problems
from incidents.tagging.catalogue.loader import FOLDER, CatalogueError, load


def check_catalogue(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report each mistake in the catalogue, or in checked clauses, with its file and entry."""
    try:
        load(FOLDER)
    except CatalogueError as error:
        return [
            Error(
                f"{problem.file}: {problem.entry}: {problem.message}",
                hint=f"incidents/tagging/catalogue/{problem.file}",
                id="incidents.E001",
            )
            for problem in error.problems
        ]
    return [
        Warning(str(problem), hint=str(overlay_path()), id="incidents.W001")
        for problem in overlay_problems()
    ]

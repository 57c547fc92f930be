"""Bringing database, page files and translations up to date before the first page is served."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from harassguard.locales import compile_messages

# Builds that no page asks for: compressing them would make the first start slow.
NOT_SERVED = (
    "*.rtl.*",
    "bootstrap-*",
    "bootstrap.css*",
    "bootstrap/js/*",
    "django_htmx/ext/*",
    "htmax*",
    "htmx-4*",
)


def pending_steps() -> list[str]:
    """Name what must still be done; an empty list on every start but the first."""
    steps = []
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        steps.append("migrate")
    stamp = static_stamp()
    if not stamp.is_file() or stamp.read_text() != static_fingerprint():
        steps.append("collectstatic")
    return steps


def prepare(steps: list[str]) -> None:
    """Do the steps, and compile the translations that changed."""
    compile_messages(map(Path, settings.LOCALE_PATHS))
    if "migrate" in steps:
        call_command("migrate", verbosity=0, interactive=False)
    if "collectstatic" in steps:
        static_stamp().unlink(missing_ok=True)
        options = {"interactive": False, "clear": True, "ignore_patterns": list(NOT_SERVED)}
        call_command("collectstatic", verbosity=0, **options)
        static_stamp().write_text(static_fingerprint())


def static_stamp() -> Path:
    return Path(settings.STATIC_ROOT).with_suffix(".collected")


def static_fingerprint() -> str:
    """Return a digest that changes whenever a file to be collected does."""
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    digest = hashlib.sha256(f"{backend} {NOT_SERVED}\n".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()

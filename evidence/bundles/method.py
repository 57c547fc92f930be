"""Reading with what a case was recorded, who could get at it, and when it was last checked."""

import platform
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import connection

from evidence.bundles.method_records import CheckRecord, Environment, MethodRecord
from evidence.models import Backup, Bundle, Exhibit
from evidence.models.backup import BackupState
from incidents.models import CustodyCheck, ReportLink, User
from incidents.models.custody_check import CheckState

RELEASE_NAME = "PRETTY_NAME"


def method_record(bundle: Bundle, moment: datetime, exhibits: Collection[int]) -> MethodRecord:
    """Say how it stood at `moment`; an issued bundle remembers what it was issued on."""
    case = bundle.case
    named = Exhibit.objects.filter(pk__in=exhibits).exclude(device="").order_by("number")
    backups = Backup.objects.filter(state=BackupState.DONE, taken_at__lte=moment)
    links = ReportLink.objects.filter(contact__case=case, created_at__lte=moment)
    return MethodRecord(
        environment=remembered(bundle.made_with) or environment(),
        devices=tuple(dict.fromkeys(named.values_list("device", flat=True))),
        accounts=User.objects.filter(is_active=True, date_joined__lte=moment).count(),
        friends=links.values("contact").distinct().count(),
        checked=last_check(case.pk, moment),
        backed_up_at=backups.order_by("taken_at").values_list("taken_at", flat=True).last(),
    )


def last_check(case_id: int, moment: datetime) -> CheckRecord | None:
    done = CustodyCheck.objects.filter(
        case_id=case_id, state=CheckState.DONE, finished_at__lte=moment
    )
    last = done.order_by("finished_at").last()
    if last is None or last.finished_at is None:
        return None
    return CheckRecord(
        at=last.finished_at,
        links=last.links,
        records=last.records,
        files=last.files,
        problems=last.problem_count,
    )


def environment() -> Environment:
    """Read what this process runs on; nothing that names the computer or its user."""
    return Environment(
        system=system_name(),
        machine=platform.machine(),
        python=platform.python_version(),
        database=database_name(),
    )


def system_name() -> str:
    try:
        return platform.freedesktop_os_release()[RELEASE_NAME]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def database_name() -> str:
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {version}"


def remembered(stored: Mapping[str, str]) -> Environment | None:
    return Environment(**stored) if stored else None


def to_remember(method: MethodRecord) -> dict[str, str]:
    """Return what a bundle keeps of the computer that it was issued on."""
    return asdict(method.environment)

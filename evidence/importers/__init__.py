"""The export formats that can be read, and the choice among them by a file's first bytes."""

from evidence.importers import sms_backup_restore, super_backup
from evidence.importers.base import (
    Attachment,
    CallerId,
    Communication,
    Importer,
    Problem,
    Rejected,
    RejectionReason,
    dedup_key,
    explain_rejection,
)

__all__ = [
    "HEAD_BYTES",
    "IMPORTERS",
    "Attachment",
    "CallerId",
    "Communication",
    "Importer",
    "Problem",
    "Rejected",
    "RejectionReason",
    "choose",
    "dedup_key",
    "explain_rejection",
]

HEAD_BYTES = 64 * 1024

IMPORTERS: tuple[Importer, ...] = (sms_backup_restore.IMPORTER, super_backup.IMPORTER)


def choose(head: bytes) -> Importer | None:
    """Pick the importer for a file that begins with `head` (HEAD_BYTES are enough)."""
    return next((importer for importer in IMPORTERS if importer.sniff(head)), None)

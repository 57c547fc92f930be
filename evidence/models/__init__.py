"""What proves it: exhibits, imports and bundles."""

from evidence.models.backup import Backup
from evidence.models.bundle import Bundle, BundleExhibit
from evidence.models.exhibit import Derivative, Exhibit, ExhibitUse
from evidence.models.imports import ImportedRow, ImportRun
from evidence.models.stamp import Stamp, StampAuthority, TrustedCertificate

__all__ = [
    "Backup",
    "Bundle",
    "BundleExhibit",
    "Derivative",
    "Exhibit",
    "ExhibitUse",
    "ImportRun",
    "ImportedRow",
    "Stamp",
    "StampAuthority",
    "TrustedCertificate",
]

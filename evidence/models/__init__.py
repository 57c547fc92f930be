"""What proves it: exhibits, imports and bundles."""

from evidence.models.bundle import Bundle, BundleExhibit
from evidence.models.exhibit import Derivative, Exhibit, ExhibitUse
from evidence.models.imports import ImportedRow, ImportRun

__all__ = [
    "Bundle",
    "BundleExhibit",
    "Derivative",
    "Exhibit",
    "ExhibitUse",
    "ImportRun",
    "ImportedRow",
]

"""Saying of a file that somebody brought whether it is a bundle, whole, and issued here."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.bundles.checker import CONTENTS, Problem
from evidence.bundles.verify import Report, UnsafeBundle, examine
from evidence.models import Bundle
from evidence.models.bundle import BundleQuerySet, BundleState

IDENTIFIER = "External-Identifier"


class Verdict(models.TextChoices):
    """What is said of the file as a whole."""

    WHOLE = "whole", _("完整")
    DIFFERS = "differs", _("和清单不一样")
    FOREIGN = "foreign", _("不是本软件出具的证据包")


class Kinship(models.TextChoices):
    """How the file relates to a bundle that was issued on this machine."""

    NONE = "none", _("这台电脑上没有出具过它")
    SAME_FILE = "file", _("就是这台电脑上出具的那个文件，一个字节都不差")
    SAME_LISTS = "lists", _("清单和这台电脑上出具的一样，ZIP 重新打过包")
    SAME_NAME = "name", _("名字和这台电脑上出具的一样，内容不是")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found; `report` is missing when the file could not be read as a bundle."""

    verdict: Verdict
    reason: str = ""
    report: Report | None = None
    sha256: str = ""
    kinship: Kinship = Kinship.NONE
    bundle: Bundle | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.report.problems if self.report else ()

    @property
    def name(self) -> str:
        return self.report.info.get(IDENTIFIER, "") if self.report else ""

    @property
    def checked(self) -> str:
        return named(self.report.checked) if self.report else ""

    @property
    def skipped(self) -> str:
        return named(self.report.skipped) if self.report else ""

    @property
    def contents(self) -> str:
        return self.report.digests.get(CONTENTS, "") if self.report else ""


def named(algorithms: Iterable[str]) -> str:
    """Write algorithms as people do: sha256 as SHA-256."""
    return ", ".join(name.upper().replace("SHA", "SHA-") for name in algorithms)


def inspect_file(place: Path | BinaryIO, bundles: BundleQuerySet) -> Inspection:
    """
    Check a ZIP where it lies and compare it with issued `bundles`; nothing of it is kept.

    Raises OSError when the disk does not give it back.
    """
    sha256 = digest_of(place)
    try:
        report = examine(place)
    except UnsafeBundle as error:
        return Inspection(Verdict.FOREIGN, reason=str(error), sha256=sha256)
    if CONTENTS not in report.digests:
        reason = str(_("里面没有 %(list)s，本软件出具的证据包都有。") % {"list": CONTENTS})
        return Inspection(Verdict.FOREIGN, reason, report, sha256)
    kinship, bundle = kin_of(report, sha256, bundles.filter(state=BundleState.ISSUED))
    verdict = Verdict.DIFFERS if report.problems else Verdict.WHOLE
    return Inspection(verdict, "", report, sha256, kinship, bundle)


def digest_of(place: Path | BinaryIO) -> str:
    if isinstance(place, Path):
        with place.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    place.seek(0)
    return file_digest(place, "sha256").hexdigest()  # type: ignore[arg-type]


def kin_of(report: Report, sha256: str, issued: BundleQuerySet) -> tuple[Kinship, Bundle | None]:
    """Find the bundle that this is, by its bytes, by its lists, or by its name alone."""
    same = issued.filter(zip_sha256=sha256).select_related("case").first()
    if same:
        return Kinship.SAME_FILE, same
    listed = issued.filter(manifest_sha256=report.digests[CONTENTS]).select_related("case")
    for bundle in listed:
        if report.digests.get(f"data/{bundle.name}.pdf") == bundle.pdf_sha256:
            return Kinship.SAME_LISTS, bundle
    case_number, _dash, number = report.info.get(IDENTIFIER, "").rpartition("-")
    if number.isascii() and number.isdecimal() and len(number) < len("1000000"):
        named = issued.filter(case__number=case_number, number=int(number)).first()
        if named:
            return Kinship.SAME_NAME, named
    return Kinship.NONE, None

"""What was made from originals and goes into a bundle: redacted copies, and words written down."""

from collections.abc import Iterable
from dataclasses import replace

from evidence import storage
from evidence.bundles.bag import Payload
from evidence.bundles.copy_record import CopyRecord
from evidence.bundles.manifest import digests_of
from evidence.bundles.records import ExhibitRecord
from evidence.bundles.scope import Scope
from evidence.exceptions import FixityError
from evidence.models import Derivative
from incidents.models import Case

FOLDER = "data/exhibits"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def copies_of(case: Case, scope: Scope) -> dict[int, Derivative]:
    """Return the redacted copies that a scope names, by exhibit."""
    copies = Derivative.objects.redacted().filter(exhibit__case=case, pk__in=scope.redacted)
    return {copy.exhibit_id: copy for copy in copies}


def words_written(case: Case) -> dict[int, str]:
    """Return what was written down of exhibits, by exhibit."""
    written = Derivative.objects.written().filter(exhibit__case=case)
    return dict(written.values_list("exhibit_id", "words"))


def with_copy(record: ExhibitRecord, made: Derivative | None) -> ExhibitRecord:
    """Put a redacted copy where the original would be shown and packed."""
    if made is None:
        return record
    name = f"{record.label}-redacted.{ENDINGS[made.media_type]}"
    return replace(
        record,
        printed=made.sha256,
        width=made.width,
        height=made.height,
        copy=CopyRecord(
            sha256=made.sha256,
            sm3=made.sm3,
            size=made.size or 0,
            media_type=made.media_type,
            areas=len(made.recipe["areas"]),
            made_at=made.made_at or record.acquired_at,
            path=f"{FOLDER}/{name}",
        ),
    )


def copy_payloads(exhibits: Iterable[ExhibitRecord]) -> list[Payload]:
    """Read every redacted copy of a bundle again; raises FixityError for one that is not right."""
    return [
        copy_payload(exhibit.label, exhibit.copy)
        for exhibit in exhibits
        if exhibit.copy is not None
    ]


def copy_payload(label: str, copy: CopyRecord) -> Payload:
    try:
        digests = digests_of(storage.chunks(copy.sha256))
    except FileNotFoundError as error:
        raise FixityError(f"证据{label}的涂黑副本不见了，证据包没有出具。请再做一张。") from error
    if digests.sha256 != copy.sha256:
        raise FixityError(f"证据{label}的涂黑副本和制作时不一样，证据包没有出具。请再做一张。")
    return Payload(copy.path, digests, lambda: storage.chunks(copy.sha256))

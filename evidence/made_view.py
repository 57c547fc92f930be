"""What the page of an exhibit shows of what was made from it."""

from dataclasses import dataclass

from evidence.models import Derivative, Exhibit
from evidence.models.exhibit import ExhibitKind
from evidence.services.redactions import can_be_redacted
from evidence.transcripts import Said, is_table, transcript
from incidents.wording import digest_text


@dataclass(frozen=True, slots=True)
class CopyView:
    """One redacted copy."""

    derivative: Derivative
    areas: int
    digest: str


@dataclass(frozen=True, slots=True)
class MadeView:
    """Redacted copies, the newest first, and what was written down; `said` is that as a table."""

    copies: tuple[CopyView, ...]
    written: Derivative | None
    said: tuple[Said, ...]
    can_be_redacted: bool
    can_be_written: bool


def made_view(exhibit: Exhibit) -> MadeView:
    written = exhibit.derivatives.written().first()
    is_heard = exhibit.kind in (ExhibitKind.AUDIO, ExhibitKind.VIDEO)
    said = transcript(written.words) if written and is_heard else ()
    return MadeView(
        copies=tuple(
            CopyView(copy, len(copy.recipe["areas"]), digest_text(copy.sha256))
            for copy in exhibit.derivatives.redacted()
        ),
        written=written,
        said=said if is_table(said) else (),
        can_be_redacted=can_be_redacted(exhibit),
        can_be_written=exhibit.kind != ExhibitKind.RECORDS,
    )

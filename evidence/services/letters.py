"""Drafting a bundle's letter before its issue, and looking through what the borrower made of it."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from evidence.bundles.blanks import Blank, blanks, recorded_words
from evidence.bundles.letter import drafted
from evidence.bundles.lettering import plain
from evidence.bundles.masking import Masked, Masker
from evidence.bundles.records import Selection
from evidence.bundles.scope import Scope
from evidence.bundles.selection import freeze, masker_for
from evidence.bundles.senders import Sending, settled
from evidence.bundles.wording import PRINT_LANGUAGE
from evidence.models import Bundle
from evidence.models.bundle import Recipient
from incidents.models import Case, Representative

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as the records give it now, and what it was drafted from."""

    text: str
    selection: Selection
    masker: Masker
    representative: Representative | None


@dataclass(frozen=True, slots=True)
class Change:
    """A place where two letters differ: the lines of the one and of the other."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """
    A typed letter as it would be printed: whom it hides now, which characters had to be spelled
    out, and the first place that was left open.
    """

    text: str
    hidden: tuple[Masked, ...]
    is_spelled: bool
    blank: Blank | None

    @property
    def objection(self) -> str:
        """Say in one sentence why it cannot be issued, "" where it can."""
        if not self.text.strip():
            return _("信是空的。写几句，或者换回草稿。")
        if len(self.text) > LONGEST:
            return _("信有 %(count)d 字，最多 %(most)d 字。写要点，细节在后面的附件里。") % {
                "count": len(self.text),
                "most": LONGEST,
            }
        if self.blank:
            return _("第 %(line)d 行还有没填的地方：“%(around)s”。填好或删掉再出具。") % {
                "line": self.blank.line,
                "around": self.blank.around,
            }
        return ""


def draft_letter(*, case: Case, recipient: Recipient, scope: Scope, sending: Sending) -> Draft:
    """Draft the letter of a bundle that would be issued now; nothing is written."""
    bundle = Bundle(
        case=case,
        number=case.bundles.next_number(),
        recipient=recipient,
        scope=scope.as_json(),
        representative=sending.representative,
        contact=sending.contact,
    )
    with translation.override(PRINT_LANGUAGE), transaction.atomic():
        selection = freeze(bundle, timezone.now())
        masker = masker_for(case, scope, sending.representative)
        return Draft(plain(drafted(selection)), selection, masker, sending.representative)


def review_letter(text: str, draft: Draft) -> Review:
    """Look through what was made of a draft."""
    written = plain(text)
    hidden = tuple(line for line in draft.masker.key if hides(line, written, draft))
    kept = settled(written, str, draft.representative)
    ready = settled(written, draft.masker, draft.representative)
    records = (*recorded_words(draft.selection), draft.text)
    first = next(blanks(ready, records), None)
    return Review(ready, hidden, is_spelled=kept != written, blank=first)


def hides(line: Masked, text: str, draft: Draft) -> bool:
    return settled(text, Masker([line]), draft.representative) != settled(
        text, str, draft.representative
    )


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """Return where two letters differ, line by line."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Change(tuple(filter(None, old[a:b])), tuple(filter(None, new[c:d])))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )

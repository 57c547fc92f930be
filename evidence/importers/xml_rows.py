"""Streams the rows of an XML export: flat in memory, deaf to entities, and exact about a break."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import BinaryIO
from xml.parsers import expat

from evidence.importers.base import Rejected, RejectionReason
from evidence.importers.xml_repair import XmlMender

PIECE_BYTES = 64 * 1024
MAX_ROW_BYTES = 64 * 1024 * 1024
# The busiest phone writes a tenth of this in ten years; keys of more would fill the memory.
MAX_ROWS = 500_000

_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"})
_BREAKS_OFF = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    }
)

_MALFORMED = RejectionReason.MALFORMED
_TRUNCATED = RejectionReason.TRUNCATED

# No XML value can hold these, so nothing in a row can be taken for a separator.
_ELEMENT_END = "\x1e"
_VALUE_END = "\x1f"

Element = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One child of the root, with everything below it in reading order."""

    position: int
    tag: str
    attributes: Mapping[str, str]
    below: tuple[Element, ...] = ()

    def digest(self) -> str:
        """Digest names and values, whatever quotes and order the file used."""
        elements = ((self.tag, self.attributes), *self.below)
        text = _ELEMENT_END.join(
            _VALUE_END.join((tag, *chain.from_iterable(sorted(attributes.items()))))
            for tag, attributes in elements
        )
        return sha256(text.encode()).hexdigest()


class _Stop(Exception):
    def __init__(self, reason: RejectionReason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class _RowReader:
    """Feeds a parser and collects finished rows; nothing of a finished row is kept."""

    def __init__(self, roots: frozenset[str]) -> None:
        self._roots = roots
        self._parser = expat.ParserCreate("utf-8")
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._mender = XmlMender()
        self._fed = 0
        self._depth = 0
        self._count = 0
        self._size = 0
        self._tag = ""
        self._attributes: Mapping[str, str] = {}
        self._below: list[Element] = []
        self._rows: list[Row] = []

    @property
    def unfinished_bytes(self) -> int:
        return self._fed - max(0, self._parser.CurrentByteIndex)

    def feed(self, piece: bytes) -> Rejected | None:
        """Read one piece, the empty one as the end; say so when reading cannot go on."""
        try:
            self._parse(self._mender.feed(piece) if piece else self._mender.close(), not piece)
        except _Stop as stop:
            return self._broken(stop.reason, stop.detail)
        except UnicodeDecodeError:
            return self._broken(_MALFORMED if piece else _TRUNCATED)
        except expat.ExpatError as error:
            return self._broken(_TRUNCATED if error.code in _BREAKS_OFF else _MALFORMED)
        return None

    def _parse(self, text: bytes, is_last: bool) -> None:
        self._fed += len(text)
        self._parser.Parse(text, is_last)
        if self.unfinished_bytes > MAX_ROW_BYTES:
            raise _Stop(RejectionReason.TOO_LARGE)

    def _broken(self, reason: RejectionReason, detail: str = "") -> Rejected:
        """Place a break at the row being read, or at the one that would have come next."""
        position = self._count if self._depth > 1 else self._count + 1
        return Rejected(position, reason, detail or str(self._parser.CurrentLineNumber))

    def take(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise _Stop(RejectionReason.ENCODING, encoding)

    def _doctype(self, *_declaration: object) -> None:
        raise _Stop(RejectionReason.DOCTYPE)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 0 and tag not in self._roots:
            raise _Stop(RejectionReason.WRONG_ROOT, tag)
        if self._depth == 1:
            if self._count == MAX_ROWS:
                raise _Stop(RejectionReason.TOO_MANY, str(MAX_ROWS))
            self._count += 1
            self._tag, self._attributes, self._below, self._size = tag, attributes, [], 0
        elif self._depth > 1:
            self._below.append((tag, attributes))
            self._size += 256 + sum(map(len, attributes.values()))
        self._depth += 1
        if self._size > MAX_ROW_BYTES:
            raise _Stop(RejectionReason.TOO_LARGE)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._depth == 1:
            self._rows.append(Row(self._count, self._tag, self._attributes, tuple(self._below)))
            self._below = []


def read_rows(stream: BinaryIO, roots: frozenset[str]) -> Iterator[Row | Rejected]:
    """
    Yield every row up to the end or the first break, and for a break one last Rejected.

    Its position is the row at which reading stopped; its detail is the line, or what was found.
    """
    reader = _RowReader(roots)
    piece: bytes | None = None
    while piece != b"":
        # The parser rescans an unfinished attribute with every piece: read it in ever larger ones.
        piece = stream.read(max(PIECE_BYTES, reader.unfinished_bytes))
        broken = reader.feed(piece)
        yield from reader.take()
        if broken is not None:
            yield broken
            return


def root_of(head: bytes) -> Element | None:
    """Say which element a file begins with; a document type declaration names it too."""
    found: list[Element] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda tag, attributes: found.append((tag, attributes))
    parser.StartDoctypeDeclHandler = lambda tag, *_ids: found.append((tag, {}))
    mender = XmlMender()
    try:
        for piece in (head[start : start + 256] for start in range(0, len(head), 256)):
            parser.Parse(mender.feed(piece), False)
            if found:
                break
    except (expat.ExpatError, UnicodeDecodeError):
        pass
    return found[0] if found else None

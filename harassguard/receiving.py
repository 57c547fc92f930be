"""Receiving what browsers send, so that a full disk gives an answer instead of a cut line."""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

# Bodies up to here, in bytes, wait in memory, larger ones in a file of the data folder.
KEPT_IN_MEMORY = 16 * 2**20
SENTENCE = (
    "没有收到：电脑的磁盘满了，或者不能写入。腾出一些空间，按浏览器的返回键回到刚才那一页，"
    "写的还在，再存一次。\r\n\r\n"
    "Nothing was received: the computer's disk is full or cannot be written to. Make room, go back "
    "with the browser's button to what you wrote, and save again."
)


class InsufficientStorage(Error):
    """HTTP's own word for it (RFC 4918)."""

    code = 507
    reason = "Insufficient Storage"


class Nowhere:
    """Takes the rest of a request that cannot be kept, so that its sender comes to listen."""

    def append(self, _data: bytes) -> None:
        """Drop it."""

    def close(self) -> None:
        """There is nothing to close."""

    def __len__(self) -> int:
        return 0


class PatientParser(HTTPRequestParser):
    """Hears a request out even when the disk refuses its body, and then says so."""

    is_refused = False

    def received(self, data: bytes) -> int:
        try:
            consumed = super().received(data)
        except OSError:
            if self.body_rcv is None:
                raise
            self.is_refused = True
            self.body_rcv.buf.close()
            self.body_rcv.buf = Nowhere()  # type: ignore[assignment]
            consumed = super().received(data)
        if self.is_refused and self.completed:
            self.error = InsufficientStorage(SENTENCE)
        return int(consumed)


class PatientChannel(HTTPChannel):
    parser_class = PatientParser

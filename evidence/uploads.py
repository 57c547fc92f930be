"""Receiving uploads so that a full disk costs the files, never the words sent along with them."""

from typing import Any, BinaryIO, NoReturn, cast

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from evidence.storage import mark_in_use

FAILED = "harassguard.upload_failed"


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Skips a file that the disk refuses and leaves word of it; the rest of the form arrives."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
            mark_in_use(cast(BinaryIO, self.file))
        except OSError as error:
            self.give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self.give_up(error)

    def give_up(self, error: OSError) -> NoReturn:
        if self.request is not None:
            self.request.META[FAILED] = True
        raise SkipFile from error


def upload_failed(request: HttpRequest) -> bool:
    """Say whether a file was left behind while the request was received."""
    return FAILED in request.META

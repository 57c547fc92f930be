"""How requests are read: a file counts whatever its name is made of."""

from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import ImmutableList, MultiValueDict

UNNAMED = "file"


class NamingParser(MultiPartParser):
    """Names a file whose name holds nothing that can be written; Django would drop the file."""

    def sanitize_file_name(self, file_name: str) -> str:
        return super().sanitize_file_name(file_name) or UNNAMED


class Request(WSGIRequest):
    def parse_file_upload(
        self, META: Mapping[str, Any], post_data: Any
    ) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        # As Django does it, with another parser: there is no setting for one.
        self.upload_handlers = ImmutableList(self.upload_handlers)
        return NamingParser(META, post_data, self.upload_handlers, self.encoding).parse()


class Application(WSGIHandler):
    request_class = Request

"""What pages say after files were taken in."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from evidence.services.exhibits import Acquired


def say_repeats(request: HttpRequest, files: Iterable[Acquired]) -> None:
    """Say which files the case held already, byte for byte, under whatever name."""
    for one in files:
        if one.is_repeat:
            sentence = _(
                "“%(name)s”和已有的证据 %(number)d 一个字节都不差：原件只存一份，这里也关联上了。"
            )
            said = sentence % {"name": one.name, "number": one.exhibit.number}
            messages.info(request, said)

"""Turning a fresh report link into what a person can send: an address, a code and a message."""

from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from incidents.models import ReportLink
from incidents.wording import day_text, local_day

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is shown once; `reaches_phones` says whether other devices at home can open it."""

    address: str
    code: SafeString
    message: str
    reaches_phones: bool


def invite(link: ReportLink, token: str, request: HttpRequest) -> Invitation:
    host = host_for_others(request.get_host())
    address = f"{request.scheme}://{host}{reverse('report-page', args=[token])}"
    return Invitation(address, code_of(address), message_of(link, address), reaches_phones(request))


def reaches_phones(request: HttpRequest) -> bool:
    """Say whether a link made now can be opened by another device at all."""
    return name_of(host_for_others(request.get_host())) not in LOOPBACK_NAMES


def host_for_others(host: str) -> str:
    """Return the host under which another device finds this one, as far as it does."""
    if name_of(host) in LOOPBACK_NAMES and settings.LAN and settings.LAN_HOSTS:
        return settings.LAN_HOSTS[0] + host[len(name_of(host)) :]
    return host


def name_of(host: str) -> str:
    """Return a host without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def code_of(address: str) -> SafeString:
    """Draw a QR code as SVG with attributes only, which a strict policy on styles lets through."""
    stream = BytesIO()
    segno.make(address, error="m").save(
        stream, kind="svg", scale=6, border=4, dark="#000", light="#fff",
        xmldecl=False, svgclass="qr", lineclass=None, nl=False,
    )  # fmt: skip
    # Our own drawing of our own address.
    return mark_safe(stream.getvalue().decode())  # nosec B308 B703  # noqa: S308


def message_of(link: ReportLink, address: str) -> str:
    return _(
        "我是%(name)s。最近有催收打扰到你，对不起。如果你接到过，帮我记一下：什么时候、哪个号码、"
        "说了什么，有截图更好。点开就能写，不用注册：%(address)s （%(day)s前有效。"
        "写的内容只存在我自己的电脑上。）"
    ) % {
        "name": link.case.display_name,
        "address": address,
        "day": day_text(local_day(link.expires_at)),
    }

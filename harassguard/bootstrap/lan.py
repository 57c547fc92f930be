"""This machine's addresses on the home network."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

# Nothing is sent there: the system only says from which address it would send. The first is
# nowhere (RFC 5737); the others find the way home where a VPN has taken the default route.
DESTINATIONS = ("192.0.2.1", "192.168.0.1", "192.168.1.1", "192.168.31.1", "10.0.0.1")


def addresses() -> list[str]:
    """Return the private IPv4 addresses under which other devices at home reach this machine."""
    found = []
    for destination in DESTINATIONS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
            probe.connect((destination, 9))
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return sorted({address for address in found if is_at_home(address)}, key=found.index)


def is_at_home(address: str) -> bool:
    parsed = ipaddress.IPv4Address(address)
    return parsed.is_private and not parsed.is_loopback and not parsed.is_link_local

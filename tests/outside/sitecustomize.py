"""Read by every Python that starts with this folder on its path: no way out of this machine."""

import ipaddress
import os
import socket
import sys

RECORD = os.environ.get("HARASSGUARD_TEST_OUTSIDE", "")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
SENDS = ("socket.connect", "socket.sendto", "socket.sendmsg")
OURS = {"localhost", "", None, socket.gethostname()}


def is_near(host: object) -> bool:
    if host in OURS:
        return True
    try:
        address = ipaddress.ip_address(str(host))
        return address.is_loopback or address.is_unspecified
    except ValueError:
        return False


def guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in NAMES:
        host = arguments[0]
    elif event in SENDS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_near(host):
        with open(RECORD, "a", encoding="utf-8") as record:
            record.write(f"{event} {host}\n")
        raise OSError(f"{event}: {host} lies outside")


if RECORD:
    sys.addaudithook(guard)

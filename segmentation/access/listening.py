"""On which addresses the app may listen: beyond this machine only where people sign in."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address

from segmentation.access.settings import SIGN_IN
from segmentation.language.i18n import LANGUAGES, N_, translator

REFUSED = 2  # the exit status
OPEN_DOORS = N_(
    "The app does not start: it would answer other machines ({address}) without sign-in, and show every customer to whoever "
    "asks. Start it with {command}, or set {variable}=1; or let it listen on 127.0.0.1 alone."
)


def is_this_machine(address: str) -> bool:
    """Return whether only this machine reaches an address.

    >>> [is_this_machine(each) for each in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "", "192.168.1.5", "till")]
    [True, True, True, False, False, False, False, False]
    """
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return address.lower() == "localhost"
    return (getattr(number, "ipv4_mapped", None) or number).is_loopback


def listening_sockets() -> list[socket.socket]:
    """Return the sockets of this process that listen for connections over the network."""
    found = []
    for each in gc.get_objects():
        if isinstance(each, socket.socket) and each.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # closed by now, or of a system that does not say whether it listens
                if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.append(each)
    return found


def open_to_others(addresses: Iterable[str]) -> str | None:
    """Return the first of the addresses that other machines reach, None where there is none."""
    return next((each for each in addresses if not is_this_machine(each)), None)


def refusal(address: str) -> str:
    """Return in both languages why the app does not listen there."""
    told = {"address": address, "command": "make serve", "variable": SIGN_IN}
    return "\n".join(translator(lang)(OPEN_DOORS).format(**told) for lang in LANGUAGES)


def network_number() -> str | None:
    """Return the number under which other machines of the network reach this one, None without a network. Nothing is sent."""
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):  # addresses that nobody has
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))  # chooses the way, and so the own number; only a datagram that is sent would leave
            number = probe.getsockname()[0]
            if not is_this_machine(number) and not ip_address(number).is_unspecified:
                return f"[{number}]" if family == socket.AF_INET6 else number
    return None

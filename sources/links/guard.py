"""Which addresses this program may request: the public web, and never the network in which it runs.

Addresses in dossier files are untrusted. Without this guard, their author could make the server request its own
services, its neighbours or the metadata of its cloud, and read the results (server-side request forgery).
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# RFC 4291: all public addresses are in here.
UNICAST = ipaddress.IPv6Network("2000::/3")
# RFC 6052: an IPv4 address as a network without IPv4 writes it.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
DEFAULT_PORTS = {"http": 80, "https": 443}
# RFC 3986: characters with a meaning in a path or a query, and the percent sign of existing escapes.
KEPT = "/%:@!$&'()*+,;=~-._"


class AddressRefused(Exception):
    """The address leads where this program must not go."""


class Unresolved(Exception):
    """The name does not resolve. `temporary`: the name servers did not answer, which may be our own fault."""

    def __init__(self, host: str, *, temporary: bool):
        super().__init__(host)
        self.temporary = temporary


@dataclass(frozen=True)
class Place:
    """Where to connect, and what to request there. Only `addresses`, which were checked, may be connected to."""

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of a name. Raises Unresolved."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise Unresolved(host, temporary=error.errno == socket.EAI_AGAIN) from None
    return list(dict.fromkeys(str(place[0]) for *_, place in places))


def is_public(address: IPAddress) -> bool:
    """Whether it is the same machine for everyone on the internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if inner := _ipv4_within(address):
        return is_public(inner)
    # 6to4 and Teredo also embed an IPv4 address, and no website depends on them any more.
    tunnel = address.sixtofour is not None or address.teredo is not None
    return address in UNICAST and address.is_global and not tunnel


def _ipv4_within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address only represents in another form."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


@dataclass(frozen=True)
class Guard:
    """The rule, and exceptions to it: further networks and ports, for a known server.

    No setting changes it: a site cannot be configured to request its neighbours.
    """

    networks: tuple[IPNetwork, ...] = ()
    ports: tuple[int, ...] = tuple(DEFAULT_PORTS.values())
    resolve: Callable[[str, int], Iterable[str]] = resolve

    def place(self, url: str) -> Place:
        """Where an address leads. Raises AddressRefused or Unresolved."""
        try:
            parts = urlsplit(url)
            port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
            # DNS spells names in other scripts in ASCII.
            host = (parts.hostname or "").encode("idna").decode("ascii")
        except (ValueError, UnicodeError):
            raise AddressRefused(url) from None
        if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc or port not in self.ports:
            raise AddressRefused(url)
        addresses = tuple(self.resolve(host, port))
        # One refused address is enough: the name's owner would choose which one we get.
        if not addresses or not all(self.allows(address) for address in addresses):
            raise AddressRefused(url)
        target = quote(parts.path or "/", safe=KEPT)
        if parts.query:
            target += f"?{quote(parts.query, safe=KEPT + '?')}"
        return Place(parts.scheme, host, port, target, addresses)

    def allows(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return is_public(parsed) or any(parsed in network for network in self.networks)

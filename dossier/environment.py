"""Settings that differ between machines, read and validated from the environment."""

import os
import re
import secrets
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
ON, OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def words(name: str, default: str = "") -> list[str]:
    """Words separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def number(name: str, default: int, most: int = 1_000_000_000) -> int:
    """A whole number of at least one."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= most):
        raise ImproperlyConfigured(f"{name}: Expected a whole number such as {default}, got “{value}”.")
    return int(value)


def choice(name: str, *choices: str) -> str:
    """One of several words; the first is the default."""
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name}: Expected one of {', '.join(choices)}, got “{value}”.")
    return value


def is_on(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", *ON, *OFF}:
        raise ImproperlyConfigured(f"{name}: Expected one of {', '.join((*ON, *OFF))}, got “{value}”.")
    return value in ON


def hosts(name: str, default: str) -> list[str]:
    """Host names of a site: dossiers.example, .example for all its subdomains, 127.0.0.1, [::1], * for any."""
    names = words(name) or default.split(",")
    for value in names:
        if not HOST.fullmatch(value):
            raise ImproperlyConfigured(f"{name}: Expected names of hosts such as dossiers.example, got “{value}”.")
    return names


def page(name: str) -> str:
    """The address of a page; may be empty."""
    value = os.environ.get(name, "")
    if value and not _leads_somewhere(value, "http", "https"):
        raise ImproperlyConfigured(f"{name}: Expected an address such as https://example.org/report, got “{value}”.")
    return value


def origin(name: str) -> str:
    """The address of a site, without a path or a trailing slash; may be empty."""
    value = os.environ.get(name, "").rstrip("/")
    if value and not (_leads_somewhere(value, "http", "https") and value.count("/") == 2):
        raise ImproperlyConfigured(f"{name}: Expected an address such as https://dossiers.example, got “{value}”.")
    return value


def service(name: str, example: str, *schemes: str) -> str:
    """The address of a database or a cache, with the scheme of the example or one of `schemes`; may be empty.

    A wrong value is not repeated in the error, because it may contain a password.
    """
    value = os.environ.get(name, "")
    if value and not _leads_somewhere(value, example.partition("://")[0], *schemes):
        raise ImproperlyConfigured(f"{name}: Expected an address such as {example}.")
    return value


def mailbox(name: str) -> str:
    """An e-mail address, with or without a name before it; may be empty."""
    value = os.environ.get(name, "")
    # An internal host name may have no dot.
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        raise ImproperlyConfigured(
            f"{name}: Expected an address for mail such as desk@dossiers.example, got “{value}”."
        )
    return value


def _leads_somewhere(address: str, *schemes: str) -> bool:
    """Whether an address has one of these schemes, and a host or, unless it is HTTP, the path of a socket."""
    try:
        parts = urlsplit(address)
        # Accessing an invalid port raises ValueError.
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(host or (parts.path and not parts.scheme.startswith("http")))


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Addresses of machines, or of networks: 10.0.0.7, 10.0.0.0/8, ::1."""
    try:
        return [ip_network(value) for value in words(name, default)]
    except ValueError as error:
        problem = f"{name}: Expected addresses or networks such as 10.0.0.7,10.1.0.0/16: {error}."
        raise ImproperlyConfigured(problem) from None


def kept_secret(path: Path) -> str:
    """A random secret in a file that only its owner can read, created on first use."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    secret = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret


def _read_secret(path: Path) -> str:
    way_out = "Put back the file as it was, or delete it: then a new secret is made, and second factors end."
    try:
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path}: Expected a file with a secret, got {error}. {way_out}") from None
    if len(secret) < SHORTEST_SECRET:
        problem = f"{path}: Expected a secret of at least {SHORTEST_SECRET} characters, got {len(secret)}. {way_out}"
        raise ImproperlyConfigured(problem)
    return secret

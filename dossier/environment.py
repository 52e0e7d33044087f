"""What differs between machines, read from the environment: each value is right, or refused in a sentence."""

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def words(name: str, default: str = "") -> list[str]:
    """Several words between commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def number(name: str, default: int, most: int = 1_000_000_000) -> int:
    """A whole number of at least one."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= most):
        raise ImproperlyConfigured(f"{name}: Expected a whole number such as {default}, got “{value}”.")
    return int(value)


def choice(name: str, *choices: str) -> str:
    """One of several words, of which the first is the default."""
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name}: Expected one of {', '.join(choices)}, got “{value}”.")
    return value


def is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Addresses of machines, or of networks: 10.0.0.7, 10.0.0.0/8, ::1."""
    try:
        return [ip_network(value) for value in words(name, default)]
    except ValueError as error:
        problem = f"{name}: Expected addresses or networks such as 10.0.0.7,10.1.0.0/16: {error}."
        raise ImproperlyConfigured(problem) from None


def kept_secret(path: Path) -> str:
    """A random secret in a file that only its owner reads, made on first use."""
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

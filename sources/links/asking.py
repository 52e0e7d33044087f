"""Request one address once: does it still answer, and where does it lead?

On every hop the connection goes to exactly the IP address that the guard has checked, so that a name cannot resolve
differently for the guard and for the connection. Only the headers of a page are read.
"""

import email.utils
import errno
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import certifi
from django.utils import timezone
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from ..vocabulary import LinkDetail, LinkOutcome
from .guard import AddressRefused, Guard, Place, Unresolved

MOST_REDIRECTS = 5
PERMANENT, TEMPORARY = {301, 308}, {302, 303, 307}
GONE = {404, 410}
LONGEST_ADDRESS = 2000
# How many of the machines behind one name are tried.
MOST_MACHINES = 3
# A server that asks for a longer wait does not mean it.
LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True)
class LinkAnswer:
    """The result for an address. `led_to` is another address: where it moved to, or where its redirects ended."""

    outcome: LinkOutcome
    status: int | None = None
    detail: LinkDetail | None = None
    led_to: str = ""
    not_before: datetime | None = None
    # Whether our own network may be at fault, so that nothing is known about the address.
    offline: bool = False


@dataclass
class Pace:
    """When each host was last requested, and which hosts asked us to wait."""

    delay: float
    asked: dict[str, float] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def seconds_to_wait(self, url: str) -> float:
        return max(0.0, self.asked.get(host_of(url), float("-inf")) + self.delay - time.monotonic())

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """One request to a host, no sooner than the delay after the end of the previous one."""
        time.sleep(self.seconds_to_wait(url))
        try:
            yield
        finally:
            self.asked[host_of(url)] = time.monotonic()


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Pinned(HTTPConnection):
    """A connection to one IP address that sends the host's name and verifies its certificate against that name."""

    address = ""
    line: socket.socket | None = None
    too_slow = False

    def _new_conn(self) -> socket.socket:
        connected = socket.create_connection((self.address, self.port or 0), self.timeout)
        # A second handle: TLS detaches the first.
        self.line = connected.dup()
        return connected

    def hang_up(self) -> None:
        """Close it from another thread, whatever it is waiting for."""
        self.too_slow = True
        # The other side may have closed it first.
        with suppress(OSError):
            if self.line:
                self.line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if self.line:
            self.line.close()
            self.line = None


class PinnedTLS(Pinned, HTTPSConnection):
    pass


@dataclass
class _Way:
    """The redirects followed so far, and the deadline."""

    stops: list[str]
    deadline: float

    @property
    def here(self) -> str:
        return self.stops[-1]

    def seconds_left(self) -> float:
        """Raises TimeoutError if there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(self.here)
        return left


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    retry_after: str

    @property
    def asks_to_wait(self) -> bool:
        return self.status == 429 or (self.status == 503 and bool(self.retry_after))

    @property
    def leads_on(self) -> bool:
        return self.status in PERMANENT | TEMPORARY and bool(self.location)


def trusted() -> ssl.SSLContext:
    """The certificate authorities that this machine trusts, and those of certifi: a small machine may have none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class Asker:
    """How addresses are requested. `silence` is the timeout of one read, `patience` of all redirects, in seconds."""

    agent: str
    guard: Guard = field(default_factory=Guard)
    silence: float = 10.0
    patience: float = 60.0
    tls: ssl.SSLContext = field(default_factory=trusted)

    def ask(self, url: str, pace: Pace) -> LinkAnswer:
        """The result for an address, with redirects followed."""
        way = _Way([url], time.monotonic() + self.patience)
        try:
            answer = self._follow(way, pace)
        except AddressRefused:
            answer = LinkAnswer(LinkOutcome.REFUSED)
        except Unresolved as error:
            detail = LinkDetail.NO_NAME_SERVER if error.temporary else LinkDetail.UNKNOWN_NAME
            answer = LinkAnswer(LinkOutcome.NO_ANSWER, detail=detail, offline=error.temporary)
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            offline = getattr(error, "errno", None) == errno.ENETUNREACH
            answer = LinkAnswer(LinkOutcome.NO_ANSWER, detail=_reason(error), offline=offline)
        end = way.here if len(way.stops) > 1 else ""
        return replace(answer, led_to=answer.led_to or end[:LONGEST_ADDRESS])

    def _follow(self, way: _Way, pace: Pace) -> LinkAnswer:
        """The result at the end of the redirects."""
        moved_to, permanent = "", True
        while host_of(way.here) not in pace.closed:
            answer = self._answer(way, pace)
            if not answer.leads_on:
                finding = _finding(answer)
                if answer.asks_to_wait:
                    pace.closed |= {host_of(way.stops[0]), host_of(way.here)}
                moved = finding.outcome == LinkOutcome.ANSWERS and moved_to
                return replace(finding, outcome=LinkOutcome.MOVED, led_to=moved_to) if moved else finding
            if len(way.stops) > MOST_REDIRECTS:
                return LinkAnswer(LinkOutcome.NO_ANSWER, detail=LinkDetail.REDIRECTS)
            way.stops.append(urljoin(way.here, answer.location))
            # After a temporary redirect, nothing has moved permanently.
            permanent = permanent and answer.status in PERMANENT
            moved_to = way.here[:LONGEST_ADDRESS] if permanent else moved_to
        return LinkAnswer(LinkOutcome.ASKED_TO_WAIT)

    def _answer(self, way: _Way, pace: Pace) -> _Answer:
        """HEAD, and GET before a page is reported as failing: many servers support only that."""
        place = self.guard.place(way.here)
        with pace.turn(way.here):
            answer = self._request("HEAD", place, way)
        if answer.status < 400 or answer.asks_to_wait:
            return answer
        with pace.turn(way.here):
            return self._request("GET", place, way)

    def _request(self, method: str, place: Place, way: _Way) -> _Answer:
        """The headers of an answer, from the first of the checked IP addresses that can be reached."""
        *others, last = place.addresses[:MOST_MACHINES]
        for address in others:
            # If one machine fails, the next may answer.
            with suppress(OSError, HTTPError, HTTPException):
                return self._request_at(address, method, place, way)
        return self._request_at(last, method, place, way)

    def _request_at(self, address: str, method: str, place: Place, way: _Way) -> _Answer:
        connection = self._connection(place, address)
        watch = threading.Timer(way.seconds_left(), connection.hang_up)
        watch.daemon = True
        watch.start()
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        try:
            connection.request(method, place.target, headers=headers, preload_content=False, decode_content=False)
            response = connection.getresponse()
        except (OSError, HTTPError, HTTPException) as error:
            raise TimeoutError(place.host) if connection.too_slow else error from None
        finally:
            watch.cancel()
            connection.close()
        location = response.headers.get("Location", "")
        return _Answer(response.status, _readable(location), response.headers.get("Retry-After", ""))

    def _connection(self, place: Place, address: str) -> Pinned:
        known: dict = {"host": place.host, "port": place.port, "timeout": self.silence}
        connection = PinnedTLS(**known, ssl_context=self.tls) if place.scheme == "https" else Pinned(**known)
        connection.address = address
        return connection


def _readable(header: str) -> str:
    """An address from a header: servers send UTF-8, which is decoded as Latin-1, and may include control characters."""
    text = header.encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(character for character in text if character.isprintable())


def _finding(answer: _Answer) -> LinkAnswer:
    """The outcome for the last status (RFC 9110)."""
    match answer.status:
        case _ if answer.asks_to_wait:
            return LinkAnswer(LinkOutcome.ASKED_TO_WAIT, answer.status, not_before=_until(answer.retry_after))
        case status if status < 400:
            outcome = LinkOutcome.ANSWERS
        case status if status in GONE:
            outcome = LinkOutcome.GONE
        case status if 500 <= status < 600:
            outcome = LinkOutcome.SERVER_ERROR
        case _:
            outcome = LinkOutcome.WITHHELD
    return LinkAnswer(outcome, answer.status)


def _until(retry_after: str) -> datetime | None:
    """The time until which a server asks us to wait, from seconds or a date (RFC 9110, 10.2.3)."""
    now = timezone.now()
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:
        wanted = now + timedelta(seconds=int(retry_after))
    else:
        try:
            wanted = email.utils.parsedate_to_datetime(retry_after)
        except (ValueError, TypeError, OverflowError):
            return None
        wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    return min(max(wanted, now), now + LONGEST_WAIT)


def _reason(error: Exception) -> LinkDetail:
    """Why there was no answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return LinkDetail.CERTIFICATE
    if isinstance(error, TimeoutError):
        return LinkDetail.TIMEOUT
    return LinkDetail.BROKEN

"""One address, asked once: does it still answer, and where does it lead?

The connection goes to exactly the IP address that the guard has seen, on every hop, so that no name can answer the
guard and the connection differently. Of a page only the head is read.
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
# Of the machines behind one name, so many are tried.
MOST_MACHINES = 3
# Nobody who asks for a longer wait means it.
LONGEST_WAIT = timedelta(days=30)


@dataclass(frozen=True)
class LinkAnswer:
    """What an address came to. `led_to` is another address: that to which it moved, or at which its way ended."""

    outcome: LinkOutcome
    status: int | None = None
    detail: LinkDetail | None = None
    led_to: str = ""
    not_before: datetime | None = None
    # Whether the fault may be that of our own network, so that nothing is known of the address.
    offline: bool = False


@dataclass
class Pace:
    """When each host was asked last, and which of them asked us to wait."""

    delay: float
    asked: dict[str, float] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def seconds_to_wait(self, url: str) -> float:
        return max(0.0, self.asked.get(host_of(url), float("-inf")) + self.delay - time.monotonic())

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """One request to a host, its delay after the end of the one before."""
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
    """A connection to one IP address, which says the name of the host and checks its certificate by that name."""

    address = ""
    line: socket.socket | None = None
    too_slow = False

    def _new_conn(self) -> socket.socket:
        connected = socket.create_connection((self.address, self.port or 0), self.timeout)
        # A second handle on it: TLS takes the first away.
        self.line = connected.dup()
        return connected

    def hang_up(self) -> None:
        """End it from another thread, whatever it waits for."""
        self.too_slow = True
        # The other side may be quicker.
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
    """Where one question has led so far, and when it must have ended."""

    stops: list[str]
    deadline: float

    @property
    def here(self) -> str:
        return self.stops[-1]

    def seconds_left(self) -> float:
        """Raises TimeoutError where there are none."""
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
    """The authorities that this machine trusts, and those of a browser: a small machine may know none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class Asker:
    """How addresses are asked. `silence` is the longest wait for a single byte, `patience` for all its redirects."""

    agent: str
    guard: Guard = field(default_factory=Guard)
    silence: float = 10.0
    patience: float = 60.0
    tls: ssl.SSLContext = field(default_factory=trusted)

    def ask(self, url: str, pace: Pace) -> LinkAnswer:
        """What an address comes to, its redirects followed."""
        way = _Way([url], time.monotonic() + self.patience)
        try:
            found = self._follow(way, pace)
        except AddressRefused:
            found = LinkAnswer(LinkOutcome.REFUSED)
        except Unresolved as error:
            detail = LinkDetail.NO_NAME_SERVER if error.temporary else LinkDetail.UNKNOWN_NAME
            found = LinkAnswer(LinkOutcome.NO_ANSWER, detail=detail, offline=error.temporary)
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            offline = getattr(error, "errno", None) == errno.ENETUNREACH
            found = LinkAnswer(LinkOutcome.NO_ANSWER, detail=_reason(error), offline=offline)
        end = way.here if len(way.stops) > 1 else ""
        return replace(found, led_to=found.led_to or end[:LONGEST_ADDRESS])

    def _follow(self, way: _Way, pace: Pace) -> LinkAnswer:
        """What stands at the end of the way."""
        moved_to, permanent = "", True
        while host_of(way.here) not in pace.closed:
            answer = self._answer(way, pace)
            if not answer.leads_on:
                found = _finding(answer)
                if answer.asks_to_wait:
                    pace.closed |= {host_of(way.stops[0]), host_of(way.here)}
                moved = found.outcome == LinkOutcome.ANSWERS and moved_to
                return replace(found, outcome=LinkOutcome.MOVED, led_to=moved_to) if moved else found
            if len(way.stops) > MOST_REDIRECTS:
                return LinkAnswer(LinkOutcome.NO_ANSWER, detail=LinkDetail.REDIRECTS)
            way.stops.append(urljoin(way.here, answer.location))
            # Beyond a redirect that is only for now, nothing has moved for good.
            permanent = permanent and answer.status in PERMANENT
            moved_to = way.here[:LONGEST_ADDRESS] if permanent else moved_to
        return LinkAnswer(LinkOutcome.ASKED_TO_WAIT)

    def _answer(self, way: _Way, pace: Pace) -> _Answer:
        """HEAD, and GET before anything bad is said of a page: many servers know only that."""
        place = self.guard.place(way.here)
        with pace.turn(way.here):
            answer = self._request("HEAD", place, way)
        if answer.status < 400 or answer.asks_to_wait:
            return answer
        with pace.turn(way.here):
            return self._request("GET", place, way)

    def _request(self, method: str, place: Place, way: _Way) -> _Answer:
        """The head of an answer, from the first of the checked IP addresses that can be reached."""
        *others, last = place.addresses[:MOST_MACHINES]
        for address in others:
            # What breaks on the way to one machine may reach the next.
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
    """An address from a header: servers write it in UTF-8, which is read as Latin-1, and may hide anything in it."""
    text = header.encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(character for character in text if character.isprintable())


def _finding(answer: _Answer) -> LinkAnswer:
    """What the last status says (RFC 9110)."""
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
    """Until when a server asks us to wait: seconds or a date (RFC 9110, 10.2.3)."""
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
    """Why nothing came."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return LinkDetail.CERTIFICATE
    if isinstance(error, TimeoutError):
        return LinkDetail.TIMEOUT
    return LinkDetail.BROKEN

"""One line of the table of `make bench`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Seconds of ours and of the yardstick, how much was found or made, and the ratio that may not be passed."""

    name: str
    found: int
    ours: float
    yardstick: float
    limit: float

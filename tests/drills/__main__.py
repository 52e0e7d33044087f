"""`make drill`: the long run, and its table."""

import sys

from .edits import audit, drill, house


def main() -> int:
    with house() as built:
        tally = drill(built, clients=8, edits=2_000, kills=2)
        found = audit(built, tally)
    counts = dict(tally.counts) | {"slowest answer in ms": round(tally.slowest * 1000)} | found
    for what, number in counts.items():
        sys.stdout.write(f"{number:>8}  {what}\n")
    _changes, *wrong = found.values()
    return 1 if any(wrong) else 0


sys.exit(main())

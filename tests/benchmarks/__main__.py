"""`make bench`: what we do beside a yardstick in the same run, as ratios, and whether each keeps to its limit."""

import sys

from .search import measure

ROW = "{:<28} {:>8} {:>9} {:>9} {:>7} {:>6}\n"


def main() -> int:
    sys.stdout.write(ROW.format("search", "found", "ours ms", "LIKE ms", "ratio", "limit"))
    late = 0
    for each in measure():
        ratio = each.ours / each.yardstick
        late += ratio > each.limit
        numbers = [f"{each.ours * 1000:.1f}", f"{each.yardstick * 1000:.1f}", f"{ratio:.3f}", f"{each.limit:.3f}"]
        sys.stdout.write(ROW.format(each.name, each.found, *numbers))
    return 1 if late else 0


sys.exit(main())

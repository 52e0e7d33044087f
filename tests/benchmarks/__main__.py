"""`make bench`: what we do beside a yardstick in the same run, as ratios, and whether each keeps to its limit."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")
django.setup()

from django.test.utils import (  # noqa: E402  # only a configured Django has databases
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from . import pages, search  # noqa: E402  # the same

ROW = "{:<28} {:>8} {:>9} {:>9} {:>7} {:>6}\n"


def main() -> int:
    sys.stdout.write(ROW.format("what", "found", "ours ms", "other ms", "ratio", "limit"))
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    late = 0
    try:
        for part in (pages, search):
            for each in part.measure():
                ratio = each.ours / each.yardstick
                late += ratio > each.limit
                numbers = [f"{each.ours * 1000:.1f}", f"{each.yardstick * 1000:.1f}"]
                sys.stdout.write(ROW.format(each.name, each.found, *numbers, f"{ratio:.3f}", f"{each.limit:.3f}"))
                sys.stdout.flush()
    finally:
        teardown_databases(old, verbosity=0)
    return 1 if late else 0


sys.exit(main())

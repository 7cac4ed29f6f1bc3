"""`make bench [ONLY=name]`: every measurement, or the named ones; writes var/figures/bench.json."""

import importlib
import os
import sys

from benchmarks.figures import Report

PARTS = (
    "demo",
    "weight",
    "real_input",
    "submitting",
    "answering",
    "lists",
    "routing",
    "xlsform",
    "results",
    "scanning",
    "wall",
    "themes",
)


def main() -> int:
    """Run the parts; one that fails is told and the others go on."""
    wanted = os.environ.get("ONLY", "").split() or sys.argv[1:] or PARTS
    report, failed = Report(), 0
    for name in wanted:
        try:
            importlib.import_module(f"benchmarks.{name}").measure(report)
        except Exception as error:  # noqa: BLE001 -- one figure that fails must not hide the others
            failed += 1
            print(f"{name} failed: {type(error).__name__}: {error}", file=sys.stderr)
    path = report.write("bench.json")
    print(f"written: {path}, {len(report.figures)} figures of this run, {report.kept} kept from earlier ones")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

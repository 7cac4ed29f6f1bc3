"""Branch coverage by layer against floors that may only rise."""

import json
import sys
from collections import defaultdict
from pathlib import Path

import coverage

STRICT = ("logic", "actions", "queries", "permissions.py")
FLOORS = {"strict": 95.0, "rest": 94.0}


def main() -> int:
    data = coverage.Coverage()
    data.load()
    out = Path("var/coverage.json")
    out.parent.mkdir(exist_ok=True)
    data.json_report(outfile=str(out), ignore_errors=True)
    report = json.loads(out.read_text())
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    worst: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for path, found in report["files"].items():
        part = "strict" if path.split("/")[1] in STRICT else "rest"
        summary = found["summary"]
        covered = summary["covered_lines"] + summary.get("covered_branches", 0)
        total = summary["num_statements"] + summary.get("num_branches", 0)
        sums[part][0] += covered
        sums[part][1] += total
        if total and covered < total:
            worst[part].append((covered / total * 100, path))
    failed = 0
    for part, floor in FLOORS.items():
        covered, total = sums[part]
        share = covered / total * 100 if total else 100.0
        print(f"coverage {part}: {share:.1f} % (floor {floor} %)")
        for value, path in sorted(worst[part])[:8]:
            print(f"    {value:5.1f} %  {path}")
        failed |= share < floor
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""The whole suite, twice: on SQLite with a browser if there is one, and on a private PostgreSQL and Redis.

Coverage of the first run is checked by layer: 100 % of branches in logic, actions, queries and permissions is the
goal, and the floors here may only rise.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.servers import start_postgres, start_redis  # noqa: E402

# Two at a time; who has done its half takes from the other's.
QUIET = ("-q", "-n", "2", "--dist", "worksteal")


def run(*arguments: str, **environment: str) -> int:
    print(f"\n== {' '.join(arguments)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def main() -> int:
    given = sys.argv[1:]
    # Browser tests drive an event loop, in which Django refuses its database: they have a run of their own.
    failed = run("pytest", *QUIET, "-m", "not browser", "--cov", "--cov-report=", *given)
    if not given:
        failed |= run("tools.coverage_floors")
        failed |= run("pytest", "-q", "-m", "browser", "tests/browser")
    postgres, redis = start_postgres(), start_redis()
    try:
        failed |= run(
            "pytest",
            *QUIET,
            "-m",
            "not browser and not architecture",
            "--ignore=tests/faults",
            "--ignore-glob=tests/*/logic",  # asks no database: once is enough
            *given,
            DATABASE_URL=postgres.url,
            TEST_REDIS_URL=redis.url,
        )
    finally:
        redis.remove()
        postgres.remove()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

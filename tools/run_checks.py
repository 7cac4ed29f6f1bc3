"""`make check`: every quick check, one line each; the output of those that fail is shown."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OWN = ["config", "participation", "surveys", "workgroups", "tests", "tools", "benchmarks", "manage.py"]
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", *OWN],
    "lint": [BIN / "ruff", "check", *OWN],
    "imports": [BIN / "lint-imports"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "translations": [sys.executable, "tools/messages.py", "check"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    "architecture": [sys.executable, "-m", "pytest", "tests/architecture", "-q", "-p", "no:randomly"],
    "types": [BIN / "mypy"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
        ok = done.returncode == 0
        print(f"{name:14}{'ok' if ok else 'FAILS':8}{time.monotonic() - began:5.1f} s", flush=True)
        if not ok:
            failed.append(name)
            print(done.stdout[-6000:], done.stderr[-3000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the platform is made of, as CycloneDX 1.6 JSON: every pinned package with its hash and licence; `make sbom`."""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("base", "prod", "scan")


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence; empty if it is not installed or says nothing."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    words = told.get("License-Expression") or told.get("License") or ""
    classes = [line.rsplit("::", 1)[-1].strip() for line in told.get_all("Classifier") or [] if "License ::" in line]
    return words.strip().splitlines()[0][:80] if words.strip() else ", ".join(classes)


def python_parts() -> list[dict[str, object]]:
    """Return the packages of the lock files, each once."""
    found: dict[str, dict[str, object]] = {}
    for lock in LOCKS:
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        for block in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
            match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", block)
            if match:
                hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", block)
                found.setdefault(
                    match[1].lower(), part("pypi", match[1].lower(), match[2], hashes, licence_of(match[1]))
                )
    return [found[name] for name in sorted(found)]


def browser_parts() -> list[dict[str, object]]:
    """Return the packages of the browser's lock file."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        part("npm", path.rsplit("node_modules/", 1)[-1], told["version"], [], str(told.get("license", "")))
        for path, told in sorted(packages.items())
        if path and not told.get("dev")
    ]


def part(kind: str, name: str, number: str, hashes: list[str], licence: str) -> dict[str, object]:
    """Return one component."""
    address = f"pkg:{kind}/{name.replace('@', '%40')}@{number}"
    told: dict[str, object] = {"type": "library", "name": name, "version": number, "purl": address, "bom-ref": address}
    if hashes:
        told["hashes"] = [{"alg": "SHA-256", "content": one} for one in hashes[:1]]
        told["properties"] = [{"name": "kuulolla:hash", "value": one} for one in hashes[1:]]
    if licence:
        told["licenses"] = [{"license": {"name": licence}}]
    return told


def bill() -> dict[str, object]:
    """Return the whole document; the same locks give the same document."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "kuulolla", "bom-ref": "kuulolla"}},
        "components": [*python_parts(), *browser_parts()],
    }


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "sbom.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {len(bill()['components'])} components")

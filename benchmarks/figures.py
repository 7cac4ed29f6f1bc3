"""Figures in the one form that `make bench` and `make faults` write."""

import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path("var/figures")


@dataclass
class Figure:
    """One measured value, set against a reference measured in the same run when there is one."""

    name: str
    value: float
    unit: str
    reference: str = ""
    reference_value: float | None = None
    ratio: float | None = None

    def line(self) -> str:
        against = f"   {self.ratio:.3g} × {self.reference} ({self.reference_value:,.4g})" if self.ratio else ""
        return f"{self.name:38} {self.value:>12,.4g} {self.unit:6}{against}"


@dataclass
class Report:
    """The figures of one run."""

    figures: list[Figure] = field(default_factory=list)
    kept: int = 0  # how many figures of earlier runs the file still holds

    def add(
        self, name: str, value: float, unit: str, *, reference: str = "", reference_value: float | None = None
    ) -> None:
        ratio = value / reference_value if reference_value else None
        figure = Figure(name, round(value, 6), unit, reference, reference_value, ratio)
        self.figures.append(figure)
        print(figure.line(), flush=True)

    def write(self, file_name: str) -> Path:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / file_name
        machine = {
            "cores": os.cpu_count(), "python": sys.version.split()[0], "system": platform.system(),
            "machine": platform.machine(),
        }  # fmt: skip
        known = {}
        if path.exists():  # a partial run keeps the other figures
            known = {figure["name"]: figure for figure in json.loads(path.read_text())["figures"]}
        new = {figure.name for figure in self.figures}
        self.kept = len(known.keys() - new)
        known.update({figure.name: asdict(figure) for figure in self.figures})
        path.write_text(
            json.dumps(
                {
                    "figures": list(known.values()),
                    "machine": machine,
                    "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                },
                indent=1,
            )
        )
        return path

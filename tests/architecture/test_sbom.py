"""The list of what we are made of names every pinned package."""

import json
import re

from tests.architecture.tree import ROOT
from tools.sbom import bill


def test_every_pinned_package_is_on_the_bill():
    told = bill()
    names = [part["name"] for part in told["components"]]
    locked = re.findall(
        r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    )
    assert {name.lower() for name in locked} <= set(names)
    assert len(names) == len({part["bom-ref"] for part in told["components"]})
    assert json.loads(json.dumps(told))["specVersion"] == "1.6"
    assert sum("licenses" in part for part in told["components"]) > 0.6 * len(names)

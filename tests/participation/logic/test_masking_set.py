"""Masking on a thousand made-up sentences: what must be hidden is, what only looks like it stays, and it is fast."""

import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from participation.logic.masking import mask
from tools.masking_set import TARGET, main

MUST = {"person_code": 0.995, "email": 0.995, "phone": 0.995, "name": 0.98}
MARKED = re.compile(r"\{(\w+):([^}]*)\}")


def samples():
    """Language, plain sentence, and (kind, start, end) of what must be hidden."""
    for line in TARGET.read_text(encoding="utf-8").splitlines()[1:]:
        language, marked = line.split("\t")
        plain, wanted, position = "", [], 0
        for match in MARKED.finditer(marked):
            plain += marked[position : match.start()]
            wanted.append((match[1], len(plain), len(plain) + len(match[2])))
            plain += match[2]
            position = match.end()
        yield language, plain + marked[position:], wanted


def test_masking_finds_what_it_must_and_little_else():
    found, there, false, sentences = Counter(), Counter(), 0, 0
    for language, text, wanted in samples():
        sentences += 1
        marks = mask(text, language).marks
        for kind, start, end in wanted:
            there[kind] += 1
            found[kind] += any(mark.kind == kind and mark.start <= start and mark.end >= end for mark in marks)
        false += any(not any(mark.start < end and start < mark.end for _k, start, end in wanted) for mark in marks)
    recall = {kind: found[kind] / there[kind] for kind in there}
    print(f"recall {recall}, false hits in {false / sentences:.2%} of {sentences} sentences")
    assert sentences == 1000
    assert {kind: share for kind, share in recall.items() if share < MUST.get(kind, 0.98)} == {}
    assert false / sentences <= 0.02


def test_masking_is_fast_enough_for_whole_surveys():
    text = " ".join(sentence for _language, sentence, _wanted in samples())
    mask(text)
    began = time.perf_counter()
    mask(text)
    speed = len(text) / (time.perf_counter() - began)
    print(f"{speed:,.0f} characters a second")
    assert speed >= 100_000


def test_the_set_is_what_its_script_makes(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.masking_set.TARGET", tmp_path / "again.tsv")
    main()
    assert (tmp_path / "again.tsv").read_bytes() == Path(TARGET).read_bytes()


def test_the_script_runs_alone():
    program = "import tools.masking_set as m; print(len(m.sentences()))"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "1000\n"
    )

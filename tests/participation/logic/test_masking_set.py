"""Masking on a thousand made-up sentences: what must be hidden is, what only looks like it stays, and it is fast."""

import subprocess
import sys
import time
from pathlib import Path

from participation.logic.masking import mask
from tools.masking_set import TARGET, main, measured, samples

MUST = {"person_code": 0.995, "email": 0.995, "phone": 0.995, "name": 0.98}


def test_masking_finds_what_it_must_and_little_else():
    recall, false = measured(mask)
    print(f"recall {recall}, false hits in {false:.2%} of the sentences")
    assert len(list(samples())) == 1000
    assert {kind: share for kind, share in recall.items() if share < MUST.get(kind, 0.98)} == {}
    assert false <= 0.02


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

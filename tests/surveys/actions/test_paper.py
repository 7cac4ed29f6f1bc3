"""Paper from printing to counting: forty sheets, every seeded error caught, a sheet counts once, nothing leads back."""

import random
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from participation.errors import Conflict, NotOpen, ParticipationError
from participation.logic.receipts import code_hash
from participation.models import AuditEntry, Job, Receipt, Submission
from surveys.actions import keying, paper
from surveys.actions.surveys import close_survey
from surveys.models import PaperBatch, Response, Sheet, SheetEntry, SheetNote
from surveys.queries import paper_forms
from surveys.queries.paper import lines_of, reconciliation_of
from tests.factories.participation import make_person
from tests.factories.surveys import make_survey

ANSWERS = {"service": "a", "idea": "Pidempi aukiolo kirjastolle", "rating": "4", "age": "37"}


@pytest.fixture
def clerks(process):
    return [make_person(roles=[("clerk", process)]) for _n in range(2)]


def make_batch(process, size=5, double=0, **fields):
    survey = fields.pop("survey", None) or make_survey(process)
    batch = PaperBatch(survey=survey, language="fi", size=size, **fields)
    return paper.make_batch(batch, f"Aula {uuid.uuid4().hex[:6]}", double=double, by=None)


def sheet_of(batch, number):
    rows = Sheet.objects.select_related("batch__survey__process", "batch__version", "batch__batch")
    return rows.get(batch=batch, number=number)


def test_the_printed_receipt_is_the_receipt(process, clerks, work_off):
    batch = make_batch(process, size=2)
    copies = paper_forms.copies_of(list(Sheet.objects.filter(batch=batch)))
    assert copies[0].code not in str(Sheet.objects.values_list())
    found = keying.find_sheet(PaperBatch.objects.all(), copies[0].code.lower())
    keyed = keying.key_sheet(found, ANSWERS, by=clerks[0])
    assert keyed.sheet.state == "accepted"
    response = Response.objects.get()
    assert response.receipt == Receipt.objects.get(code_hash=code_hash(settings.RECEIPT_SECRET, copies[0].receipt))
    assert (response.channel, response.batch, response.language) == ("paper", batch.batch, "fi")
    assert response.answers == {"service": "library", "idea": ANSWERS["idea"], "rating": 4, "age": 37}
    work_off()
    submission = Submission.objects.get()
    assert (submission.channel, submission.batch) == ("paper", batch.batch)
    assert clerks[0].email not in str(Response.objects.values_list()) + str(Submission.objects.values_list())
    assert AuditEntry.objects.filter(verb="key_sheet", by=clerks[0]).count() == 1


def test_forty_sheets_with_seeded_errors(process, clerks):
    """Errors of the first clerk, of the second, a sheet keyed twice, a void and a missing one: each is caught."""
    batch = make_batch(process, size=42, double=25)
    first, second = clerks
    dice = random.Random(1)
    paper_says, seeded = {}, {}
    twice = list(Sheet.objects.filter(batch=batch, in_sample=True).values_list("number", flat=True))
    assert len(twice) == 11
    paper.set_aside(batch, [41], "void", by=first)
    for number in range(1, 41):
        paper_says[number] = {
            "service": dice.choice("ab"),
            "rating": str(dice.randint(1, 5)),
            "age": str(dice.randint(18, 90)),
        }
    for number in [n for n in twice if n <= 40][:4]:
        field = dice.choice(["service", "rating", "age"])
        seeded[number] = {**paper_says[number], field: {"service": "", "rating": "?", "age": "99"}[field]}
    for number in range(1, 41):
        keying.key_sheet(sheet_of(batch, number), seeded.get(number, paper_says[number]), by=first)
        with pytest.raises(Conflict):
            keying.key_sheet(sheet_of(batch, number), paper_says[number], by=first)
    control = [n for n in twice if n <= 40]
    caught = {n for n in control if keying.key_sheet(sheet_of(batch, n), paper_says[n], by=second).differences}
    assert caught == set(seeded), "double entry finds every seeded difference and nothing else"
    line = lines_of([batch])[0]
    assert (line.errors.sheets, line.errors.differing) == (len(control), len(seeded))
    assert line.errors.interval[0] < line.errors.share < line.errors.interval[1]
    assert not line.counts.balanced
    with pytest.raises(Conflict):
        paper.close_batch(batch, by=None)
    for number in caught:
        with pytest.raises(ParticipationError):
            keying.agree(sheet_of(batch, number), {}, by=second)
        keying.agree(sheet_of(batch, number), paper_says[number], by=second)
    paper.set_aside(batch, [42, *(n for n in twice if n == 42)], "missing", by=first)
    counts = reconciliation_of(batch)
    assert (counts.printed, counts.accepted, counts.void, counts.missing, counts.waiting) == (42, 40, 1, 1, 0)
    assert counts.balanced
    stored = sorted((r.answers["service"], r.answers["rating"], r.answers["age"]) for r in Response.objects.all())
    letters = {"a": "library", "b": "bus"}
    assert stored == sorted((letters[p["service"]], int(p["rating"]), int(p["age"])) for p in paper_says.values())
    paper.close_batch(batch, by=None)
    assert not SheetEntry.objects.exists()
    assert not Sheet.objects.exclude(key=None, code_hash=None).exists()
    with pytest.raises(Conflict):
        paper.close_batch(PaperBatch.objects.get(), by=None)


def test_a_sheet_that_is_missing_or_keyed_is_not_keyed(process, clerks):
    batch = make_batch(process, size=3)
    paper.set_aside(batch, [1], "missing", by=clerks[0])
    with pytest.raises(Conflict, match=r"."):
        keying.key_sheet(sheet_of(batch, 1), ANSWERS, by=clerks[0])
    keying.key_sheet(sheet_of(batch, 2), ANSWERS, by=clerks[0])
    with pytest.raises(Conflict):
        paper.set_aside(batch, [2, 3], "void", by=clerks[0])
    assert sheet_of(batch, 3).state == "out", "all or none"
    paper.set_aside(batch, [1], "out", by=clerks[0])
    keying.key_sheet(sheet_of(batch, 1), ANSWERS, by=clerks[0])
    assert Response.objects.count() == 2
    with pytest.raises(ParticipationError):
        keying.find_sheet(PaperBatch.objects.all(), "0000-0000")


def test_what_breaks_a_rule_is_kept_as_written(process, clerks):
    batch = make_batch(process)
    keyed = keying.key_sheet(sheet_of(batch, 1), {"rating": "9", "age": "vanha", "idea": "?"}, by=clerks[0])
    assert keyed.sheet.state == "accepted"
    assert Response.objects.get().answers == {}
    notes = SheetNote.objects.values_list("field", "kind", "written")
    assert sorted(notes) == [("age", "outside", "vanha"), ("idea", "illegible", ""), ("rating", "outside", "9")]


def test_the_coordinator_reads_a_hand(process, clerks, coordinator):
    batch = make_batch(process)
    keyed = keying.key_sheet(sheet_of(batch, 1), {"service": "a", "idea": "?? Lisää pankkeja"}, by=clerks[0])
    assert keyed.sheet.state == "keyed"
    assert not Response.objects.exists()
    note = SheetNote.objects.select_related("sheet__batch__survey__process", "batch__version").get(is_open=True)
    assert note.written == "Lisää pankkeja"
    keying.answer_hand(note, "Lisää penkkejä", by=coordinator)
    assert Response.objects.get().answers["idea"] == "Lisää penkkejä"
    with pytest.raises(Conflict):
        keying.answer_hand(note, "uudelleen", by=coordinator)


def test_batches_are_refused_for_a_reason(process, coordinator):
    survey = make_survey(process)
    make = lambda **f: paper.make_batch(PaperBatch(survey=survey, language="fi", **f), "Aula", double=0, by=coordinator)  # noqa: E731
    for size in (0, 501):
        with pytest.raises(ParticipationError):
            make(size=size)
    make(size=1)
    with pytest.raises(ParticipationError):
        make(size=1)
    close_survey(survey, by=coordinator)
    with pytest.raises(Conflict):
        paper.make_batch(PaperBatch(survey=survey, language="fi", size=1), "Toinen", double=0, by=coordinator)


def test_closing_the_survey_forgets_the_papers(process, clerks, coordinator, work_off):
    batch = make_batch(process, size=2, double=100)
    keying.key_sheet(sheet_of(batch, 1), ANSWERS, by=clerks[0])
    keying.key_sheet(sheet_of(batch, 1), ANSWERS, by=clerks[1])
    work_off()
    close_survey(batch.survey, by=coordinator)
    Job.objects.filter(kind="surveys.forget_keys").update(available_at=timezone.now())
    work_off()
    assert not SheetEntry.objects.exists()
    assert set(Sheet.objects.values_list("key", "code_hash")) == {(None, None)}
    assert Response.objects.get().key is None
    sheet = sheet_of(batch, 2)
    with pytest.raises((Conflict, NotOpen)):
        keying.key_sheet(sheet, ANSWERS, by=clerks[0])
        keying.key_sheet(sheet_of(batch, 2), ANSWERS, by=clerks[1])
    assert Response.objects.count() == 1
    assert timezone.localdate() >= Response.objects.get().received_on

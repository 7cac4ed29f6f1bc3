"""T-P1: after a survey by code has closed, the whole database links codes and answers no better than chance.

The attacker has the live database with its system columns, and kept a copy of the code table from before closing, with
the order in which codes were entered. Control arms: code row and answer in one transaction, and a close that only
empties columns; both must give everybody away. Files that came with answers are tried too: by their rows, by their
names and by when they were written; control arm: the files as they lie before closing. So are paper forms and kept
drafts, with the log of the keying and the jobs that were to delete them. SQLite is tried where the tests run on it, PostgreSQL always.
"""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection, transaction

from participation.models import AuditEntry, Job, Receipt
from surveys.actions import keying, paper, tokens
from surveys.actions import surveys as survey_actions
from surveys.actions.admissions import admission_for_code, unsealed
from surveys.actions.drafts import PURGE_DRAFT, Unfinished, drop_drafts, save_draft
from surveys.actions.responses import record_response
from surveys.actions.uploads import receive_upload
from surveys.models import (
    AccessCode,
    Admission,
    PaperBatch,
    Response,
    Sheet,
    SheetEntry,
    SurveyDraft,
    TokenIssue,
    TokenKey,
    Upload,
)
from tests.factories.participation import make_person, make_process
from tests.factories.surveys import document, make_codes, make_survey, question
from tests.support.blinding import Right, spare_keys
from tests.support.servers import postgres_folder, start_postgres
from tests.surveys.logic.test_attachments import png

RESIDENTS = 200
CHANCE = 6  # a random order links one of 200 on average; more than six happens once in ten thousand tries
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def survey(transactional_db):
    doc = document([question("who", "number", min=0, max=RESIDENTS), question("photo", "file")])
    return make_survey(make_process(), doc=doc, identity="code")


def system_columns(model, about):
    """Rows as the attacker sees them: {"order", "transaction", "id", "resident"}."""
    place, written = ("ctid", "xmin::text::bigint") if connection.vendor == "postgresql" else ("rowid", "0")
    pk = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pk}, {written} FROM {model._meta.db_table} ORDER BY {place}")
        rows = cursor.fetchall()
    return [
        {"order": order, "transaction": written, "id": str(key).replace("-", ""), "resident": about[str(key).replace("-", "")]}
        for order, (key, written) in enumerate(rows)
        if str(key).replace("-", "") in about
    ]  # fmt: skip


def linked(known, answers):
    """How many each attack links: by one transaction, by the order of transactions, places on disk, ids."""

    def by_rank(key):
        pairs = zip(sorted(known, key=key), sorted(answers, key=key), strict=False)
        return sum(one["resident"] == other["resident"] for one, other in pairs)

    together = {}
    for answer in answers:
        together.setdefault(answer["transaction"], []).append(answer["resident"])
    same = sum(together.get(row["transaction"], [None])[0] == row["resident"] for row in known)
    return {
        "one transaction": same if connection.vendor == "postgresql" else 0,
        "order of transactions": by_rank(lambda row: (row["transaction"], row["order"])),
        "place": by_rank(lambda row: row["order"]),
        "id": by_rank(lambda row: row["id"]),
    }


def responses_seen():
    return system_columns(Response, {pk.hex: answers["who"] for pk, answers in Response.objects.values_list("pk", "answers")})  # fmt: skip


def everybody_answers(survey, *, with_files=False):
    """Each resident enters a code and answers at once; returns what an eyewitness knows: receipt and code row of each."""
    codes, receipts, entered = make_codes(survey, RESIDENTS), {}, {}
    unspent = set(AccessCode.objects.values_list("pk", flat=True))
    for resident, code in enumerate(codes):
        key = uuid.uuid4()
        admission = admission_for_code(survey, code, key=key)
        answers = {"who": resident}
        if with_files:
            upload = receive_upload(survey, survey.current, question="photo", key=key, data=png(width=8 + resident))
            answers["photo"] = str(upload.pk)
        recorded = record_response(
            survey, survey.current, key=key, answers=answers, language="fi", channel="web", admission=admission
        )
        receipts[recorded.response.receipt_id.hex] = resident
        (row,) = unspent - set(AccessCode.objects.filter(spent=False).values_list("pk", flat=True))
        unspent.discard(row)
        entered[row] = resident
    Job.objects.all().delete()  # all open answers are forwarded
    return receipts, entered


def test_after_closing_codes_and_receipts_link_to_answers_by_chance_only(survey, figures):
    receipts, entered = everybody_answers(survey)
    copied = system_columns(AccessCode, entered)  # kept from before
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)

    answers = responses_seen()
    assert len(answers) == len(copied) == RESIDENTS
    assert not AccessCode.objects.exists()
    assert not Admission.objects.exists()
    assert not Response.objects.exclude(key=None, receipt=None).exists()
    assert len({row["transaction"] for row in answers}) == 1
    assert Response.objects.values("received_on").distinct().count() == 1
    found = {f"codes by {way}": n for way, n in linked(copied, answers).items()}
    found |= {f"receipts by {way}": n for way, n in linked(system_columns(Receipt, receipts), answers).items()}
    figures.add("linkage_share", max(found.values()) / RESIDENTS, "share")
    assert max(found.values()) <= CHANCE, found


def test_rights_signed_unseen_link_to_answers_by_chance_only(transactional_db, figures, monkeypatch):
    """Nothing of the token leads back at any time, not even with the signing key; after closing no order does either."""
    spare_keys(monkeypatch)
    doc = document([question("who", "number", min=0, max=RESIDENTS)])
    survey = make_survey(make_process(), doc=doc, identity="blind_code")
    issued, seen, shown, receipts = {}, [], [], {}
    unknown = set()
    for resident, code in enumerate(make_codes(survey, RESIDENTS)):
        right = Right(tokens.public_of(survey), survey.slug)
        token = right.unblinded(tokens.sign_for_code(survey, code, right.blinded))
        (row,) = set(TokenIssue.objects.values_list("pk", flat=True)) - unknown
        unknown.add(row)
        issued[row] = resident
        seen.append(right.blinded)
        shown.append(token)
        recorded = record_response(
            survey, survey.current, key=uuid.uuid4(), answers={"who": resident}, language="fi", channel="web",
            admission=unsealed(survey, token),
        )  # fmt: skip
        receipts[recorded.response.receipt_id.hex] = resident
    stored = str([list(model.objects.values()) for model in (Admission, TokenIssue, Response)])
    assert not [one for one in (*seen, *shown) if one[:40] in stored]
    by_number = (
        [seen.index(one) for one in sorted(seen)],
        [shown.index(one) for one in sorted(shown, key=lambda t: t[43:])],
    )
    assert sum(one == other for one, other in zip(*by_number, strict=True)) <= CHANCE
    copied = system_columns(TokenIssue, issued)
    Job.objects.all().delete()
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)
    answers = responses_seen()
    assert len(answers) == len(copied) == RESIDENTS
    assert not any(model.objects.exists() for model in (TokenIssue, TokenKey, Admission))
    found = linked(copied, answers) | {f"receipts by {way}": n for way, n in linked(system_columns(Receipt, receipts), answers).items()}  # fmt: skip
    figures.add("linkage_share_rights", max(found.values()) / RESIDENTS, "share")
    assert max(found.values()) <= CHANCE, found


def test_control_code_and_answer_in_one_transaction_give_everybody_away(survey):
    spent = {}
    for resident in range(RESIDENTS):
        with transaction.atomic():
            row = Admission.objects.create(token_hash=f"naive {uuid.uuid4()}", survey=survey)
            Response.objects.create(
                survey=survey, version=survey.current, content_hash="", language="fi", channel="web",
                answers={"who": resident},
            )  # fmt: skip
        spent[row.pk.replace("-", "")] = resident
    found = linked(system_columns(Admission, spent), responses_seen())
    way = "one transaction" if connection.vendor == "postgresql" else "place"
    assert found[way] == RESIDENTS


def test_control_emptying_columns_only_leaves_the_order(survey):
    receipts, _entered = everybody_answers(survey)
    Response.objects.update(key=None, receipt=None)
    assert linked(system_columns(Receipt, receipts), responses_seen())["place"] > RESIDENTS / 2


def files_seen(settings):
    """Files as the attacker sees them: rows by place and transaction, and on disk by name and by when they were written."""
    owners = {
        uuid.UUID(answers["photo"]).hex: answers["who"]
        for answers in Response.objects.values_list("answers", flat=True)
    }
    names = {name: owners[pk.hex] for pk, name in Upload.objects.values_list("pk", "name")}
    folder = Path(settings.MEDIA_ROOT) / "answers"
    on_disk = sorted((path for path in folder.iterdir() if path.name in names), key=lambda one: one.stat().st_mtime_ns)
    assert len(on_disk) == len(list(folder.iterdir())) == RESIDENTS
    written = [
        {"order": order, "transaction": "", "id": path.name, "resident": names[path.name]}
        for order, path in enumerate(on_disk)
    ]
    return system_columns(Upload, owners), written


def links_of_files(known, settings):
    rows, written = files_seen(settings)
    found = {f"file rows by {way}": n for way, n in linked(known, rows).items()}
    return found | {f"files on disk by {way}": linked(known, written)[way] for way in ("place", "id")}


def test_after_closing_files_link_to_codes_and_receipts_by_chance_only(survey, settings, tmp_path, figures):
    settings.MEDIA_ROOT = tmp_path
    receipts, entered = everybody_answers(survey, with_files=True)
    copied = system_columns(AccessCode, entered)
    before = set(Upload.objects.values_list("pk", flat=True)), set(Upload.objects.values_list("name", flat=True))
    control = links_of_files(system_columns(Receipt, receipts), settings)
    assert control["files on disk by place"] == control["file rows by place"] == RESIDENTS  # they lie as they came
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)

    found = {f"codes, {way}": n for way, n in links_of_files(copied, settings).items()}
    found |= {f"receipts, {way}": n for way, n in links_of_files(system_columns(Receipt, receipts), settings).items()}
    figures.add("linkage_share_of_files", max(found.values()) / RESIDENTS, "share")
    assert max(found.values()) <= CHANCE, found
    after = set(Upload.objects.values_list("pk", flat=True)), set(Upload.objects.values_list("name", flat=True))
    assert not before[0] & after[0]
    assert not before[1] & after[1]
    assert not Upload.objects.exclude(key=None, waits_since=None).exists()
    assert len({row["transaction"] for row in system_columns(Upload, {pk.hex: 0 for pk in after[0]})}) == 1


FEWER = 80  # people who hand in paper, or save what is unfinished: chance is the same for every number


def told_apart(known, answers):
    """Attacks by what was copied before closing; and the same as the control, tried before anything was written anew."""
    return {f"{name} by {way}": n for name, rows in known.items() for way, n in linked(rows, answers).items()}


def noted(entries):
    """Rows of a log, which keep their order for ever: the attacker knows whom each is about."""
    return [
        {"order": order, "transaction": order, "id": str(order).zfill(6), "resident": resident}
        for order, resident in enumerate(entries)
    ]


def test_after_closing_paper_forms_link_to_answers_by_chance_only(transactional_db, figures):
    """The attacker wrote down who handed in which form, and has the log of the keying with its order and its hours."""
    survey = make_survey(make_process(), doc=document([question("who", "number", min=0, max=RESIDENTS)]))
    paper.make_batch(PaperBatch(survey=survey, language="fi", size=FEWER), "Aula", double=0, by=None)
    clerk, sheets, receipts = make_person(), {}, {}
    for resident, sheet in enumerate(Sheet.objects.select_related("batch__survey__process", "batch__version").order_by("number")):  # fmt: skip
        keying.key_sheet(sheet, {"who": str(resident)}, by=clerk)
        sheets[str(sheet.pk)] = resident
        receipts[Response.objects.get(answers__who=resident).receipt_id.hex] = resident
    by_number = {str(key): resident for key, resident in sheets.items()}
    log = AuditEntry.objects.filter(verb="key_sheet").order_by("pk").values_list("subject_id", flat=True)
    known = {"forms": system_columns(Sheet, sheets), "receipts": system_columns(Receipt, receipts), "log": noted([by_number[key] for key in log])}  # fmt: skip
    assert len(known["log"]) == len(known["forms"]) == FEWER
    control = told_apart(known, responses_seen())
    assert control["log by place"] == control["receipts by place"] == FEWER  # as they lie before closing
    Job.objects.all().delete()
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)
    assert not SheetEntry.objects.exists()
    assert not Sheet.objects.exclude(key=None, code_hash=None).exists()
    known |= {"forms now": system_columns(Sheet, sheets), "receipts now": system_columns(Receipt, receipts)}
    found = told_apart(known, responses_seen())
    figures.add("linkage_share_of_paper", max(found.values()) / FEWER, "share")
    assert max(found.values()) <= CHANCE, found


def test_after_closing_unfinished_answers_link_to_sent_ones_by_chance_only(transactional_db, figures):
    """The attacker copied the kept drafts, knows whose each was, and has the jobs that were to delete them."""
    survey = make_survey(make_process(), doc=document([question("who", "number", min=0, max=RESIDENTS)]))
    drafts, keys = {}, []
    for resident in range(FEWER):
        keys.append(uuid.uuid4())
        save_draft(survey, survey.current, Unfinished(keys[-1], {"who": resident}, "page1", "fi", "web"))
        drafts[SurveyDraft.objects.get(key=keys[-1]).pk.hex] = resident
    jobs = Job.objects.filter(kind=PURGE_DRAFT).order_by("pk").values_list("reference", flat=True)
    known = {
        "drafts": system_columns(SurveyDraft, drafts),
        "jobs": noted([drafts[uuid.UUID(key).hex] for key in jobs]),
    }
    for resident, key in enumerate(keys):
        record_response(survey, survey.current, key=key, answers={"who": resident}, language="fi", channel="web")
        if resident % 2:
            drop_drafts(survey, key)  # as pages do; who sends by the API leaves the draft lying
    control = told_apart(known, responses_seen())
    assert control["drafts by place"] == control["jobs by place"] == FEWER
    Job.objects.all().delete()
    survey_actions.close_survey(survey, by=None)
    assert survey_actions.forget_keys(survey)
    stored = str([list(model.objects.values()) for model in (Response, SurveyDraft)])
    assert not [key for key in keys if key.hex in stored or str(key) in stored]
    found = told_apart(known, responses_seen())
    figures.add("linkage_share_of_drafts", max(found.values()) / FEWER, "share")
    assert max(found.values()) <= CHANCE, found


@pytest.mark.services
@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="runs on PostgreSQL already")
@pytest.mark.skipif(postgres_folder() is None, reason="no PostgreSQL here")
def test_the_same_on_postgresql():
    server = start_postgres()
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", __file__, "-q", "-k", "not on_postgresql", "-p", "no:cacheprovider"],
            cwd=ROOT, env={**os.environ, "DATABASE_URL": server.url}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        server.remove()
    assert run.returncode == 0, run.stdout[-3000:]
    assert "7 passed" in run.stdout

"""What the restore drill does inside an installation; run as a program, prints one JSON object.

make [NUMBER]: migrate, load the demo, with so many more responses; tell what there is.
later CODE:    go on working after the backup: more is sent, a receipt and a person are forgotten.
tell:          tell what there is.
check CODE …:  after restoring and erasing again: pages, tallies, the audit log, receipts (the first is the forgotten one).
"""

import hashlib
import json
import os
import sys
import uuid

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from config.demo.loading import load  # noqa: E402
from participation.actions.ideas import receive_idea  # noqa: E402
from participation.actions.privacy import forget_person, forget_receipt  # noqa: E402
from participation.models import Person, Process, Submission  # noqa: E402
from participation.queries.audit import checked_chain  # noqa: E402
from participation.queries.receipts import receipt_of  # noqa: E402
from surveys.actions.counting import count_responses, recount  # noqa: E402
from surveys.models import Response, Survey  # noqa: E402

GONE = "Kiireinen Kaija"
LATER = "Tämä tuli vasta varmuuskopion jälkeen."
SLUG = "hyvinvointi-ja-palvelut"
PAGES = ("/fi/", "/fi/processes/kaupunkistrategia/", f"/fi/surveys/{SLUG}/", f"/fi/surveys/{SLUG}/results/")
RECEIPTS = """
insert into participation_receipt (id, code_hash, kind, process_id, received_on)
select id, md5(id::text) || md5('more' || id::text), 'response', %s, received_on from surveys_response where survey_id = %s
"""


def fingerprint() -> dict[str, list]:
    """Of every table how many rows it has and the sum of their digests: the order does not matter, every value does."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table, count, total = model._meta.db_table, 0, 0
        names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(f'select {names} from "{table}"')  # names of our own models
            for row in cursor:
                count += 1
                total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=8).digest())
        found[table] = [count, f"{total % 2**64:x}"]
    return found


def make(number: int) -> dict:
    connection.settings_dict["OPTIONS"].pop("options", None)  # long transactions of one piece, on a busy machine
    call_command("migrate", verbosity=0)
    report = load("malli-salasana")
    Person.objects.create(email="kaija@example.org", name=GONE)
    if number:
        from benchmarks.results_inside import fill, made_up_document
        from tests.factories.surveys import make_survey

        survey = make_survey(Process.objects.get(slug="kaupunkistrategia"), doc=made_up_document(), slug="suuri")
        fill(survey, number)
        with connection.cursor() as cursor:
            cursor.execute(RECEIPTS, [survey.process_id, survey.pk])
            cursor.execute("update surveys_response set receipt_id = id where survey_id = %s", [survey.pk])
    for survey in Survey.objects.all():
        count_responses(survey)
    return {"receipts": list(report.receipts), "rows": fingerprint()}


def later(code: str) -> dict:
    """The demo goes on: what comes now is not in the backup, what is forgotten now is."""
    receive_idea(Process.objects.get(slug="kaupunkistrategia"), key=str(uuid.uuid4()), text=LATER)
    forget_receipt(receipt_of(code), by=None)
    forget_person(Person.objects.get(name=GONE), by=Person.objects.get(email="admin@example.org"))
    return {"rows": fingerprint()}


def check(codes: list[str]) -> dict:
    client = Client(HTTP_HOST="127.0.0.1")
    return {
        "pages": [client.get(page).status_code for page in PAGES],
        "differences": sum(recount(survey) for survey in Survey.objects.all()),
        "responses": Response.objects.count(),
        "audit_fault": checked_chain("").fault,
        "journeys": [client.post("/api/v1/journeys/", {"receipt": code}, "application/json").status_code for code in codes],
        "forgotten_people": Person.objects.filter(name=GONE).count(),
        "later": Submission.objects.filter(text=LATER).count(),
    }  # fmt: skip


def page() -> dict:
    """The first page that residents see again."""
    return {"pages": [Client(HTTP_HOST="127.0.0.1").get(page).status_code for page in PAGES]}


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "make":
        said = make(int(rest[0]) if rest else 0)
    elif verb == "later":
        said = later(rest[0])
    elif verb == "check":
        said = check(rest)
    else:
        said = {"rows": fingerprint()} if verb == "tell" else page()
    os.write(1, (json.dumps(said) + "\n").encode())

"""Fills a database with made-up responses and times results and exports; prints name, value, unit."""

import io
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import uuid

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from config.settling import settle  # noqa: E402
from surveys.actions.counting import count_responses  # noqa: E402
from surveys.logic.column_counts import grouped_by, has_value, tallies_of  # noqa: E402
from surveys.models import Response, ResultsBlock  # noqa: E402
from surveys.queries.counting import SHELF, snapshot_of  # noqa: E402
from tests.factories.participation import make_person, make_process  # noqa: E402
from tests.factories.surveys import choice, document, make_response, make_survey, question  # noqa: E402

SIZE = int(os.environ.get("RESULTS_SIZE", "1000000"))
EXPORTED = min(SIZE, 100_000)
AREAS, AGES = 5, 4
OPTIONS = [f"v{n}" for n in range(1, 9)]
WORDS = ["kirjasto", "bussi", "nuoret", "liikunta", "reitti", "koulu", "penkki", "puisto", "turvallisuus,"]


def made_up_document():
    """Fifteen questions: 6 single, 3 with several answers, 3 scales, 2 numbers, 1 text."""
    single = [question("area", "single_choice", choices=[choice(f"a{n}") for n in range(AREAS)])]
    single += [question("age", "single_choice", choices=[choice(f"g{n}") for n in range(AGES)])]
    single += [question(f"s{n}", "single_choice", choices=[choice(v) for v in OPTIONS[: 3 + n]]) for n in range(4)]
    many = [question(f"m{n}", "multi_choice", choices=[choice(v) for v in OPTIONS]) for n in range(3)]
    scales = [question(f"l{n}", "scale") for n in range(3)]
    numbers = [question("year", "number", min=1900, max=2020), question("visits", "number", min=0, max=365)]
    return document(single, [*many, *scales], [*numbers, question("words", "long_text")])


def answers(dice):
    """Answers of one made-up respondent."""
    given = {"area": f"a{dice.randrange(AREAS)}", "age": f"g{dice.randrange(AGES)}"}
    given |= {f"s{n}": OPTIONS[dice.randrange(3 + n)] for n in range(4)}
    given |= {f"m{n}": dice.sample(OPTIONS, dice.randint(1, 4)) for n in range(3)}
    given |= {f"l{n}": dice.randint(1, 5) for n in range(3)}
    given |= {"year": dice.randint(1930, 2010), "visits": dice.randint(0, 60)}
    if dice.random() < 0.5:
        given["words"] = " ".join(dice.choices(WORDS, k=12))
    return given


def fill(survey, number):
    """Store responses by COPY, as quickly as the database takes them."""
    dice = random.Random(survey.slug)
    made = [json.dumps(answers(dice)) for _n in range(20_000)]
    usual = Response(survey=survey, version=survey.current, content_hash="0" * 64, channel="web")
    row = {field.column: getattr(usual, field.attname) for field in Response._meta.concrete_fields}
    statement = f"COPY surveys_response ({', '.join(row)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for n in range(number):
            row["id"] = uuid.UUID(int=dice.getrandbits(128), version=4)
            row["language"] = "fi" if n % 9 else "sv"
            row["answers"] = made[(n * 7919) % 20_000]
            row["received_on"] = f"2026-11-{1 + n % 20:02}"
            copy.write_row(list(row.values()))
    with connection.cursor() as cursor:
        cursor.execute("analyze surveys_response")


def median_ms(work, times=9, clock=time.perf_counter):
    """The median time of a piece of work in milliseconds, after one to warm up; by the processor's clock others count less."""
    work()
    found = []
    for _time in range(times):
        began = clock()
        work()
        found.append((clock() - began) * 1000)
    return statistics.median(found)


def in_turns(one, other, times=15):
    """The median times of two pieces of work in milliseconds, done in turns so that the machine is alike to both."""
    found = ([], [])
    for turn in range(times + 1):
        for work, took in zip((one, other), found, strict=True):
            began = time.perf_counter()
            work()
            if turn:
                took.append((time.perf_counter() - began) * 1000)
    return statistics.median(found[0]), statistics.median(found[1])


def page(client, address):
    """Ask for an address; it must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
    return answer


def say(name, value, unit, *reference):
    """Print one figure."""
    print(name, f"{value:.6g}", unit, *reference, flush=True)


def peak_of(survey, kind):
    """Export in a process of its own; returns its seconds, its peak memory in MB and the size of the file."""
    program = (
        "import django, time; django.setup()\n"
        "from surveys.models import Survey; from surveys.queries.responses import file_of\n"
        f"survey = Survey.objects.get(pk={survey.pk}); began = time.perf_counter(); size = 0\n"
        "peak = lambda: int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
        f"for block in file_of(survey, {kind!r}): size += len(block)\n"
        "print(time.perf_counter() - began, peak() / 1024, size)"
    )
    out = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(word) for word in out.split()]


def copy_seconds(survey):
    """The time of PostgreSQL's own COPY of the same rows as CSV."""
    names = [q["name"] for p in made_up_document()["pages"] for q in p["questions"]]
    cells = ", ".join(f"answers->>'{name}'" for name in names)
    query = f"COPY (SELECT received_on, language, channel, {cells} FROM surveys_response WHERE survey_id = {survey.pk}) TO STDOUT CSV"
    found = []
    for _time in range(3):
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy(query) as copy:
            target = io.BytesIO()
            for block in copy:
                target.write(block)
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def writers(survey, stop, took):
    """Send answers one after another while something else happens."""
    dice = random.Random(2)
    while not stop.is_set():
        began = time.perf_counter()
        make_response(survey, answers(dice))
        took.append((time.perf_counter() - began) * 1000)
    connection.close()


def measure_refresh(survey):
    """Build the copy anew while answers arrive; how long the slowest of them took."""
    stop, took = threading.Event(), []
    thread = threading.Thread(target=writers, args=(survey, stop, took))
    thread.start()
    time.sleep(10)
    quiet = sorted(took)
    took.clear()
    program = (
        "import django; django.setup()\n"
        "from surveys.actions.counting import rebuild_results; from surveys.models import Survey\n"
        f"assert rebuild_results(Survey.objects.get(pk={survey.pk}))"
    )
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)  # as a worker does, beside the pages' processes
    seconds = time.perf_counter() - began
    stop.set()
    thread.join()
    count_responses(survey)
    say("refresh_1m_seconds", seconds, "s")
    meanwhile = sorted(took)
    for name, part in (("p50", 0.5), ("p99", 0.99), ("slowest", 1.0)):
        without, during = (times[min(int(len(times) * part), len(times) - 1)] for times in (quiet, meanwhile))
        say(f"submit_during_refresh_{name}_ms", during, "ms", "without", f"{without:.4g}")


def measure_exports(small):
    """CSV and XLSX of 100,000 against COPY, and how memory grows to ten times as many."""
    reference = copy_seconds(small)
    peaks = {}
    for kind in ("csv", "xlsx"):
        runs = [peak_of(small, kind) for _time in range(3)]
        seconds, peaks[kind] = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
        say(f"export_{kind}_100k_seconds", seconds, "s")
        say(f"export_{kind}_100k_ratio_to_copy", seconds / reference, "ratio")
    say("export_peak_mb", max(peaks.values()), "MB")
    return peaks


def main():
    """Print the figures."""
    call_command("migrate", verbosity=0)
    process = make_process()
    coordinator = make_person(email="coordinator@example.org", roles=[("coordinator", process)])
    little = make_survey(process, doc=made_up_document(), slug="little")
    small = make_survey(process, doc=made_up_document(), slug="small")
    large = make_survey(process, doc=made_up_document(), slug="large")
    for survey, number in ((little, 1000), (small, EXPORTED), (large, SIZE)):
        fill(survey, number)
        began = time.perf_counter()
        count_responses(survey)
        if survey is large:
            say("counting_in_1m_seconds", time.perf_counter() - began, "s")
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze surveys_response")  # as the database does by itself within minutes
    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.TOTP, data={})  # the page asks for it
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    settle()  # as the servers do when they have started
    few, many = in_turns(
        lambda: page(client, "/fi/desk/surveys/little/"), lambda: page(client, "/fi/desk/surveys/large/")
    )
    say("marginals_1k_ms", few, "ms")
    say("marginals_1m_ms", many, "ms")
    say("marginals_1m_over_1k", many / few, "ratio")
    address = "/api/v1/surveys/large/results/?by=area,age&where=s0:v1"
    began = time.perf_counter()
    page(client, address)
    say("crosstab_1m_first_ms", (time.perf_counter() - began) * 1000, "ms")
    say("crosstab_1m_ms", median_ms(lambda: page(client, address)), "ms")
    for name, work in (("marginals", "/fi/desk/surveys/large/"), ("crosstab", address)):
        say(f"{name}_1m_processor_ms", median_ms(lambda at=work: page(client, at), clock=time.thread_time), "ms")
    say("crosstab_1m_counting_ms", median_ms(lambda: crosstab(large)), "ms")
    say("columns_1m_mb", SHELF.size / 1e6, "MB")
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(octet_length(data)) from surveys_resultsblock where copy_id = (select id from surveys_resultscopy where survey_id = %s)",
            [large.pk],
        )
        say("columns_1m_stored_mb", cursor.fetchone()[0] / 1e6, "MB")
    assert ResultsBlock.objects.count() < 200
    peaks = measure_exports(small)
    if SIZE > EXPORTED:
        for kind in ("csv", "xlsx"):
            _seconds, peak, _size = peak_of(large, kind)
            say(f"export_{kind}_growth", max(0.0, peak - peaks[kind]) * 1024 * 1024 / (SIZE - EXPORTED), "bytes/row")
    measure_refresh(large)


def crosstab(survey):
    """Count every question by area and age among those who chose one option, without making a page of it."""
    snapshot = snapshot_of(survey, columns=True)
    labels = [[f"a{n}" for n in range(AREAS)], [f"g{n}" for n in range(AGES)]]
    groups = grouped_by(["area", "age"], snapshot.book, labels)
    found = tallies_of(
        snapshot.blocks, snapshot.book, groups, lambda block: has_value(block, "s0", "v1", snapshot.book)
    )
    assert len(found) == AREAS * AGES


if __name__ == "__main__":
    main()

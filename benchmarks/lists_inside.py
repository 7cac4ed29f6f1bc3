"""Fills a database with 50,000 contributions and times the chair's pages; prints name, value, unit."""

import random
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.lists import p95  # noqa: E402
from participation.actions.search import index_words  # noqa: E402
from participation.logic import submissions as rules  # noqa: E402
from participation.models import Submission  # noqa: E402
from tests.factories.participation import make_area, make_person, make_process, make_theme  # noqa: E402
from tests.factories.workgroups import make_group, make_membership  # noqa: E402
from workgroups.models import Assignment  # noqa: E402

WORDS = [
    "kirjasto",
    "palveluverkko",
    "bussi",
    "nuoret",
    "ikäihmiset",
    "hyvinvointialue",
    "liikunta",
    "reitti",
    "koulu",
    "talvikunnossapito",
    "valaistus",
    "tapahtuma",
    "kulttuuri",
    "yhdistys",
    "uimahalli",
    "terveysasema",
    "digipalvelu",
    "kylä",
    "penkki",
    "puisto",
    "turvallisuus",
    "yksinäisyys",
]


def fill(number: int) -> Client:
    """Store the contributions, most of them with one group; returns its signed-in chair."""
    chance = random.Random(1)
    process = make_process()
    areas, themes = [make_area() for _n in range(12)], [make_theme(process) for _n in range(8)]
    groups = [make_group(process, code=str(n)) for n in range(1, 5)]
    chair = make_person(email="chair@example.org")
    make_membership(groups[0], chair, role="chair")
    for start in range(0, number, 5000):
        rows = [
            Submission(
                process=process, source_key=f"bench-{start + n}", content_hash="0" * 64, language="fi", channel="import",
                text=" ".join(chance.choices(WORDS, k=40)), theme=chance.choice(themes), area=chance.choice(areas),
                state=chance.choice([rules.ROUTED, rules.ROUTED, rules.IN_REVIEW, rules.PUBLISHED]),
            )
            for n in range(5000)
        ]  # fmt: skip
        Submission.objects.bulk_create(rows, batch_size=1000)
        Assignment.objects.bulk_create(
            [Assignment(submission=row, group=chance.choices(groups, [7, 1, 1, 1])[0], origin="rule") for row in rows],
            batch_size=1000,
        )
    index_words(limit=number)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client()
    client.force_login(chair, backend="django.contrib.auth.backends.ModelBackend")
    return client


def times(client: Client, addresses: list[str]) -> list[float]:
    """Seconds for each address, after one to warm up."""
    client.get(addresses[0])
    found = []
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        found.append(time.perf_counter() - began)
        assert answer.status_code == 200, (address, answer.status_code)
    return found


def main() -> None:
    """Print the figures."""
    call_command("migrate", verbosity=0)
    client = fill(50_000)
    pages = [f"/fi/desk/inbox/?page={page}" for page in range(1, 41)]
    print("inbox_50k_p95_ms", p95(times(client, pages)), "ms")
    groups = [f"/fi/desk/groups/1/?page={page}" for page in range(1, 21)]
    print("group_50k_p95_ms", p95(times(client, groups)), "ms")
    searches = [f"/fi/desk/inbox/?q={word}" for word in [*WORDS[:10], "hyvinvointialueiden", "kouluissa koulun", "zzz"]]
    print("search_50k_p95_ms", p95(times(client, searches * 4)), "ms")


if __name__ == "__main__":
    main()

"""Keeping the words by which contributions are found: a job that reads what is new."""

from collections.abc import Sequence

from django.db import transaction

from participation.actions.jobs import add_job
from participation.logic.search import FORMAT, search_words
from participation.models.jobs import Job
from participation.models.search import SearchText
from participation.models.submissions import Submission
from participation.queries.search import unread

INDEX_WORDS = "participation.index_words"
CHUNK = 500


def promise_words() -> None:
    """Promise to read what is new, unless that is promised already; a second promise does no harm."""
    if not Job.objects.pending().filter(kind=INDEX_WORDS, lease_until__isnull=True).exists():
        add_job(INDEX_WORDS, "new")


def index_words(*, limit: int = 20_000) -> int:
    """Read the contributions without words; returns how many. What is left over the limit is promised anew."""
    done = 0
    while done < limit:
        rows = list(unread()[:CHUNK])
        if not rows:
            return done
        done += keep_words(rows)
    with transaction.atomic():
        promise_words()
    return done


@transaction.atomic
def keep_words(rows: Sequence[Submission]) -> int:
    """Keep the words of these contributions in place of earlier ones."""
    found = [
        SearchText(
            submission=row, words=search_words(f"{row.title} {row.text}", row.language.split("-")[0]), format=FORMAT
        )
        for row in rows
    ]
    SearchText.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["submission"], update_fields=["words", "format"]
    )
    return len(found)

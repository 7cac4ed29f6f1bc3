"""Things of the ground floor for tests: only what is required is set, everything else can be given."""

import datetime
import itertools
import uuid

from django.utils import timezone

from participation.logic.search import search_words
from participation.models import Area, Comment, Follow, Person, Phase, Process, PublicIdea, Role, Submission, Theme
from participation.queries.support import with_supporters

numbers = itertools.count(1)


def make_person(*, roles=(), **fields):
    """A staff account; roles is a list of (kind, process or None)."""
    fields.setdefault("email", f"person{next(numbers)}@example.org")
    person = Person.objects.create_user(fields.pop("email"), fields.pop("password", None), **fields)
    for kind, process in roles:
        Role.objects.create(person=person, kind=kind, process=process)
    return person


def make_process(*, takes_ideas=True, **fields):
    """An open process whose only phase is open now and takes ideas unless told otherwise."""
    n = next(numbers)
    fields.setdefault("slug", f"process-{n}")
    fields.setdefault("name", {"fi": f"Prosessi {n}", "sv": f"Process {n}", "en": f"Process {n}"})
    fields.setdefault("state", Process.State.OPEN)
    process = Process.objects.create(**fields)
    now = timezone.now()
    Phase.objects.create(
        process=process,
        order=1,
        kind=Phase.Kind.LISTENING,
        name={"fi": "Kuuleminen", "sv": "Hörande", "en": "Listening"},
        opens=now - datetime.timedelta(days=7),
        closes=now + datetime.timedelta(days=7),
        takes_ideas=takes_ideas,
    )
    return process


def make_theme(process, **fields):
    """A theme of a process."""
    n = next(numbers)
    fields.setdefault("slug", f"theme-{n}")
    fields.setdefault("name", {"fi": f"Teema {n}", "sv": f"Tema {n}", "en": f"Theme {n}"})
    return Theme.objects.create(process=process, **fields)


def make_area(**fields):
    """An area of the town."""
    n = next(numbers)
    fields.setdefault("slug", f"area-{n}")
    fields.setdefault("name", {"fi": f"Alue {n}", "sv": f"Område {n}", "en": f"Area {n}"})
    return Area.objects.create(**fields)


def make_follow(submission, **fields):
    """A confirmed follower of a contribution."""
    fields.setdefault("email", "asukas@example.org")
    fields.setdefault("language", "fi")
    fields.setdefault("confirmed_on", timezone.localdate())
    return Follow.objects.create(submission=submission, **fields)


def make_submission(process, **fields):
    """A stored submission, without the events that receiving would announce."""
    fields.setdefault("text", "Lisää penkkejä rantareitille, jotta vanhukset jaksavat kävellä.")
    fields.setdefault("language", "fi")
    fields.setdefault("channel", "form")
    fields.setdefault("content_hash", "0" * 64)
    fields.setdefault("source_key", uuid.uuid4().hex)
    return Submission.objects.create(process=process, **fields)


def make_public_idea(process, **fields):
    """A public idea that everybody may read, with its contribution; words are those of the contribution."""
    submission = fields.pop("submission", None) or make_submission(process, **fields.pop("said", {}))
    fields.setdefault("title", submission.title)
    fields.setdefault("text", submission.text)
    fields.setdefault("words", search_words(f"{submission.title} {submission.text}", submission.language))
    fields.setdefault("state", "shown")
    fields.setdefault("shown_on", timezone.localdate())
    return PublicIdea.objects.create(submission=submission, process=process, **fields)


def supporters_of(keys):
    """How many support each of these contributions, as the pages count them."""
    rows = with_supporters(Submission.objects.filter(pk__in=list(keys)))
    return dict(rows.values_list("pk", "supporters"))


def make_comment(idea, **fields):
    """A comment that everybody may read."""
    fields.setdefault("text", "Hyvä ajatus, kannatan.")
    fields.setdefault("language", "fi")
    fields.setdefault("state", "shown")
    return Comment.objects.create(idea=idea, **fields)

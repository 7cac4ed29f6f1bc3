"""Feeds of a process: what feed readers need to read them, words that stay words, nothing before its time."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.actions.summaries import compile_new_summary
from participation.models import Summary
from tests.factories.participation import make_submission
from tests.factories.workgroups import make_group
from workgroups.models import Decision

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def town(process, coordinator):
    """One published decision whose reason looks like markup, and a summary published with an embargo of a day."""
    group = make_group(process, code="1")
    Decision.objects.create(
        submission=make_submission(process, state="published", title="Penkit"), group=group, outcome="adopted",
        reason={"fi": "Jos 2 < 3, niin <b>kyllä</b>."}, decided_by=coordinator, published_on="2026-02-01",
    )  # fmt: skip
    summary = compile_new_summary(process, by=coordinator).summary
    now = timezone.now()
    Summary.objects.filter(pk=summary.pk).update(
        state="published", published_at=now, embargo_until=now + datetime.timedelta(days=1)
    )
    return summary


def read(client, process, kind):
    return ElementTree.fromstring(client.get(reverse(f"participation:process_{kind}", args=[process.slug])).content)


def test_feeds_are_whole_and_hold_words_as_words(client, process, town):
    atom, rss = read(client, process, "atom"), read(client, process, "rss").find("channel")
    assert all(atom.findtext(ATOM + name) for name in ("id", "title", "updated"))
    assert [link.get("rel") for link in atom.findall(ATOM + "link")] == ["alternate", "self"]
    entry, item = atom.find(ATOM + "entry"), rss.find("item")
    assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated", "summary"))
    assert entry.findtext(ATOM + "summary").endswith("Jos 2 &lt; 3, niin &lt;b&gt;kyllä&lt;/b&gt;.")
    assert item.find("guid").get("isPermaLink") == "false"
    assert all(item.findtext(name) for name in ("title", "link", "pubDate", "description"))


def test_an_embargo_holds_in_feeds_and_its_end_is_the_day_of_the_news(client, process, town):
    assert len(read(client, process, "atom").findall(ATOM + "entry")) == 1
    published = timezone.now() - datetime.timedelta(days=30)
    ended = timezone.now() - datetime.timedelta(hours=1)
    Summary.objects.filter(pk=town.pk).update(published_at=published, embargo_until=ended)
    entries = read(client, process, "atom").findall(ATOM + "entry")
    assert len(entries) == 2
    assert entries[0].findtext(ATOM + "updated").startswith(str(timezone.localdate(ended)))
    assert entries[0].find(ATOM + "summary") is None

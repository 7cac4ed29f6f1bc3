"""The optional assistant: only given sources are sent, sentences without one are dropped, a person approves, all is logged."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone, translation

from participation.actions import assistant
from participation.actions import summary_lines as edits
from participation.actions.privacy import forget_quotes
from participation.actions.summaries import compile_new_summary
from participation.errors import ParticipationError, TemporaryFailure
from participation.models import AssistantCall, Quote, Submission, SummaryLine
from participation.queries.summary_documents import stored
from tests.factories.participation import make_submission


@pytest.fixture
def summary(process, coordinator):
    for _ in range(40):
        make_submission(process)
    return compile_new_summary(process, by=coordinator).summary


def line_of(summary, key):
    return SummaryLine.objects.get(summary=summary, key=key)


class FakeModel(BaseHTTPRequestHandler):
    """An OpenAI-compatible address on this machine; the server's answer says what it sends back."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        told = json.dumps({"choices": [{"message": {"content": self.server.answer}}]}).encode()
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def model(settings):
    server = HTTPServer(("127.0.0.1", 0), FakeModel)
    server.asked, server.status, server.answer = [], 200, ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.LANGUAGE_MODEL_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.LANGUAGE_MODEL_NAME, settings.LANGUAGE_MODEL_KEY = "small", "secret"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_assistant_drafts_from_given_sources_only(summary, coordinator, model, work_off):
    model.answer = json.dumps(
        {
            "sentences": [
                {"text": "Palautetta tuli 40.", "sources": ["s1"]},
                {"text": "Kaikki pitävät tästä.", "sources": []},
                {"text": "Palautetta tuli 41.", "sources": ["s1"]},
                {"text": "Keksitty lähde.", "sources": ["s99"]},
            ]
        }
    )
    with translation.override("fi"):
        assistant.order_drafts(summary, "short", by=coordinator)
    work_off()
    call = AssistantCall.objects.get()
    assert (call.kept, call.dropped, call.by) == (1, 3, coordinator)
    path, key, body = model.asked[0]
    assert (path, key, body["model"], body["messages"]) == ("/v1/chat/completions", "Bearer secret", "small", call.sent)
    draft = SummaryLine.objects.get(summary=summary, origin="assistant")
    assert draft.waits
    assert draft.where == line_of(summary, "short.received").where
    assert draft.key not in {line.key for line in stored(summary).lines}
    edits.approve_draft(draft, by=coordinator)
    assert draft.key in {line.key for line in stored(summary).lines}


@pytest.mark.parametrize(("status", "answer", "failure"), [(503, "", TemporaryFailure), (400, "", ParticipationError)])
def test_an_assistant_that_fails_changes_nothing_but_its_log(summary, coordinator, model, status, answer, failure):
    model.status, model.answer = status, answer
    with pytest.raises(failure):
        assistant.draft_section(summary, "short", by=coordinator)
    assert AssistantCall.objects.get().kept == 0
    assert not SummaryLine.objects.filter(origin="assistant").exists()


def test_an_answer_that_is_no_list_drafts_nothing(summary, coordinator, model):
    model.answer = "Valitettavasti en voi auttaa."
    assert assistant.draft_section(summary, "short", by=coordinator).kept == 0


@pytest.fixture
def quoted(summary):
    """A section with an approved quote; gives its name."""
    line = SummaryLine.objects.filter(summary=summary, kind="quotes").first()
    quote = Quote.objects.filter(summary=summary, section=line.table).first()
    Quote.objects.filter(pk=quote.pk).update(approved_at=timezone.now(), is_left_out=False)
    return line.section, quote.pk


@pytest.mark.parametrize("moment", ["messages_for", "complete"])
def test_a_quote_erased_meanwhile_is_neither_sent_nor_kept(summary, coordinator, model, quoted, monkeypatch, moment):
    section, key = quoted
    excerpt = Quote.objects.get(pk=key).excerpt
    model.answer = json.dumps({"sentences": [{"text": excerpt, "sources": ["s1", "s2", "s3", "s4", "s5"]}]})
    does = getattr(assistant, moment)

    def while_it_is_erased(*given):
        forget_quotes(Submission.objects.get(pk=Quote.objects.get(pk=key).reference))
        return does(*given)

    monkeypatch.setattr(assistant, moment, while_it_is_erased)
    if moment == "messages_for":
        with pytest.raises(ParticipationError):
            assistant.draft_section(summary, section, by=coordinator)
        assert model.asked == []
    else:  # on its way already: what comes back is not kept
        assert assistant.draft_section(summary, section, by=coordinator).kept == 0
    assert excerpt not in str(list(AssistantCall.objects.values()))
    assert not SummaryLine.objects.filter(origin="assistant").exists()

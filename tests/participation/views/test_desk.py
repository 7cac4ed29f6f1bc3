"""The desk: first pages by role, overview, keying in, import, summaries, operations; refusals to others."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from participation.actions.summaries import compile_new_summary
from participation.models import Job, Quote, Submission, Summary
from tests.factories.participation import make_person, make_process, make_submission
from tests.support.smtp import mail_server


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def clerk(process):
    return make_person(roles=[("clerk", process)])


def at(name, *args):
    return reverse(f"participation:{name}", args=args)


def test_first_pages_by_role(client, coordinator, clerk, process):
    client.force_login(coordinator)
    assert client.get(at("desk"), follow=True).redirect_chain[-1][0] == at("overview", process.slug)
    client.force_login(clerk)
    assert client.get(at("desk"), follow=True).redirect_chain[-1][0] == at("entry", process.slug)
    client.force_login(make_person())
    assert client.get(at("desk")).status_code == 200


def test_choosing_a_process(client, admin_person, process):
    make_process()
    client.force_login(admin_person)
    for name in ("processes_desk", "entry_desk"):
        assert process.name["fi"] in client.get(at(name)).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_overview_costs_the_same_for_one_and_three(desk, process, n, django_assert_max_num_queries):
    for _ in range(n):
        make_submission(process)
    with django_assert_max_num_queries(40) as asked:
        answer = desk.get(at("overview", process.slug))
    assert answer.context["state"].n == n
    assert answer.context["state"].unrouted == n
    costs.add(len(asked))
    assert len(costs) == 1


costs = set()


@pytest.mark.parametrize("name", ["overview", "entry", "import_file", "import_columns"])
def test_others_are_refused(client, process, name):
    client.force_login(make_person())
    assert client.get(at(name, process.slug)).status_code == 403
    draft = make_process(state="draft")
    assert client.get(at(name, draft.slug)).status_code == 404


def test_a_clerk_keys_in_several_in_a_row_and_gets_receipts(client, clerk, process, mailoutbox):
    client.force_login(clerk)
    today = timezone.localdate()
    data = {"key": uuid.uuid4(), "channel": "phone", "received_on": today, "text": "Penkkejä", "language": "sv"}
    answer = client.post(at("entry", process.slug), data)
    shown = answer.content.decode()
    code = answer.context["code"]
    assert code in shown
    assert "".join(word[0] for word in " ".join(answer.context["spelled"]).split()) == code.replace("-", "")
    assert Submission.objects.get().channel == "phone"
    following = answer.context["form"]
    assert (following["channel"].value(), following["language"].value(), following["text"].value()) == (
        "phone",
        "sv",
        None,
    )
    assert str(data["key"]) not in shown
    assert client.post(at("entry", process.slug), {**data, "text": " "}).status_code == 422
    assert client.post(at("entry", process.slug), {**data, "text": "Muuta"}).status_code == 422
    assert Submission.objects.count() == 1
    assert not mailoutbox
    mailed = client.post(at("entry", process.slug), {**data, "key": uuid.uuid4(), "email": "asukas@example.org"})
    assert mailed.context["is_sent"]
    assert mailed.context["code"] in mailoutbox[0].body
    for row in Submission.objects.all():  # the logs of mail servers keep it beside the address
        for key in (row.pk, row.receipt_id, row.reference):
            assert str(key) not in str(mailoutbox[0].message())
    assert client.post(at("entry", process.slug), {**data, "key": uuid.uuid4(), "email": "x"}).status_code == 422


def test_a_receipt_that_cannot_be_mailed_is_told(client, clerk, process, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    client.force_login(clerk)
    data = {"key": uuid.uuid4(), "channel": "email", "received_on": timezone.localdate(), "text": "Penkkejä"}
    data |= {"language": "fi", "email": "asukas@example.org"}
    with mail_server() as inbox:
        inbox.mode = "never"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", inbox.port
        answer = client.post(at("entry", process.slug), data)
    assert not answer.context["is_sent"]
    assert answer.context["code"] in answer.content.decode()


def test_import_in_two_steps(desk, process, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("in.csv", "viite;otsikko;teksti\n1;a;Lisää puita\n2;b;Vähemmän autoja\n".encode())
    assert desk.get(at("import_columns", process.slug)).status_code == 302
    answer = desk.post(at("import_file", process.slug), {"file": file}, follow=True)
    assert b"V\xc3\xa4hemm\xc3\xa4n autoja" in answer.content
    form = answer.context["form"]
    assert form.initial["text"] == "teksti"
    data = {"text": "teksti", "title": "otsikko", "reference": "viite", "channel": "email"}
    assert desk.post(at("import_columns", process.slug), {**data, "text": ""}).status_code == 422
    done = desk.post(at("import_columns", process.slug), data)
    assert done.context["report"].added == 2
    assert not list(tmp_path.rglob("uploads/*"))


def test_import_tells_what_is_wrong(desk, process, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    broken = SimpleUploadedFile("in.csv", b'a;b\n1;"x\n')
    assert desk.post(at("import_file", process.slug), {"file": broken}).status_code == 422
    assert desk.post(at("import_file", process.slug), {}).status_code == 422
    empty = SimpleUploadedFile("in.csv", b"teksti;n\n;1\n")
    desk.post(at("import_file", process.slug), {"file": empty})
    answer = desk.post(at("import_columns", process.slug), {"text": "teksti", "channel": "import"})
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_compile_preview_publish_read(desk, client, process, work_off):
    for n in range(6):
        make_submission(process, text=f"Lisää penkkejä rantareitille numero {n}, jotta vanhukset jaksavat kävellä.")
    desk.post(at("summary_compile", process.slug))
    assert Job.objects.filter(kind="participation.compile_summary").exists()
    assert len(desk.get(at("summaries_desk")).context["jobs"]) == 1
    work_off()
    summary = Summary.objects.get()
    preview = desk.get(at("summary_preview", summary.pk))
    lines = [(section, line) for section in preview.context["builder"].sections for line in section.lines]
    section, source = next((section.key, line.quotes[0].address) for section, line in lines if line.quotes)
    assert source in desk.get(at("summary_preview", summary.pk), {"section": section}).content.decode()
    quote = {"uuid": summary.pk, "number": Quote.objects.filter(summary=summary)[0].pk, "verb": "approve"}
    answer = desk.post(reverse("participation:summary_quote", kwargs=quote))
    assert answer["Location"].endswith(f"?section={section}#quote-{quote['number']}")
    assert desk.get(source).status_code == 200
    client.logout()
    assert client.get(at("summary_page", summary.pk)).status_code == 404
    client.force_login(summary.compiled_by)
    assert desk.get(at("summary_publish", summary.pk)).status_code == 200
    desk.post(at("summary_publish", summary.pk))
    desk.post(at("summary_publish", summary.pk))
    client.logout()
    page = client.get(at("summary_page", summary.pk))
    assert page.status_code == 200
    assert source not in page.content.decode()
    assert not client.get(at("summary_page", summary.pk)).cookies


@pytest.mark.parametrize("n", [1, 3])
def test_list_of_summaries(desk, process, n, django_assert_num_queries):
    for _ in range(n):
        make_submission(process)
        compile_new_summary(process, by=None)
    desk.get(at("summaries_desk"))
    assert len(desk.get(at("summaries_desk")).context["page"].object_list) == n


def test_an_unknown_group_is_told(desk, process):
    answer = desk.post(at("summary_compile", process.slug), {"group": "99"}, follow=True)
    assert "99" in answer.content.decode()
    assert not Job.objects.exists()


def test_summaries_of_others_do_not_exist(client, process):
    summary = compile_new_summary(process, by=None).summary
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    for name in ("summary_preview", "summary_publish"):
        assert client.get(at(name, summary.pk)).status_code == 404
    assert client.get(at("submission_page", make_submission(process).pk)).status_code == 404
    client.force_login(make_person())
    assert client.get(at("summaries_desk")).status_code == 403


def test_operations_and_audit(client, admin_person, settings, tmp_path):
    settings.KEPT_MAIL_DIR = tmp_path
    (tmp_path / "one.log").write_text("Subject: Hei\nTo: a@example.org\n\nTeksti\n" + "-" * 79 + "\n")
    Job.objects.create(kind="x", reference="1", attempts=5, buried_at=timezone.now())
    client.force_login(admin_person)
    page = client.get(at("operations"))
    assert page.context["state"].dead == 1
    assert b"Hei" in client.get(at("kept_mail", "one-0")).content
    assert client.get(at("kept_mail", "two-0")).status_code == 404
    client.post(at("operations_retry"))
    assert Job.objects.dead().count() == 0
    assert client.get(at("audit_log"), {"verb": "x", "subject": "1"}).status_code == 200
    client.force_login(make_person())
    for name in ("operations", "audit_log"):
        assert client.get(at(name)).status_code == 403

"""One process with everything in it, and a twin with the same things, whose people must see nothing of ours."""

import datetime
import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.utils import timezone

from participation.actions.receipts import issue_receipt
from participation.actions.summaries import compile_new_summary
from participation.gateways.photos import write_photo
from participation.models import (
    Batch,
    Goal,
    Indicator,
    Invitation,
    Job,
    Measure,
    Notification,
    Quote,
    Role,
    Strategy,
    Summary,
    Webhook,
    WebhookDelivery,
    Workshop,
    WorkshopPhoto,
)
from surveys.actions.answer_imports import keep_answers
from surveys.actions.library import keep_survey
from surveys.actions.notices import renew_notice
from surveys.gateways.attachments import write_attachment
from surveys.models import CodeBatch
from surveys.models.coding import CodeBook
from surveys.models.files import AnswerFile
from surveys.models.kiosks import Kiosk
from surveys.models.paper import PaperBatch, Scan, ScanPage, Sheet, SheetNote
from surveys.models.uploads import Upload
from tests.factories.participation import (
    make_area,
    make_comment,
    make_follow,
    make_person,
    make_process,
    make_public_idea,
    make_submission,
    make_theme,
)
from tests.factories.surveys import make_response, make_survey
from tests.factories.workgroups import assign, make_group, make_membership, make_rule
from workgroups.actions.clusters import form_cluster
from workgroups.actions.fragments import cut
from workgroups.actions.opinions import ask_opinions
from workgroups.actions.reorganisation import rename_group
from workgroups.logic.fragments import Cut
from workgroups.models import (
    Absence,
    AgendaItem,
    ClusterMember,
    Decision,
    Meeting,
    Membership,
    Minutes,
    Operation,
    Promise,
    SavedView,
)

ROLES = (
    "anonymous", "clerk", "facilitator", "member", "chair", "other_chair", "coordinator", "twin_chair",
    "twin_coordinator", "admin",
)  # fmt: skip


@dataclass
class World:
    """Our process with its things, the twin's, and one person a role."""

    ours: SimpleNamespace
    twin: SimpleNamespace
    people: dict
    sessions: dict = field(default_factory=dict)


def build_process(prefix: str) -> SimpleNamespace:
    """A process with groups, contributions in each state, a survey, a summary draft and a published one."""
    process = make_process(slug=f"{prefix}-process")
    theme, area = make_theme(process), make_area()
    heading = make_group(process, code="2", is_heading=True)
    group = make_group(process, code="2.1", parent=heading)
    other_group = make_group(process, code="2.2", parent=heading)
    rule = make_rule(group, keywords=["kirjasto"])
    chair = make_person(name=f"{prefix} chair")
    make_membership(group, chair, role="chair")
    receipt, code = issue_receipt(str(uuid.uuid4()), kind="submission", process=process)
    tray = make_submission(process, text="Kukaan ei tiedä kenelle tämä kuuluu.")
    waiting = make_submission(process, theme=theme, area=area, receipt=receipt)
    waiting_assignment = assign(waiting, group)
    decided = make_submission(process, theme=theme)
    assign(decided, group)
    type(decided).objects.filter(pk=decided.pk).update(state="decided")
    decided.refresh_from_db()
    decision = Decision.objects.create(
        submission=decided, group=group, outcome="not_adopted", reason={"fi": "Ei kuulu tähän."}, next_step={},
        decided_by=chair,
    )  # fmt: skip
    meeting = Meeting.objects.create(group=group, number=1, starts=timezone.now(), state="held")
    ahead = Meeting.objects.create(group=group, number=2, starts=timezone.now())
    Minutes.objects.create(meeting=meeting, words={"fi": {"title": "Muistio", "language": "fi"}})
    matter = AgendaItem.objects.create(meeting=ahead, order=1, title={"fi": "Asia"})
    promise = Promise.objects.create(decision=decision, group=group, text={"fi": "Penkit asennetaan"})
    survey = make_survey(process, slug=f"{prefix}-survey")
    renew_notice(survey)
    response = make_response(survey, {"service": "library", "idea": "Pidempi aukiolo"})
    CodeBook.objects.create(survey=survey, question="idea", codes=[{"key": "aukiolo", "label": "Aukiolo"}])
    upload = Upload.objects.create(
        survey=survey, question="photo", kind="image/png", size=3, name=write_attachment(b"png")
    )  # fmt: skip
    codes = CodeBatch.objects.create(survey=survey, name=f"{prefix} codes", size=10)
    answers = AnswerFile.objects.create(survey=survey, kind="ddi", state="ready", name=write_attachment(b"<ddi/>"))
    brought = keep_answers(survey, "vastaukset.csv", b"service\nbus\n", by=chair)
    template = keep_survey(survey, {"fi": f"{prefix} pohja"}, [], by=chair)
    papers = PaperBatch.objects.create(
        survey=survey, version=survey.current, language="fi", size=1,
        batch=Batch.objects.create(process=process, name=f"{prefix} papers", channel="paper"),
        layout={"last": 1, "stride": 2, "lower": 220.0, "boxes": [[1, "service", "a", 20.0, 60.0, 4.4, 4.4]]},
    )  # fmt: skip
    sheet = Sheet.objects.create(batch=papers, number=1, key=uuid.uuid4())
    hand = SheetNote.objects.create(batch=papers, field="idea", kind="hand", is_open=True)
    scan = Scan.objects.create(survey=survey, name=f"{prefix}-scan", kind="image/jpeg", title="sivu.jpg", state="read")
    scanned = ScanPage.objects.create(scan=scan, number=1, picture=f"{prefix}-gone")
    published = compile_new_summary(process, by=None).summary
    Summary.objects.filter(pk=published.pk).update(state="published", published_at=timezone.now())
    draft = compile_new_summary(process, group.code, by=None).summary
    circulated = compile_new_summary(process, f"theme:{theme.slug}", by=None).summary
    Summary.objects.filter(pk=circulated.pk).update(state="group")
    quote = Quote.objects.create(summary=draft, section="x", source="submissions", reference="1", excerpt="…", order=1)
    strategy = Strategy.objects.create(process=process, name={"fi": "Strategia"})
    goal = Goal.objects.create(strategy=strategy, number=1, name={"fi": "Päämäärä"})
    measure = Measure.objects.create(goal=goal, order=1, name={"fi": "Toimenpide"})
    indicator = Indicator.objects.create(measure=measure, order=1, name={"fi": "Mittari"}, kind="count")
    now = timezone.now()
    kiosk = Kiosk.objects.create(process=process, name=f"{prefix} kiosk")
    workshop = Workshop.objects.create(
        process=process, code=f"{prefix}W1", name={"fi": "Asukasilta"}, starts=now - datetime.timedelta(hours=1),
        ends=now + datetime.timedelta(hours=1), state="open", tables=2,
    )  # fmt: skip
    photo = WorkshopPhoto.objects.create(workshop=workshop, name=f"{prefix}.jpg")
    write_photo(photo.name, b"jpeg")
    batch = Batch.objects.create(process=process, name=f"{prefix} batch", channel="paper")
    bounced = Notification.objects.create(
        kind="tests.mail", subject_key="2", follow=make_follow(waiting), state="failed", failure="refused"
    )
    lineage = build_lineage(process, group, other_group, chair)
    type(process).objects.filter(pk=process.pk).update(ideas_public=True, takes_support=True, takes_comments=True)
    process.refresh_from_db()
    idea = make_public_idea(process, said={"text": "Penkkejä rannalle."})
    make_comment(idea)
    assign(idea.submission, group)
    invitation = Invitation.objects.create(
        process=process, email=f"{prefix}@example.org", name="Uusi", duty="role:clerk", code_hash=f"{prefix}-hash"
    )  # fmt: skip
    role = Role.objects.create(person=make_person(), kind="clerk", process=process)
    return SimpleNamespace(
        invitation=invitation, role=role, code=code, idea=idea,
        lineage=lineage, process=process, theme=theme, area=area, group=group, other_group=other_group, rule=rule, chair=chair,
        tray=tray, waiting=waiting, waiting_assignment=waiting_assignment, decided=decided, decision=decision,
        meeting=meeting, survey=survey, template=template, response=response, upload=upload, draft=draft, published=published, workshop=workshop, photo=photo, kiosk=kiosk,
        measure=measure, indicator=indicator, circulated=circulated, answers=answers, brought=brought, quote=quote, bounced=bounced,
        batch=batch, codes=codes, ahead=ahead, matter=matter, promise=promise, papers=papers, sheet=sheet, hand=hand, scanned=scanned,
    )  # fmt: skip


def build_lineage(process, group, other_group, chair) -> SimpleNamespace:
    """A cluster, a contribution in parts, one with an opinion asked for, a renamed group, somebody away."""
    alike = [assign(make_submission(process), group).submission for _n in range(2)]
    cluster = form_cluster("Penkit", group, [(one, one.version) for one in alike], by=chair)
    whole = assign(make_submission(process, text="Lisää busseja. Lisää penkkejä."), group)
    cuts = [Cut("Lisää busseja.", group.pk), Cut("Lisää penkkejä.", group.pk)]
    cut(whole, cuts, by=chair, version=whole.submission.version)
    shared = assign(make_submission(process, text="Kirjasto auki. Koulu auki."), group)
    opinion = ask_opinions(shared, [other_group], by=chair, version=shared.submission.version)[0]
    place = rename_group(make_group(process, code="7"), "8", {"fi": "Uusi nimi"}, by=chair)
    membership = Membership.objects.get(group=group, person=chair)
    day = timezone.localdate()
    away = Absence.objects.create(group=group, person=chair, starts_on=day, ends_on=day)
    return SimpleNamespace(
        cluster=cluster, member=ClusterMember.objects.filter(cluster=cluster).first(), shared=shared.submission,
        parts=Operation.objects.get(submission=whole.submission), opinion=opinion, place=place, membership=membership,
        away=away,
    )  # fmt: skip


def build_world() -> World:
    """Both processes, and the people."""
    ours, twin = build_process("ours"), build_process("twin")
    member, other_chair = make_person(name="member"), make_person(name="other chair")
    make_membership(ours.group, member, role="member")
    make_membership(ours.other_group, other_chair, role="chair")
    people = {
        "anonymous": None,
        "clerk": make_person(name="clerk", roles=[("clerk", ours.process)]),
        "facilitator": make_person(name="facilitator", roles=[("facilitator", ours.process)]),
        "member": member,
        "chair": ours.chair,
        "other_chair": other_chair,
        "coordinator": make_person(name="coordinator", roles=[("coordinator", ours.process)]),
        "twin_chair": twin.chair,
        "twin_coordinator": make_person(name="twin coordinator", roles=[("coordinator", twin.process)]),
        "admin": make_person(name="admin", roles=[("admin", None)]),
    }
    job = Job.objects.create(kind="participation.gone", reference="1")
    mail = Notification.objects.create(kind="tests.mail", subject_key="1", person=people["coordinator"])
    ours.job, ours.mail = job, mail
    ours.webhook = Webhook.objects.create(name="Kartta", address="https://hooks.example.org/", events=["survey.closed"])
    ours.told = WebhookDelivery.objects.create(
        webhook=ours.webhook, event="webhook.test", payload={"data": {"id": "1"}}
    )
    ours.view = SavedView.objects.create(person=ours.chair, name="view", query="tab=all")
    return World(ours, twin, people)

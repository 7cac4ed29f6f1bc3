"""One process with everything in it, and a twin with the same things, whose people must see nothing of ours."""

import datetime
import uuid
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils import timezone

from participation.actions.receipts import issue_receipt
from participation.actions.summaries import compile_new_summary
from participation.models import Batch, Goal, Job, Notification, Strategy, Summary, Workshop
from surveys.gateways.attachments import write_attachment
from surveys.models import CodeBatch
from surveys.models.uploads import Upload
from tests.factories.participation import make_area, make_person, make_process, make_submission, make_theme
from tests.factories.surveys import make_response, make_survey
from tests.factories.workgroups import assign, make_group, make_membership, make_rule
from workgroups.models import AgendaItem, Decision, Meeting, Minutes, Promise

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
    receipt, _code = issue_receipt(str(uuid.uuid4()), kind="submission", process=process)
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
    response = make_response(survey, {"service": "library", "idea": "Pidempi aukiolo"})
    upload = Upload.objects.create(
        survey=survey, question="photo", kind="image/png", size=3, name=write_attachment(b"png")
    )  # fmt: skip
    codes = CodeBatch.objects.create(survey=survey, name=f"{prefix} codes", size=10)
    published = compile_new_summary(process, by=None).summary
    Summary.objects.filter(pk=published.pk).update(state="published", published_at=timezone.now())
    draft = compile_new_summary(process, group.code, by=None).summary
    strategy = Strategy.objects.create(process=process, name={"fi": "Strategia"})
    Goal.objects.create(strategy=strategy, number=1, name={"fi": "Päämäärä"})
    now = timezone.now()
    workshop = Workshop.objects.create(
        process=process, code=f"{prefix}W1", name={"fi": "Asukasilta"}, starts=now - datetime.timedelta(hours=1),
        ends=now + datetime.timedelta(hours=1), state="open", tables=2,
    )  # fmt: skip
    batch = Batch.objects.create(process=process, name=f"{prefix} batch", channel="paper")
    return SimpleNamespace(
        process=process, theme=theme, area=area, group=group, other_group=other_group, rule=rule, chair=chair,
        tray=tray, waiting=waiting, waiting_assignment=waiting_assignment, decided=decided, decision=decision,
        meeting=meeting, survey=survey, response=response, upload=upload, draft=draft, published=published, workshop=workshop,
        batch=batch, codes=codes, ahead=ahead, matter=matter, promise=promise,
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
    return World(ours, twin, people)

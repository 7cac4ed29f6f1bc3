"""Loading the demo process: once, all or nothing, through the actions that residents and staff use."""

import datetime
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from config.demo.authoring import load_authoring
from config.demo.coding import load_coding
from config.demo.contributions import load_ideas, load_table_notes
from config.demo.earlier import load_earlier_round
from config.demo.groups import load_groups, load_rules
from config.demo.lineage import load_lineage
from config.demo.live import load_kiosk, load_wall
from config.demo.marks import load_marks
from config.demo.meetings import load_agenda, load_minutes, load_promises
from config.demo.messages import load_messages
from config.demo.paper import load_paper
from config.demo.people import load_accounts, load_roles
from config.demo.privacy import load_privacy
from config.demo.process import load_areas, load_process, load_workshops
from config.demo.public_ideas import load_public_ideas
from config.demo.reading import key_of
from config.demo.reviewing import Reviewing
from config.demo.strategy import link_measures, load_activities, load_strategy
from config.demo.summaries import load_summaries
from config.demo.survey import SLUG, load_responses, load_survey
from config.demo.timeline import put_on_days
from config.demo.town import Town
from participation.actions.jobs import run_jobs
from participation.logic.receipts import receipt_code
from participation.models import Job, Process, Submission
from surveys.actions.results import PUBLISH, publish_results
from surveys.models import Response, Survey
from workgroups.actions.routing import place_together
from workgroups.logic.routing import decide
from workgroups.queries import routing as queries

PROCESS = "kaupunkistrategia"
NEWS = "workgroups.tell_reviewers"
ROUTE = "workgroups.route_submission"
SHOWN_RECEIPTS = {  # title of an idea -> what its journey shows
    "Kutsutaksi takaisin": "taken along, with a next step and a date",
    "Penkki 200 metrin välein": "forwarded to another group and answered",
    "Bänkar längs strandpromenaden": "answered in Swedish",
    "Yhdistysten tilat yhteen kalenteriin": "forwarded and answered",
    "Bussi odottaa junaa": "being reviewed",
}


@dataclass
class Report:
    """What was loaded, in numbers, and receipts with which one can try the journey."""

    is_new: bool
    responses: int = 0
    submissions: int = 0
    tray: int = 0
    seconds: float = 0.0
    receipts: dict[str, str] = field(default_factory=dict)


def load(password: str) -> Report:
    """Load the demo process unless it is there; the accounts get the password when they are made."""
    began = time.monotonic()
    is_new = not Process.objects.filter(slug=PROCESS).exists()
    if is_new:
        with transaction.atomic():
            load_everything(password)
    report = report_of(is_new=is_new)
    report.seconds = time.monotonic() - began
    return report


def load_everything(password: str) -> None:
    """Load the town, its process, what residents said and what the groups did with it."""
    process = load_process()
    people = load_accounts(password)
    load_roles(people, process)
    town = Town(process, people, load_areas())
    town.groups = load_groups(process, people)
    load_rules(process, town.groups, by=town.coordinator)
    workshops = load_workshops(process)
    load_strategy(process, town.areas)
    load_activities(process, town.areas)
    survey = load_survey(town)
    load_responses(survey, town)
    load_marks(survey)
    load_paper(survey, town, clerk=people["clerk@example.org"])
    load_ideas(town)
    load_table_notes(workshops["ILTA25"], town)
    work_off(town)
    route_together(town)
    put_on_days(Reviewing(town).run())
    load_agenda(town)
    load_minutes(town)
    load_promises(town)
    link_measures(process, by=town.coordinator)
    load_lineage(town)
    load_public_ideas(town)
    work_off(town)
    routing_of(town).update(done_at=timezone.now())  # the parts of what was cut lie with their groups already
    publish_results(survey)
    Job.objects.pending().filter(kind=PUBLISH, reference=str(survey.pk)).update(done_at=timezone.now())
    load_coding(survey, town)
    load_earlier_round(survey, town)
    load_privacy(survey, town)
    load_summaries(process, by=town.coordinator)
    load_wall(town, people["facilitator@example.org"])
    load_kiosk(survey, town)
    load_messages(town)
    load_authoring(survey, town)


def route_together(town: Town) -> None:
    """Give the samples to their groups in one go, as for an imported batch; the promises made for each are kept so."""
    parents, rules = queries.area_parents(), queries.active_rules(town.process.pk)
    chosen = []
    for submission in samples_of(town).filter(state="received"):
        choice = decide(queries.submission_facts(submission, parents), rules)
        if choice:
            chosen.append((submission, choice))
    place_together(chosen)
    routing_of(town).update(done_at=timezone.now(), available_at=timezone.now())


def samples_of(town: Town) -> QuerySet[Submission]:
    """Return the samples, oldest first."""
    return Submission.objects.filter(process=town.process, is_sample=True).order_by("received_on", "pk")


def routing_of(town: Town) -> QuerySet[Job]:
    """Return the promises to route one sample each."""
    references = [str(key) for key in samples_of(town).values_list("pk", flat=True)]
    return Job.objects.pending().filter(kind=ROUTE, reference__in=references)


def work_off(town: Town) -> None:
    """Do the promised work except messages, as nobody gets a mail about samples, and what is done in one go."""
    news = [f"{group.pk}:{timezone.localdate().isoformat()}" for group in town.groups.values()]
    while True:
        Job.objects.pending().filter(kind=NEWS, reference__in=news).delete()
        routing_of(town).update(available_at=timezone.now() + datetime.timedelta(hours=1))
        due = Job.objects.due(timezone.now()).count()
        if not due:
            return
        run_jobs(limit=due)
        broken = Job.objects.exclude(last_error="").values_list("kind", "last_error").first()
        if broken:
            raise RuntimeError(f"a job failed while the samples were loaded: {broken}")


def report_of(*, is_new: bool) -> Report:
    """Count what is there."""
    submissions = Submission.objects.filter(process__slug=PROCESS, is_sample=True)
    survey = Survey.objects.filter(slug=SLUG).first()
    return Report(
        is_new=is_new,
        responses=Response.objects.filter(survey=survey, is_sample=True).count(),
        submissions=submissions.count(),
        tray=submissions.filter(state="received").count(),
        receipts={
            receipt_code(settings.RECEIPT_SECRET, str(key_of("idea", title))): f"{title}: {words}"
            for title, words in SHOWN_RECEIPTS.items()
        },
    )

"""The journey behind a receipt: what became of a contribution, stage by stage, without the words themselves."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core import signing
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language

from participation.extension_points import journey_stages
from participation.logic import submissions as rules
from participation.logic.receipts import code_hash
from participation.models.processes import Phase, Process
from participation.models.receipts import AnswerOpinion, JourneyEntry, Receipt
from participation.models.submissions import Submission
from participation.queries.publicity import PublicLine, publicity_of, publicity_token
from participation.queries.trails import GoalLink, goals_behind

RECEIVED = "received"
DECIDED = "decided"
OPINION_SALT = "participation.opinion"
FOLLOW_SALT = "participation.follow_receipt"
OWN_SALT = "participation.own_receipt"
ANSWER_SALT = "participation.answer"
ANSWER_DAYS = 90  # that the link of a mail opens the answer which the mail told
FOLLOW_SECONDS = 3 * 3600  # how long a page of a journey may lie open before an address is left on it
ANSWERED = (DECIDED, "planned", "done")
NO_CODE = "0" * 64


@dataclass(frozen=True)
class StageLine:
    """One stage as it is shown."""

    stage: str
    label: str
    on: datetime.date
    text: Mapping[str, str] = field(default_factory=dict)
    group_code: str = ""
    group_name: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    asks: str = ""  # signed: the answer about which its author may tell an opinion
    opinion: bool | None = None


@dataclass(frozen=True)
class Contribution:
    """The journey of one contribution: what it was about, its stages, whether an answer can be read."""

    channel: str
    reference: str
    theme: Mapping[str, str]
    asked: Mapping[str, str]
    stages: list[StageLine]
    answered: bool
    withdrawn: bool
    parts: list["Contribution"] = field(default_factory=list)
    goals: list[GoalLink] = field(default_factory=list)


@dataclass(frozen=True)
class Journey:
    """What stands behind one receipt."""

    kind: str
    process: Process
    received_on: datetime.date
    contributions: list[Contribution]
    next_phase: Phase | None
    follow: str = ""  # signed: lets an address be left
    own: str = ""  # signed: lets what hangs on the receipt be copied or erased
    public: list[PublicLine] = field(default_factory=list)
    choose: str = ""  # signed: lets the author say what the public reads

    @property
    def stages(self) -> list[StageLine]:
        """All stages of all contributions in order of time; receiving is told once."""
        every = [*self.contributions, *(part for one in self.contributions for part in one.parts)]
        lines = [line for one in every for line in one.stages if line.stage != RECEIVED]
        return [received_line(self.received_on), *sorted(lines, key=lambda line: (line.on, order_of(line.stage)))]


def receipt_of(typed: str) -> Receipt | None:
    """Return the receipt whose code was typed, in any case and spacing; one look-up whatever was typed."""
    hashed = code_hash(settings.RECEIPT_SECRET, typed[:80]) or NO_CODE
    return Receipt.objects.select_related("process").filter(code_hash=hashed).first()


def journey_of(typed: str) -> Journey | None:
    """Return the journey behind a typed code, or nothing if there is no such receipt."""
    receipt = receipt_of(typed)
    return journey_behind(receipt) if receipt else None


def follow_token(receipt_key: object) -> str:
    """Return what lets the page of a journey take an address without holding the code."""
    return signing.dumps(str(receipt_key), salt=FOLLOW_SALT)


def receipt_to_follow(token: str) -> Receipt | None:
    """Return the receipt whose journey lay open, or nothing if that was too long ago or the token is forged."""
    try:
        key = signing.loads(token, salt=FOLLOW_SALT, max_age=FOLLOW_SECONDS)
    except signing.BadSignature:
        return None
    return Receipt.objects.select_related("process").filter(pk=key).first()


def receipt_to_own(token: str) -> Receipt | None:
    """Return the receipt whose author asks for a copy or for erasure; nothing for a token that is old or forged."""
    try:
        key = signing.loads(token, salt=OWN_SALT, max_age=FOLLOW_SECONDS)
    except signing.BadSignature:
        return None
    return Receipt.objects.select_related("process").filter(pk=key).first()


def journey_behind(receipt: Receipt) -> Journey:
    """Return the journey behind a receipt."""
    rows = list(Submission.objects.filter(receipt=receipt).select_related("theme").order_by("received_on", "pk"))
    entries: dict[object, list[JourneyEntry]] = {}
    for entry in JourneyEntry.objects.filter(submission__in=[row.pk for row in rows]).order_by("on", "pk"):
        entries.setdefault(entry.submission_id, []).append(entry)
    ask_opinions(entries)
    public = publicity_of(receipt, rows)
    goals = goals_behind(rows)
    return Journey(
        kind=receipt.kind,
        own=signing.dumps(str(receipt.pk), salt=OWN_SALT),
        public=public,
        choose=publicity_token(receipt) if public else "",
        follow=follow_token(receipt.pk) if any(row.state != rules.WITHDRAWN for row in rows) else "",
        process=receipt.process,
        received_on=receipt.received_on,
        contributions=[
            replace(
                contribution_of(row, entries.get(row.pk, [])),
                goals=goals.get(row.pk, []),
                parts=[
                    part_of(part, entries.get(part.pk, []))
                    for part in rows
                    if part.whole_id == row.pk and is_shown(part)
                ],
            )
            for row in rows
            if row.whole_id is None
        ],
        next_phase=next_phase_of(receipt.process),
    )


def answer_address(entry: JourneyEntry) -> str:
    """Return the address that a mail with this answer leads to; it names the answer, not whoever reads it."""
    return reverse("participation:receipt_answer", args=[signing.dumps(entry.pk, salt=ANSWER_SALT)])


def answer_behind(token: str) -> tuple[Process, StageLine] | None:
    """Return the answer that a mail leads to and its process; nothing for a link that is old or forged.

    What its author thinks of it is asked only of the newest answer, as on the page of the receipt.
    """
    try:
        key = signing.loads(token, salt=ANSWER_SALT, max_age=ANSWER_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    entry = JourneyEntry.objects.select_related("submission__process").filter(pk=key, stage=DECIDED).first()
    if entry is None or entry.submission.state == rules.WITHDRAWN:
        return None
    rows = list(JourneyEntry.objects.filter(submission=entry.submission_id).order_by("on", "pk"))
    ask_opinions({entry.submission_id: rows})
    return entry.submission.process, next(line_of(row) for row in rows if row.pk == entry.pk)


def ask_opinions(entries: Mapping[object, list[JourneyEntry]]) -> None:
    """Let the newest answer to each contribution ask its author, and remember what was told."""
    keys = list(entries)
    rows_told = AnswerOpinion.objects.filter(submission__in=keys)  # type: ignore[misc]
    told = dict(rows_told.values_list("entry_id", "is_answered"))
    for rows in entries.values():
        answers = [entry for entry in rows if entry.stage == DECIDED]
        for answer in answers[-1:]:
            answer.asks = signing.dumps(answer.pk, salt=OPINION_SALT)
            answer.opinion = told.get(answer.pk)


def contribution_of(row: Submission, entries: list[JourneyEntry]) -> Contribution:
    """Return one contribution with its stages; receiving comes first even if nobody wrote it down."""
    lines = [line_of(entry) for entry in entries]
    if not any(line.stage == RECEIVED for line in lines):
        lines.insert(0, received_line(row.received_on))
    asked = row.provenance.get("asked")
    return Contribution(
        channel=row.channel,
        reference=row.reference,
        theme=row.theme.name if row.theme else {},
        asked=asked if isinstance(asked, dict) else {},
        stages=lines,
        answered=row.state == rules.PUBLISHED or any(line.stage in ANSWERED for line in lines),
        withdrawn=row.state == rules.WITHDRAWN,
    )


def is_shown(part: Submission) -> bool:
    """Tell whether a part stands: those that were joined again are told of no more."""
    return part.state != rules.WITHDRAWN


def part_of(row: Submission, entries: list[JourneyEntry]) -> Contribution:
    """Return the journey of a part: it was received with the whole."""
    told = contribution_of(row, entries)
    return replace(told, stages=[line for line in told.stages if line.stage != RECEIVED])


def line_of(entry: JourneyEntry) -> StageLine:
    """Return an entry as it is shown, its link in the language in use."""
    link = translate_url(entry.link, get_language() or settings.LANGUAGE_CODE) if entry.link else ""
    return StageLine(
        stage=entry.stage,
        label=label_of(entry.stage),
        on=entry.on,
        text=entry.text,
        group_code=entry.group_code,
        group_name=entry.group_name,
        link=link,
        asks=entry.asks,
        opinion=entry.opinion,
    )


def received_line(on: datetime.date) -> StageLine:
    """Return the first stage of every journey."""
    return StageLine(stage=RECEIVED, label=label_of(RECEIVED), on=on)


def label_of(stage: str) -> str:
    """Return the words for a stage in the language in use."""
    known = journey_stages.get(stage)
    return known.label() if known else stage


def order_of(stage: str) -> int:
    """Return the place of a stage among stages of one day."""
    known = journey_stages.get(stage)
    return known.order if known else 1000


def next_phase_of(process: Process) -> Phase | None:
    """Return the first phase that has not begun: when something happens next."""
    return Phase.objects.filter(process=process, opens__gt=timezone.now()).order_by("opens").first()

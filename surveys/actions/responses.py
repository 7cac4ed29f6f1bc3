"""Recording responses exactly once, and forwarding their open answers as contributions."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.actions.ideas import language_of
from participation.actions.receipts import issue_receipt
from participation.actions.submissions import allow_quotes, content_hash, move_submission, receive_submission
from participation.errors import Conflict, NotOpen, ParticipationError
from participation.events import submission_withdrawn
from participation.logic.submissions import IN_REVIEW, ON_AGENDA, RECEIVED, ROUTED, WITHDRAWN
from participation.logic.text import clean
from participation.models.areas import Area
from participation.models.receipts import Receipt
from participation.models.submissions import Batch, Submission
from participation.models.themes import Theme
from surveys import events
from surveys.actions.admissions import missing_for, refusal_of, use_admission
from surveys.actions.uploads import claim_uploads
from surveys.logic.questionnaire.validation import may_be_quoted, open_answers, role_answers
from surveys.logic.responses import channel_of, submission_channel
from surveys.models.questionnaires import SurveyVersion
from surveys.models.responses import Response
from surveys.models.surveys import Identity, Survey
from surveys.queries.notices import notice_shown
from surveys.queries.questionnaires import document_of, errors_in_words, validator_of

UNDECIDED = (RECEIVED, ROUTED, IN_REVIEW, ON_AGENDA)


@dataclass(frozen=True)
class Recorded:
    """What the resident gets back: the stored response, the code of its receipt, whether it is new."""

    response: Response
    code: str
    is_new: bool


def record_response(  # noqa: PLR0913 -- what a response consists of, each by name
    survey: Survey,
    version: SurveyVersion,
    *,
    key: UUID,
    answers: Any,
    language: str,
    channel: str = "web",
    batch: Batch | None = None,
    is_sample: bool = False,
    admission: str = "",
    marks: str = "",
    received_on: date | None = None,
    late: bool = False,
) -> Recorded:
    """Check and store one response against the version that was seen; the database decides that a key counts once.

    The same key and answers again give the same receipt, also after closing; other answers under the same key raise
    Conflict "already_received". Raises ParticipationError with words a question, or NotOpen. Announces
    response_recorded for a new one. A survey by code or account takes an admission, which counts once too, unless
    staff key in a batch; otherwise NotAdmitted. received_on is told for answers that came earlier by another way;
    late ones are rows of a file, which count in a closed survey too.
    """
    outcome = validator_of(version).check(answers)
    if not outcome.valid:
        fields = errors_in_words(document_of(version), outcome.errors)
        raise ParticipationError(_("Check the marked answers."), fields=fields)
    response = Response(
        survey=survey,
        version=version,
        key=key,
        content_hash=content_hash(version=version.number, answers=outcome.answers),
        language=language,
        channel=channel_of(channel),
        batch=batch,
        identity=survey.identity if admission else Identity.OPEN,
        answers=outcome.answers,
        notice=notice_shown(survey, version),
        is_sample=is_sample,
        marks=marks,
        received_on=received_on or timezone.localdate(),
    )
    if late and survey.takes_late_files:
        return store_late(response)
    if not survey.takes_responses(timezone.now()):
        return same_again(response, NotOpen(_("This survey does not take answers now.")))
    if survey.needs_admission and not (admission or batch or is_sample):
        raise missing_for(survey)
    try:
        return store(response, admission)
    except IntegrityError:
        other = Conflict(_("This was already received with other content."), "already_received")
        return same_again(response, refusal_of(survey) if admission else other)


@transaction.atomic
def store(response: Response, admission: str = "") -> Recorded:
    """Insert a response with its receipt, use up its admission and announce it.

    An IntegrityError means that its key is known, or that its admission was used.
    """
    survey = response.survey
    response.receipt, code = issue_receipt(str(response.key), kind=Receipt.Kind.RESPONSE, process=survey.process)
    response.save(force_insert=True)
    claim_uploads(response)
    if admission:
        use_admission(survey, admission)
    events.response_recorded.send(sender=Response, response=response)
    return Recorded(response, code, is_new=True)


@transaction.atomic
def store_late(response: Response) -> Recorded:
    """Insert a row of a file into a closed survey: it counts in the results, has no receipt and is not handed on."""
    known = Response.objects.filter(survey=response.survey, key=response.key).first()
    if known is None:
        response.save(force_insert=True)
        events.response_recorded.send(sender=Response, response=response)
    return Recorded(known or response, "", is_new=known is None)


def same_again(response: Response, refusal: ParticipationError) -> Recorded:
    """Return the stored response with its receipt if it says the same; raises Conflict otherwise."""
    stored = Response.objects.filter(survey=response.survey, key=response.key).select_related("receipt").first()
    if stored is None:
        raise refusal
    if stored.content_hash != response.content_hash:
        raise Conflict(_("This was already received with other content."), "already_received")
    receipt, code = issue_receipt(str(response.key), kind=Receipt.Kind.RESPONSE, process=response.survey.process)
    stored.receipt = receipt
    return Recorded(stored, code, is_new=False)


def source_key_of(survey: Survey, response: Response, question: str, correction: int = 0) -> str:
    """Return the key of a forwarded open answer; without the survey's key nobody can lead it back."""
    words = f"{response.pk}:{question}:{correction}".encode() if correction else f"{response.pk}:{question}".encode()
    return hmac.new(survey.forward_key.encode(), words, hashlib.sha256).hexdigest()


def forward_open_answers(response: Response) -> list[Submission]:
    """Hand each open answer to the ground floor as a contribution; a second run adds nothing.

    The contribution knows survey, version, question, theme and area, and shares the receipt; it never knows the
    response. What a correction changed is taken back and handed on anew; an answer that stayed keeps its contribution.
    Does nothing once the survey's forwarding key is gone: then everything was forwarded.
    """
    survey, document = response.survey, document_of(response.version)
    if not survey.forward_key:
        return []
    roles = role_answers(document, response.answers)
    theme = Theme.objects.filter(process=survey.process, slug=roles["theme"][1]).first() if "theme" in roles else None
    area = Area.objects.filter(slug=roles["area"][1]).first() if "area" in roles else None
    options = dict(roles.values())
    silent = {} if may_be_quoted(document, response.answers) else {"quotable": False}
    forwarded = []
    texts = open_answers(document, response.answers)
    kept = keep_unchanged(survey, response, texts) if response.corrections else set()
    for question, text in texts.items():
        if question in kept:
            continue
        provenance: dict[str, Any] = {"survey": survey.slug, "version": response.version.number, "question": question}
        provenance |= {"asked": dict(document.by_name[question].label), **silent}
        submission = Submission(
            process=survey.process,
            source_key=source_key_of(survey, response, question, response.corrections),
            text=text,
            language=language_of(text, response.language),
            theme=theme,
            area=area,
            channel=submission_channel(response.channel),
            batch=response.batch,
            provenance={**provenance, "options": options} if options else provenance,
            received_on=response.received_on,
            marks=response.marks,
            is_sample=response.is_sample,
        )
        forwarded.append(receive_submission(submission, receipt=response.receipt)[0])
    return forwarded


def keep_unchanged(survey: Survey, response: Response, texts: Mapping[str, str]) -> set[str]:
    """Take back the contributions whose words a correction changed or removed, unless they were decided already.

    Returns the questions whose contribution still says what the response says.
    """
    kept: set[str] = set()
    allowed = may_be_quoted(document_of(response.version), response.answers)
    for question in document_of(response.version).questions:
        if not question.open_answer:
            continue
        keys = [source_key_of(survey, response, question.name, n) for n in range(response.corrections + 1)]
        for submission in Submission.objects.filter(source_key__in=keys).exclude(state=WITHDRAWN):
            if submission.text == clean(texts.get(question.name, "")):
                kept.add(question.name)
                allow_quotes(submission, allowed=allowed)
            elif submission.state in UNDECIDED:
                move_submission(submission, WITHDRAWN, by=None, kind="corrected")
                submission_withdrawn.send(sender=Submission, submission=submission)
    return kept

"""Building a questionnaire: edits of the working copy, taking back and making again, publishing it as a version."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.actions.audit import add_audit_entry
from participation.errors import Conflict, ParticipationError
from participation.models.people import Person
from surveys.actions.notices import renew_notice
from surveys.actions.questionnaires import publish_version
from surveys.actions.surveys import create_survey
from surveys.logic.authoring import operations as ops
from surveys.logic.authoring.merging import Clash, gone_with, rebased, touched, with_free_names
from surveys.logic.authoring.operations import Operation
from surveys.logic.authoring.readiness import lacks_of
from surveys.logic.authoring.reading import operation_from_json, operation_to_json
from surveys.logic.authoring.spots import Spot, first_meeting
from surveys.logic.authoring.starting import new_document
from surveys.logic.authoring.strings import missing_strings
from surveys.logic.authoring.working import ABOUT, AuthoringError, Document, strict_part, working_copy
from surveys.models.authoring import DraftStep, QuestionnaireDraft
from surveys.models.questionnaires import SurveyVersion
from surveys.models.surveys import Survey
from surveys.queries.authoring import steps_after, words_of_error
from surveys.queries.locks import locked_edit_reason

TRIES = 20  # others may be first that often before an edit gives up
KEPT_STEPS = 2000
EDITS = (DraftStep.Kind.EDIT, DraftStep.Kind.REDO)


@dataclass(frozen=True)
class Edited:
    """What became of an edit: the working copy now, and what somebody else was before."""

    draft: QuestionnaireDraft
    clashes: tuple[Clash, ...] = ()
    merged: bool = False  # others' steps came in between
    made: bool = True


def start_survey(survey: Survey, document: Document | None = None, *, by: Person) -> QuestionnaireDraft:
    """Save an unsaved survey as a draft with a working copy; raises Conflict when its short name is taken."""
    with transaction.atomic():
        create_survey(survey, by=by)
        about = {key: getattr(survey, key) for key in ABOUT}
        begun = document or new_document(survey.languages or ["fi"], about)
        return QuestionnaireDraft.objects.create(survey=survey, document=begun, changed_by=by)


@transaction.atomic
def open_draft(survey: Survey, *, by: Person) -> QuestionnaireDraft:
    """Return the working copy of a survey; the first time, or when a newer version came from elsewhere, makes it."""
    draft = QuestionnaireDraft.objects.filter(survey=survey).select_related("changed_by").first()
    if draft and not (draft.based_on_id != survey.current_id and not draft.is_changed):
        return draft
    about = {key: getattr(survey, key) for key in ABOUT}
    document = working_copy(survey.current.document, about) if survey.current else new_document(["fi"], about)
    number = draft.version + 1 if draft else 0
    values = {
        "document": document,
        "version": number,
        "published_at_step": number if survey.current else None,
        "based_on": survey.current,
        "changed_by": by,
        "changed_at": timezone.now(),
    }
    if draft is None:
        return QuestionnaireDraft.objects.get_or_create(survey=survey, defaults=values)[0]
    if QuestionnaireDraft.objects.filter(pk=draft.pk, version=draft.version).update(**values):  # else somebody edits it
        DraftStep.objects.filter(draft=draft).delete()
    return QuestionnaireDraft.objects.select_related("changed_by").get(pk=draft.pk)


def edit_draft(draft: QuestionnaireDraft, operation: Any, *, seen: int, by: Person) -> Edited:
    """Make an edit that was thought out on step `seen`; what others changed since then is never overwritten.

    Edits elsewhere are merged; those that meet another's are not made and come back as clashes.
    """
    wanted = read_operation(operation)
    for _try in range(TRIES):
        fresh = QuestionnaireDraft.objects.select_related("survey__process").get(pk=draft.pk)
        others = steps_since(fresh, seen)
        try:
            good, clashes = rebased(fresh.document, wanted, spots_of(others))
            free = with_free_names(fresh.document, good) if good else None
            after, inverse = ops.applied(fresh.document, free) if free else (fresh.document, None)
        except AuthoringError as error:
            raise refused(error, merged=bool(others)) from error
        if free is None or inverse is None or after == fresh.document:
            return Edited(fresh, clashes, bool(others), made=False)
        refuse_locked(fresh, after, by=by)
        if store_step(fresh, after, free, inverse, by=by):
            return Edited(fresh, clashes, bool(others))
    raise Conflict(_("Too many people are editing at the same moment. Try again."))


def undo(draft: QuestionnaireDraft, *, by: Person) -> Edited:
    """Take back this person's latest step; raises Conflict when somebody has changed the same place since."""
    return step_back_or_forth(draft, by=by, kind=DraftStep.Kind.UNDO)


def redo(draft: QuestionnaireDraft, *, by: Person) -> Edited:
    """Make again what this person took back last."""
    return step_back_or_forth(draft, by=by, kind=DraftStep.Kind.REDO)


def step_back_or_forth(draft: QuestionnaireDraft, *, by: Person, kind: str) -> Edited:
    """Take back or make again one step, unless it meets what others did since."""
    for _try in range(TRIES):
        fresh = QuestionnaireDraft.objects.select_related("survey__process").get(pk=draft.pk)
        own = DraftStep.objects.filter(draft=fresh, by=by, is_final=False, kind__in=EDITS)
        back = kind == DraftStep.Kind.UNDO
        step = own.filter(undone_at=None).last() if back else own.exclude(undone_at=None).order_by("undone_at").last()
        if step is None:
            return Edited(fresh, made=False)
        operation = operation_from_json(step.inverse if back else step.operation)
        others = DraftStep.objects.filter(draft=fresh, number__gt=step.number).exclude(by=by)
        wanted = touched(operation) | gone_with(fresh.document, operation)
        if first_meeting(wanted, spots_of(list(others))):
            raise Conflict(_("Somebody else has changed the same place since. It stays as it is."), "changed")
        try:
            operation = with_free_names(fresh.document, operation)
            after, inverse = ops.applied(fresh.document, operation)
        except AuthoringError as error:
            raise refused(error, merged=True) from error
        refuse_locked(fresh, after, by=by)
        if store_step(fresh, after, operation, inverse, by=by, kind=kind, of=step):
            return Edited(fresh)
    raise Conflict(_("Too many people are editing at the same moment. Try again."))


def refuse_locked(draft: QuestionnaireDraft, after: Document, *, by: Person) -> None:
    """Raise ParticipationError when an edit would change what the town has locked."""
    if reason := locked_edit_reason(draft.survey, draft.document, after, by, get_language() or "fi"):
        raise ParticipationError(reason, "locked")


@transaction.atomic
def store_step(
    draft: QuestionnaireDraft,
    document: Document,
    operation: Operation,
    inverse: Operation,
    *,
    by: Person,
    kind: str = DraftStep.Kind.EDIT,
    of: DraftStep | None = None,
) -> bool:
    """Write the next step by one conditional UPDATE; tells whether nobody else was first."""
    number = draft.version + 1
    now = timezone.now()
    taken = QuestionnaireDraft.objects.filter(pk=draft.pk, version=draft.version).update(
        document=document, version=number, changed_at=now, changed_by=by
    )
    if taken != 1:
        return False
    own = DraftStep.objects.filter(draft=draft, by=by)
    if kind == DraftStep.Kind.EDIT:
        own.exclude(undone_at=None).filter(is_final=False).update(is_final=True)
    elif of and kind == DraftStep.Kind.UNDO:
        own.filter(pk=of.pk).update(undone_at=number)
    elif of:
        own.filter(pk=of.pk).update(is_final=True)
    DraftStep.objects.create(
        draft=draft,
        number=number,
        kind=kind,
        operation=operation_to_json(operation),
        inverse=operation_to_json(inverse),
        by=by,
        at=now,
    )
    if number % 100 == 0:
        DraftStep.objects.filter(draft=draft, number__lte=number - KEPT_STEPS).delete()
    draft.document, draft.version, draft.changed_at, draft.changed_by = document, number, now, by
    return True


def publish_draft(draft: QuestionnaireDraft, *, seen: int, by: Person, reason: str = "") -> SurveyVersion:
    """Publish the working copy as the next version, and the survey's own texts with it.

    Raises Conflict when somebody changed it after the page was made, ParticipationError while something is missing,
    or while a promised language lacks a text and no reason is given; the reason is kept in the audit log.
    """
    with transaction.atomic():
        fresh = QuestionnaireDraft.objects.select_related("survey").get(pk=draft.pk)
        if fresh.survey.state not in (Survey.State.DRAFT, Survey.State.OPEN):
            raise ParticipationError(_("A closed survey gets no new version. Make a copy of it."), "closed")
        if fresh.version != seen:
            raise Conflict(_("Somebody has changed the questionnaire. Look at it again."))
        document = fresh.document
        if lacks_of(document):
            raise ParticipationError(_("The questionnaire is not finished yet."), "not_finished")
        missing = missing_strings(document)
        if missing and not reason.strip():
            raise ParticipationError(missing_words(len(missing)), "missing_texts")
        survey = fresh.survey
        version = publish_version(survey, strict_part(document), by=by)
        for key in ABOUT:
            setattr(survey, key, copy.deepcopy(document.get("about", {}).get(key, {})))
        survey.save(update_fields=list(ABOUT))
        if survey.state == Survey.State.OPEN:
            renew_notice(survey)
        if (
            QuestionnaireDraft.objects.filter(pk=fresh.pk, version=seen).update(
                based_on=version, published_at_step=seen
            )
            != 1
        ):
            raise Conflict(_("Somebody has changed the questionnaire. Look at it again."))
        if missing:
            add_audit_entry(
                "publish_without_texts",
                survey,
                by=by,
                version=version.number,
                reason=reason.strip(),
                texts=len(missing),
            )
        return version


def clash_words() -> str:
    """Return what to say when somebody else has changed the same place."""
    return _("Somebody else has changed the same place. Both versions are kept until you choose.")


def missing_words(n: int) -> str:
    """Return in words that texts are missing."""
    return ngettext(
        "%(n)s text is missing in a promised language. Write it, or say why it may be missing.",
        "%(n)s texts are missing in promised languages. Write them, or say why they may be missing.",
        n,
    ) % {"n": n}


def read_operation(operation: Any) -> Operation:
    """Return a typed edit; raises ParticipationError for what is none."""
    if isinstance(operation, ops.Edit):
        return operation  # type: ignore[return-value]  # every Edit is one of Operation
    try:
        return operation_from_json(operation)
    except AuthoringError as error:
        raise refused(error, merged=False) from error


def refused(error: AuthoringError, *, merged: bool) -> ParticipationError:
    """Return a refusal in words; what somebody else took away is a conflict."""
    if merged and error.code.endswith("_gone"):
        return Conflict(words_of_error(error), error.code)
    return ParticipationError(words_of_error(error), error.code)


def steps_since(draft: QuestionnaireDraft, seen: int) -> list[DraftStep]:
    """Return the steps after the one that an editor saw; raises Conflict when they are not all known any more."""
    if not 0 <= seen <= draft.version:
        raise Conflict(_("The page is out of date. Open it again."), "unknown_step")
    steps = steps_after(draft, seen)
    if len(steps) != draft.version - seen:
        raise Conflict(_("The page is out of date. Open it again."), "unknown_step")
    return steps


def spots_of(steps: list[DraftStep]) -> set[Spot]:
    """Return every spot that steps touched."""
    return {spot for step in steps for spot in touched(operation_from_json(step.operation))}

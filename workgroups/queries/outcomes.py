"""The words in which a decision reaches residents, by language: outcome, reason, next step, until when."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from workgroups.logic import reviews as rules
from workgroups.models import Decision, Group


def answer_texts(decision: Decision) -> dict[str, str]:
    """Return the whole answer by language, for every language in which the reason is written."""
    texts = {}
    for language, reason in decision.reason.items():
        with translation.override(language):
            parts = [capfirst(str(Decision.Outcome(decision.outcome).label)) + ".", reason]
            if step := decision.next_step.get(language):
                parts.append(_("Next step: %(step)s") % {"step": step})
            if decision.due:
                parts.append(due_words(decision.due))
        texts[language] = "\n\n".join(parts)
    return texts


def due_texts(decision: Decision) -> dict[str, str]:
    """Return by language until when the next step is promised; empty without a next step or a day."""
    if not decision.due or not decision.next_step:
        return {}
    texts = {}
    for language in decision.next_step:
        with translation.override(language):
            texts[language] = due_words(decision.due)
    return texts


def due_words(due: datetime.date) -> str:
    """Return until when something is promised, in the language in use."""
    english = (translation.get_language() or "").startswith("en")
    return _("Meant to be done by %(day)s.") % {
        "day": date_format(due, "j F Y") if english else f"{due.day}.{due.month}.{due.year}"
    }


def group_address(group: Group) -> str:
    """Return the public page of a group in the main language; readers in another switch there.

    It names the process: codes come again in later processes, and this address is kept in journeys for years.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("workgroups:group_page", args=[group.code]) + f"?process={group.process.slug}"


def language_words(language: str) -> str:
    """Return "in Finnish" and the like, in the language in use."""
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}.get(language, language)


def lack_words(lack: rules.Lack) -> str:
    """Return what to do about something that a decision lacks."""
    language = {"language": language_words(lack.language)}
    return {
        "reason_missing": _("Write the reason: without it the decision cannot be published."),
        "next_step_missing": _("Write the next step: an idea that is taken along promises one."),
        "next_step_language": _("Write the next step %(language)s too.") % language,
        "reason_language": _("Write the reason %(language)s too.") % language,
    }[lack.code]

"""The words in which a decision reaches residents, by language: outcome, reason, next step, until when."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participation.logic.masking import mask
from participation.models import Submission
from workgroups.logic import reviews as rules
from workgroups.models import Decision, Group

QUOTED = 300  # letters of a part in the assembled reply


def answer_texts(decision: Decision) -> dict[str, str]:
    """Return the whole answer by language, for every language in which the reason is written."""
    texts = {}
    for language, reason in decision.reason.items():
        with translation.override(language):
            parts = [_("You wrote: “%(words)s”") % {"words": decision.quote}] if decision.quote else []
            parts += [capfirst(str(Decision.Outcome(decision.outcome).label)) + ".", reason]
            if step := decision.next_step.get(language):
                parts.append(_("Next step: %(step)s") % {"step": step})
            if decision.due:
                parts.append(due_words(decision.due))
        texts[language] = "\n\n".join(parts)
    return texts


def assembled_texts(answers: Sequence[tuple[Submission, Decision]]) -> dict[str, str]:
    """Return the one reply made of the answers to all parts, in every language in which each part is answered."""
    languages = [code for code in ("fi", "sv", "en") if all(code in decision.reason for _part, decision in answers)]
    texts = {}
    for language in languages or sorted({code for _part, decision in answers for code in decision.reason}):
        with translation.override(language):
            replies = []
            for number, (part, decision) in enumerate(answers, 1):
                words = mask(part.text, part.language).text
                head = _("Part %(number)s of %(all)s, working group %(group)s: “%(words)s”") % {
                    "number": number,
                    "all": len(answers),
                    "group": decision.group.code,
                    "words": words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …",
                }
                found = answer_texts(decision)
                reply = found.get(language) or next(iter(found.values()))
                replies.append(f"{head}\n\n{reply}")
        texts[language] = "\n\n".join(replies)
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

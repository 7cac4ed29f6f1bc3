"""Letting somebody answer once: a code or an account gives an admission, a response uses it up.

The admission is a keyed hash of the code or the account, always the same one: who loses the connection on the way gets
it again. A code is marked as entered here, an admission is used up in the transaction of the response, and nothing in
the database leads from one to the other: no reference, no shared transaction, no time, no order.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from participation.actions.receipts import count_lookup
from participation.models.people import Person
from surveys.actions.tokens import admission_of_token, missing_code
from surveys.errors import NotAdmitted
from surveys.logic import codes
from surveys.models.codes import AccessCode, Admission
from surveys.models.responses import Response
from surveys.models.surveys import Identity, Survey

SALT = "surveys.admission"
TRIES_A_MINUTE = 120  # a school class types its codes behind one address
NO_CODE = "0" * codes.LENGTH  # asked for when what was typed cannot be a code: the same work, the same time


def check_pace(remote: str, forwarded: str) -> None:
    """Raise NotAdmitted when a visitor's network tries codes faster than people type them."""
    if not count_lookup(remote, forwarded, purpose="codes", limit=TRIES_A_MINUTE):
        raise NotAdmitted(_("Too many codes were tried. Wait a minute and try again."), "throttled", status=429)


def admission_for_code(survey: Survey, typed: str, *, key: UUID) -> str:
    """Return the admission that a typed code gives, and mark the code as entered; the same code gives it again.

    Raises NotAdmitted "code_required", or "code_unknown" after the same three look-ups for every other code that
    does not let in: unknown, withdrawn, or used with another form than the one with this key.
    """
    if not typed.strip():
        raise missing_code()
    letters = codes.normalised(typed) or NO_CODE
    admission = codes.admission_by_code(settings.RECEIPT_SECRET, survey.pk, letters)
    hashed = codes.code_hash(settings.RECEIPT_SECRET, survey.pk, letters)
    known = AccessCode.objects.filter(code_hash=hashed, batch__survey=survey).exists()
    used = is_used(survey, admission)
    own = Response.objects.filter(survey=survey, key=key, identity=Identity.CODE).exists()
    if not known or (used and not own):
        raise refused_code()
    AccessCode.objects.filter(code_hash=hashed, spent=False).update(spent=True)
    return admission


def admission_for_person(survey: Survey, person: Person) -> str:
    """Return the admission of somebody who is signed in; it does not say whose it is."""
    return codes.admission_by_person(settings.RECEIPT_SECRET, survey.pk, person.pk)


def is_used(survey: Survey, admission: str) -> bool:
    """Tell whether a response has used this admission."""
    return Admission.objects.filter(token_hash=hash_of(admission), survey=survey).exists()


def use_admission(survey: Survey, admission: str) -> Admission:
    """Use an admission up, inside the transaction of its response; an IntegrityError means that it was used."""
    return Admission.objects.create(token_hash=hash_of(admission), survey=survey)


def hash_of(admission: str) -> str:
    """Return what is stored of a used admission."""
    return codes.admission_hash(settings.RECEIPT_SECRET, admission)


def refused_code() -> NotAdmitted:
    """Return the one refusal for a code that does not let in, whatever the reason."""
    return NotAdmitted(
        _("This code does not open the survey. Check the characters once more. A code can be used once."),
        "code_unknown",
    )


def refusal_of(survey: Survey) -> NotAdmitted:
    """Return the refusal for somebody whose admission is missing or was used."""
    if survey.identity == Identity.CODE:
        return refused_code()
    if survey.is_blind:
        return NotAdmitted(_("This right to answer was used already."), "already_answered", status=409)
    return NotAdmitted(_("You have answered this survey already."), "already_answered", status=409)


def missing_for(survey: Survey) -> NotAdmitted:
    """Return the refusal for a response without any admission."""
    if survey.identity == Identity.CODE:
        return missing_code()
    if survey.is_blind:
        return NotAdmitted(_("Ask for your right to answer first."), "token_required", status=403)
    return NotAdmitted(_("Sign in to answer this survey."), "sign_in_required", status=403)


def sealed(survey: Survey, admission: str) -> str:
    """Return an admission as a page carries it along, so that nobody can make one up."""
    return signing.Signer(salt=SALT).sign(f"{survey.pk}.{admission}")


def unsealed(survey: Survey, text: str) -> str:
    """Return the admission that a page carried along; nothing if it was not made here for this survey."""
    if survey.is_blind:
        return admission_of_token(survey, text)
    try:
        number, _dot, admission = signing.Signer(salt=SALT).unsign(text).partition(".")
    except signing.BadSignature:
        return ""
    return admission if number == str(survey.pk) else ""

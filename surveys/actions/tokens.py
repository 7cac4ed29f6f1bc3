"""Giving a verified person the right to answer once, so that nobody can trace the answer: blind-signed tokens.

The person shows a code or an account together with a blinded token; it is noted that this person was given one, and
the blinded token is signed. Later the answer comes with the unblinded token alone. The signature proves that one of
those who were let in answers, and the numbers seen at signing say nothing about which: not even to who has it all.
"""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.errors import NotOpen, ParticipationError
from participation.models.people import Person
from surveys.errors import NotAdmitted
from surveys.logic import blind, codes
from surveys.models.codes import AccessCode
from surveys.models.surveys import Survey
from surveys.models.tokens import TokenIssue, TokenKey


def key_of(survey: Survey) -> TokenKey:
    """Return the signing key of a survey; the first time it is made."""
    known = TokenKey.objects.filter(survey=survey).first()
    if known:
        return known
    private = blind.new_key()
    public = blind.public_text(blind.private_key(private))
    return TokenKey.objects.get_or_create(survey=survey, defaults={"private": private, "public": public})[0]


def public_of(survey: Survey) -> str:
    """Return the public key with which the browser blinds and everybody can check."""
    return key_of(survey).public


def sign_for_code(survey: Survey, typed: str, blinded: str) -> str:
    """Sign the blinded token of somebody who has a code; the code is marked as entered."""
    if not typed.strip():
        raise missing_code()
    letters = codes.normalised(typed) or "0" * codes.LENGTH
    hashed = codes.code_hash(settings.RECEIPT_SECRET, survey.pk, letters)
    if not AccessCode.objects.filter(code_hash=hashed, batch__survey=survey).exists():
        raise unknown_code()
    signature = sign(survey, codes.admission_by_code(settings.RECEIPT_SECRET, survey.pk, letters), blinded)
    AccessCode.objects.filter(code_hash=hashed, spent=False).update(spent=True)
    return signature


def sign_for_person(survey: Survey, person: Person, blinded: str) -> str:
    """Sign the blinded token of somebody who is signed in."""
    return sign(survey, codes.admission_by_person(settings.RECEIPT_SECRET, survey.pk, person.pk), blinded)


@transaction.atomic
def sign(survey: Survey, admission: str, blinded: str) -> str:
    """Sign one blinded token for an admission; the same one again gives the same signature, another one is refused."""
    if not survey.takes_responses(timezone.now()):
        raise NotOpen(_("This survey does not take answers now."))
    try:
        signature = blind.blind_sign(blind.private_key(key_of(survey).private), blind.from_text(blinded))
    except blind.BlindFault:
        raise ParticipationError(_("This is not a blinded token."), "invalid_token") from None
    issued = codes.admission_hash(settings.RECEIPT_SECRET, admission)
    mark = codes.digest(settings.RECEIPT_SECRET, f"blinded:{survey.pk}:{blinded}")
    try:
        with transaction.atomic():
            TokenIssue.objects.create(admission_hash=issued, survey=survey, blinded_hash=mark)
    except IntegrityError:
        if not TokenIssue.objects.filter(admission_hash=issued, blinded_hash=mark).exists():
            raise NotAdmitted(
                _(
                    "You have been given your right to answer already. It lies in the browser in which you asked for it."
                ),
                "already_given",
                status=409,
            ) from None
    return blind.as_text(signature)


def admission_of_token(survey: Survey, token: str) -> str:
    """Return the admission that an unblinded token gives; nothing if it is forged, broken or of another survey."""
    known = TokenKey.objects.filter(survey=survey).only("public").first()
    return blind.spent_name(known.public, survey.slug, token) if known and token else ""


def missing_code() -> NotAdmitted:
    """Return the refusal for somebody who typed no code."""
    return NotAdmitted(_("Type the code of your letter."), "code_required")


def unknown_code() -> NotAdmitted:
    """Return the refusal for a code that there is not; one that was used already is told apart when it signs."""
    return NotAdmitted(_("This code does not open the survey. Check the characters once more."), "code_unknown")

"""Privacy notices word by word: a change of the words makes the next version, and older ones stay readable."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from participation.models.privacy import NoticeVersion


def keep_notice(scope: str, parts: Mapping[str, Sequence[tuple[str, str]]], *, made_of: int = 0) -> int:
    """Keep the words of a notice unless they are those of the newest version; returns the number in force."""
    words = {language: [list(part) for part in told] for language, told in parts.items()}
    digest = hashlib.sha256(json.dumps([made_of, words], sort_keys=True).encode()).hexdigest()
    newest = NoticeVersion.objects.filter(scope=scope).order_by("-number").first()
    if newest is not None and newest.digest == digest:
        return newest.number
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            NoticeVersion.objects.create(scope=scope, number=number, made_of=made_of, parts=words, digest=digest)
    except IntegrityError:  # somebody kept one at the same time
        return keep_notice(scope, parts, made_of=made_of)
    return number

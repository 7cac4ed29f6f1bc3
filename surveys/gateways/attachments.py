"""Door to the place where residents' files lie: outside everything that a web server serves, under names nobody knows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

FOLDER = "answers"


def write_attachment(data: bytes) -> str:
    """Store a file; returns its random name."""
    name = secrets.token_hex(24)
    return default_storage.save(f"{FOLDER}/{name}", ContentFile(data)).removeprefix(f"{FOLDER}/")


def open_attachment(name: str) -> File[bytes] | None:
    """Return a stored file, or nothing when it is gone."""
    try:
        return default_storage.open(f"{FOLDER}/{name}")
    except FileNotFoundError:
        return None


def copy_attachment(name: str) -> str:
    """Store a file once more; returns the random name of the copy, or the name as it was when there is no file."""
    stored = open_attachment(name)
    if stored is None:
        return name
    with stored:
        return write_attachment(stored.read())


def delete_attachments(names: Iterable[str]) -> None:
    """Delete stored files; one that is gone already does no harm."""
    for name in names:
        default_storage.delete(f"{FOLDER}/{name}")

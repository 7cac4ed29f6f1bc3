"""Door to the place where a file waits between two steps of a form."""

import datetime
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep_upload(data: bytes) -> str:
    """Keep a file for the next step; returns the key under which it waits."""
    key = uuid.uuid4().hex
    default_storage.save(f"uploads/{key}", ContentFile(data))
    return key


def kept_upload(key: str) -> bytes | None:
    """Return a file that waits, or nothing if it is gone."""
    name = f"uploads/{key}"
    if not key.isalnum() or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return bytes(file.read())


def drop_upload(key: str) -> None:
    """Delete a file that waits."""
    if key.isalnum():
        default_storage.delete(f"uploads/{key}")


def drop_old_uploads(before: datetime.datetime) -> int:
    """Delete the files of forms that were never finished, kept before this moment; returns how many."""
    if not default_storage.exists("uploads"):
        return 0
    names = [f"uploads/{key}" for key in default_storage.listdir("uploads")[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    return len(old)

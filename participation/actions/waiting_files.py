"""Files that wait between two steps of a form; upper floors come to the store through here."""

from participation.gateways.uploads import drop_upload, keep_upload, kept_upload


def keep_file(data: bytes, *, instead_of: str = "") -> str:
    """Keep a file for the next step in place of an earlier one; returns the key under which it waits."""
    drop_upload(instead_of)
    return keep_upload(data)


def kept_file(key: str) -> bytes | None:
    """Return a file that waits, or nothing if it is gone."""
    return kept_upload(key)


def drop_file(key: str) -> None:
    """Delete a file that waits."""
    drop_upload(key)

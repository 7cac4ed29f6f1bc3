"""Door to the store of flip-chart photos: decoded within bounds, written anew without camera, place and time."""

import io
import warnings
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 20_000_000
MAX_PIXELS = 60_000_000
EDGE = 2400
FOLDER = "workshops"


def read_photo(data: bytes) -> bytes | None:
    """Return a picture as an upright JPEG without metadata; nothing when it is none, or too large."""
    if len(data) > MAX_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return None
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning):
        return None
    upright.thumbnail((EDGE, EDGE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=82)
    return written.getvalue()


def write_photo(name: str, picture: bytes) -> None:
    """Keep a photo."""
    default_storage.save(f"{FOLDER}/{name}", ContentFile(picture))


def stored_photo(name: str) -> bytes | None:
    """Return a kept photo, or nothing if it is gone."""
    path = f"{FOLDER}/{name}"
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return bytes(file.read())


def delete_photos(names: Iterable[str]) -> None:
    """Delete kept photos; one that is gone already does no harm."""
    for name in names:
        default_storage.delete(f"{FOLDER}/{name}")

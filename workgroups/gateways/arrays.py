"""The shelf of learned arrays on disk: written whole or not at all, read only while the hash is the noted one.

Files hold plain numbers; nothing that could run is ever read.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Arrays = Mapping[str, npt.NDArray[np.generic]]


def path_of(name: str) -> Path:
    """Return where the arrays of this name lie."""
    return Path(settings.VAR_DIR) / "models" / f"{name}.npz"


def keep_arrays(name: str, arrays: Arrays) -> str:
    """Write arrays to the shelf and return the hash of the file."""
    import numpy as np  # noqa: PLC0415 -- slow import

    memory = io.BytesIO()
    np.savez(memory, allow_pickle=False, **arrays)
    content = memory.getbuffer()
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=6)
def arrays_of(name: str, file_hash: str) -> Arrays | None:
    """Return the arrays of this name, or nothing when the file is gone or is not the noted one."""
    import numpy as np  # noqa: PLC0415 -- slow import

    try:
        content = path_of(name).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() != file_hash:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        return {key: kept[key] for key in kept.files}


def drop_arrays(name: str) -> None:
    """Take arrays off the shelf."""
    path_of(name).unlink(missing_ok=True)

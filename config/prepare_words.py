"""Build the lemma dictionaries once, when an image or a demo is made: `python -m config.prepare_words FOLDER`."""

import sys
from pathlib import Path

from participation.logic import language


def main() -> None:
    """Build into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    language.use_cache_folder(folder)
    language.prepare(("fi", "sv", "en"))


if __name__ == "__main__":
    main()

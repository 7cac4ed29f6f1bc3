"""Translations: extract the marked texts, merge new ones from JSON lists, compile without GNU msgfmt.

extract  needs GNU xgettext (Debian: gettext); merge FOLDER reads {"english": {"fi": "…", "sv": "…"}} files,
plurals as {"singular": {"plural": "…", "fi": ["…", "…"], "sv": ["…", "…"]}}; compile writes the .mo files;
check fails on a text without Finnish or Swedish, and on a translation that breaks a placeholder.
"""

import fcntl
import json
import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "config" / "locale"
LANGUAGES = {"fi": "fi", "sv": "sv", "fi_Easy": "fi"}
COMPLETE = ("fi", "sv")
PLACES = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w+\}(?!\})")
COUNTS = {"%(n)s", "%(shown)s", "%(minutes)s", "%(months)s", "%(k)s"}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), wrapwidth=110)


def extract() -> None:
    ignored = [f"--ignore={name}" for name in ("node_modules", ".venv", "build", "var", "tests", "static_root")]
    locales = [part for language in LANGUAGES for part in ("-l", language)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *locales, *ignored, "--no-location", "--no-wrap", "-v", "0"],
        cwd=ROOT, check=True,
    )  # fmt: skip
    for language, code in LANGUAGES.items():
        po = catalogue(language)
        for entry in [entry for entry in po if entry.obsolete]:
            po.remove(entry)
        for entry in po:
            if "fuzzy" in entry.flags:  # a guess of the tool, not a translation
                entry.flags.remove("fuzzy")
                entry.msgstr = ""
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
        po.sort(key=lambda entry: entry.msgid)
        po.metadata.update({"Language": code, "Plural-Forms": "nplurals=2; plural=(n != 1);"})
        po.metadata.pop("POT-Creation-Date", None)
        po.save()


def merge(folder: Path) -> None:
    for path in sorted(folder.glob("*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))
        for language in LANGUAGES:
            po = catalogue(language)
            key = "fi-easy" if language == "fi_Easy" else language
            for entry in po:
                said = words.get(entry.msgid, {}).get(key)
                if said is None or entry.translated():
                    continue
                if entry.msgid_plural:
                    entry.msgstr_plural = {0: said[0], 1: said[1]} if isinstance(said, list) else {0: said, 1: said}
                else:
                    entry.msgstr = said
            po.save()


def compile_all() -> None:
    for language in LANGUAGES:
        po = catalogue(language)
        po.save_as_mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))


def wrong_in(entry: polib.POEntry) -> list[str]:
    """What a translation breaks: a placeholder left out or made up, a line break at an end, a plural form missing."""
    if entry.msgid_plural:
        said = list(entry.msgstr_plural.values())
        if len(said) != 2 or not all(said):
            return ["both plural forms are needed"]
        texts = (entry.msgid, entry.msgid_plural)
    else:
        said, texts = [entry.msgstr], (entry.msgid,)
    needed, offered = PLACES.findall(texts[-1]), {place for text in texts for place in PLACES.findall(text)}
    found = []
    for place, text in enumerate(said):
        here = PLACES.findall(text)
        spared = COUNTS if entry.msgid_plural and place == 0 else set()  # "one answer" needs no number
        found += [f"{name} is missing" for name in needed if name not in here and name not in spared]
        found += [f"{name} is not in the English text" for name in here if name not in offered]
        for end in ("startswith", "endswith"):
            if getattr(text, end)("\n") != getattr(texts[min(place, len(texts) - 1)], end)("\n"):
                found.append("a line break at its end differs")
    return found


def problems() -> list[str]:
    """Texts without Finnish or Swedish, and translations in any language that would break when shown."""
    found = []
    for language in LANGUAGES:
        for entry in catalogue(language):
            if entry.translated():
                found += [f"{language}: {entry.msgid!r}: {wrong}" for wrong in wrong_in(entry)]
            elif language in COMPLETE or any(entry.msgstr_plural.values()):
                found.append(f"{language}: {entry.msgid!r}: no translation")
    return found


def check() -> int:
    found = problems()
    print("\n".join(found[:200]) or "translations complete")
    return 1 if found else 0


if __name__ == "__main__":
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "messages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for verb in sys.argv[1].split(","):
            if verb == "extract":
                extract()
            elif verb == "merge":
                merge(Path(sys.argv[2]))
            elif verb == "compile":
                compile_all()
            elif verb == "check":
                sys.exit(check())

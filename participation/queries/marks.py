"""What the signs beside contributions are called and mean, for people."""

from django.utils.translation import gettext as _

from participation.logic import guarding as rules


def mark_words() -> dict[str, tuple[str, str]]:
    """Return for each sign its name and what it means, in the language in use."""
    return {
        rules.HIDDEN: (_("Filled in what nobody sees"), _("A field that is hidden from people had words in it.")),
        rules.FAST: (_("Too fast"), _("The answers came faster than anybody can read the questions.")),
        rules.UNOPENED: (
            _("Without our page"),
            _("The answers were sent without any page of the survey being turned."),
        ),
        rules.BURST: (
            _("Very many from one network"),
            _("More came from one network than a library or a school sends."),
        ),
        rules.IDENTICAL: (_("The same again and again"), _("The same long answers had come several times before.")),
        rules.UNPROVEN: (
            _("Without the computed proof"),
            _("The survey was under attack, and the browser brought no proof. Browsers without scripts cannot."),
        ),
    }


def names_of(marks: str) -> str:
    """Return the names of stored marks, one after the other."""
    words = mark_words()
    return ", ".join(words[mark][0] for mark in marks.split() if mark in words)

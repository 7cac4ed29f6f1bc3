"""What became of a foreign form, row by row, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.logic.interchange.findings import DROPPED, Finding, UnreadableFormError
from surveys.queries.problems import problem_in_words

Words = Callable[[Mapping[str, str]], str]

REFUSALS: dict[str, Words] = {
    "empty": lambda _p: _("The file is empty."),
    "too_big": lambda _p: _("The file is too big: at most 20 MB can be taken."),
    "grows": lambda _p: _("The file would grow too much when it is unpacked. It was not opened."),
    "nested": lambda _p: _("The file holds another archive. It was not opened."),
    "declarations": lambda _p: _("The file declares things that a spreadsheet does not need. It was not read."),
    "big_cell": lambda _p: _("A cell is longer than a spreadsheet allows. The file was not read."),
    "too_many_rows": lambda _p: _("The file has too many rows. Divide it."),
    "memory": lambda _p: _("The file needs too much memory. It was not read."),
    "too_slow": lambda _p: _("Reading the file took too long. It was not read."),
    "encrypted": lambda _p: _("The file is protected by a password. Save it without one."),
    "not_a_workbook": lambda _p: _("The file is not a spreadsheet that can be read."),
    "no_survey_sheet": lambda p: _("The file has no sheet called survey. Its sheets: %(sheets)s.") % p,
    "no_type_column": lambda _p: _("The sheet survey has no column called type."),
}
FINDINGS: dict[str, Words] = {
    "metadata": lambda _p: _("Data of the device or the time of answering are not collected here."),
    "repeat": lambda _p: _(
        "This repeated group would come too often or lies too deep to become a bounded set of questions."
    ),
    "repeat_rounds": lambda p: _("It is asked at most %(n)s times, each on its own page, with “Add another one?”.") % p,
    "repeat_counted": lambda p: _("It is asked as often as “%(name)s” says, at most %(n)s times.") % p,
    "repeat_fixed": lambda p: _("It is asked %(n)s times, each time with questions of their own.") % p,
    "in_repeat": lambda p: _("It belongs to the repeated group “%(name)s”, which was not kept.") % p,
    "disabled": lambda _p: _("The row is switched off in the file."),
    "no_media": lambda _p: _("Sound, video and bar codes cannot be asked here."),
    "as_file": lambda _p: _("A photo or a PDF can be attached."),
    "unsafe_pattern": lambda p: _("This pattern is not checked (%(problem)s): %(value)s") % p,
    "no_type": lambda p: _("“%(type)s” is no question type that is known here.") % p,
    "type_missing": lambda _p: _("The row has no type."),
    "outside_list": lambda _p: _("Its options are in another file or sheet, which cannot be read."),
    "list_missing": lambda p: _("The list of options “%(list)s” is not in the file.") % p,
    "no_calculation": lambda p: _("This cannot be calculated here: %(expression)s") % p,
    "broken_expression": lambda p: _("The calculation cannot be read: %(expression)s (%(problem)s)") % p,
    "no_question": lambda p: _("It cannot be a question here: %(problem)s.") % p,
    "asks_later": lambda p: _("It uses “%(name)s”, which is asked later or was not kept.") % p,
    "asks_unknown": lambda p: _("It uses “%(name)s”, which is not in the form.") % p,
    "shown_no_condition": lambda p: _("Always shown: the condition cannot be kept: %(expression)s") % p,
    "shown_no_order": lambda p: _("Always shown: “%(value)s” has no order to compare by.") % p,
    "shown_asks_later": lambda p: _("Always shown: the condition uses “%(name)s”, asked later or not kept.") % p,
    "shown_asks_unknown": lambda p: _("Always shown: the condition uses “%(name)s”, which is not in the form.") % p,
    "shown_broken": lambda p: _("Always shown: the condition cannot be read: %(expression)s (%(problem)s)") % p,
    "shown_both_quotes": lambda _p: _("Always shown: the condition holds both kinds of quotation marks."),
    "lost_constraint": lambda p: _("This limit is not checked: %(value)s") % p,
    "broken_constraint": lambda p: _("The limit cannot be read: %(expression)s (%(problem)s)") % p,
    "lost_required": lambda p: _("Not required: a condition for that cannot be kept: %(value)s") % p,
    "lost_choice_filter": lambda p: _("All options are always shown; the filter was not kept: %(value)s") % p,
    "lost_default": lambda p: _("It begins empty; the usual answer was not kept: %(value)s") % p,
    "lost_trigger": lambda p: _("It is not started by another answer: %(value)s") % p,
    "lost_repeat_count": lambda p: _("It is asked once; the count was not kept: %(value)s") % p,
    "lost_calculation": lambda p: _("It is asked, not calculated: %(value)s") % p,
    "lost_readonly": lambda _p: _("It can be answered; read-only was not kept."),
    "lost_media": lambda _p: _("Its pictures and sounds were not kept."),
    "lost_guidance": lambda _p: _("The guidance for interviewers was not kept."),
    "lost_appearance": lambda p: _("This appearance was not kept: %(value)s") % p,
    "choice_media": lambda p: _("The picture or sound of the option “%(name)s” was not kept.") % p,
    "choice_twice": lambda p: _("The option “%(name)s” is in the list twice. It was taken once.") % p,
    "choice_renamed": lambda p: _("The option “%(name)s” is now called “%(new)s”.") % p,
    "own_words": lambda _p: _("When an answer does not fit, the platform's own words are shown."),
    "as_text": lambda _p: _("It is asked as a text of one line."),
    "piping": lambda _p: _("Its words hold ${…}, which is shown as it is."),
    "new_page": lambda _p: _("It begins a new page, as its words show an answer given before it."),
    "no_label": lambda _p: _("It has no words to show. Its name is shown."),
    "other_language": lambda _p: _("It has no words in the first language. Those of another language are shown."),
    "renamed": lambda p: _("It is now called “%(new)s”.") % p,
    "extras": lambda _p: _("What the column kuulolla says does not fit and was left out."),
    "language_unknown": lambda p: _("The language is not known. It got the code %(code)s.") % p,
    "sheet": lambda _p: _("The sheet was not read."),
    "setting": lambda _p: _("The setting has no meaning here."),
    "document": lambda p: _("The questionnaire does not fit: %(problem)s") % p,
    "export_as_text": lambda p: _("XLSForm has no type for it (%(type)s). It is a text there.") % p,
    "export_piping": lambda _p: _("The words used when there is no earlier answer, or a ${, cannot be written."),
    "export_limits": lambda _p: _("Its limits hold both kinds of quotation marks and cannot be written."),
    "export_places": lambda _p: _("Its list of named places cannot be written."),
    "export_allocation": lambda _p: _("It became a number for each option. XLSForm does not check the sum."),
    "export_calculation": lambda _p: _("XLSForm cannot calculate it. It was left out."),
}


@dataclass(frozen=True)
class Line:
    """One finding in words."""

    row: int
    name: str
    type: str
    is_lost: bool
    words: str

    def __str__(self) -> str:
        where = [_("row %(row)s") % {"row": self.row}] if self.row else []
        where += [self.name] if self.name else []
        where += [f"({self.type})"] if self.type else []
        state = _("not kept") if self.is_lost else _("changed")
        return f"{' '.join(where)}: {state}: {' '.join(self.words.split())}".lstrip(": ")


def lines_of(findings: Iterable[Finding]) -> list[Line]:
    """Return each finding in the language in use."""
    return [
        Line(found.row, found.name, found.type, found.effect == DROPPED, FINDINGS[found.code](params_of(found)))
        for found in findings
    ]


def params_of(found: Finding) -> Mapping[str, str]:
    """Return what the words of a finding need, with the problem that a checker named in the language in use."""
    if "problem" not in found.params:
        return found.params
    return {**found.params, "problem": problem_in_words(found.params["problem"])}


def refusal_of(error: UnreadableFormError) -> str:
    """Return in the language in use why a file was not taken."""
    return REFUSALS[error.code](error.params)

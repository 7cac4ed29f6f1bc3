"""The two commands that take tables refuse hostile files: a reason on one line, two seconds of work, little memory, no rows."""

import resource
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from surveys.models import Response, Survey
from tests.factories.surveys import make_survey
from tests.surveys.logic.test_hostile_files import FILES, MEMORY_KB, SECONDS, made

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def work():
    """Seconds of the processor that this process and its finished children have taken."""
    both = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(one.ru_utime + one.ru_stime for one in both)


def memory(name):
    """A figure of this process in kilobytes: VmRSS now, VmHWM at the highest since it was reset."""
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(name))


@pytest.mark.parametrize("command", ["import_survey", "import_responses"])
@pytest.mark.parametrize("name", FILES)
def test_hostile_files_are_refused_by_command(process, tmp_path, name, command):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(made(name))
    survey = make_survey(process)
    arguments = [str(path), "--process", process.slug] if command == "import_survey" else [survey.slug, str(path)]
    RESET.write_text("5")
    before, began = memory("VmRSS"), work()
    with pytest.raises(CommandError) as refusal:
        call_command(command, *arguments)
    seconds, more = work() - began, memory("VmHWM") - before
    print(f"{name}, {command}: {seconds:.2f} s, {more // 1024} MB more, {refusal.value}")
    assert "\n" not in str(refusal.value)
    assert seconds < SECONDS
    assert more < MEMORY_KB
    assert Survey.objects.count() == 1
    assert not Response.objects.exists()

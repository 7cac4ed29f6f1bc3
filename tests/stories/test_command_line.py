"""The commands of the contract from a shell: arguments that make no sense are refused in one line with exit status 1."""

import pytest

from config.command_line import CommandLine

WRONG = """
import_survey
import_survey a.xlsx
import_survey a.xlsx --process strategia --loud
export_survey kysely --format csv --output a.csv
export_survey kysely --format json
import_responses kysely
export_responses kysely --format csv
import_submissions a.csv --process strategia
import_submissions a.csv --process strategia --text teksti --channel pigeon
import_population
compile_summary
run_jobs --twice
create_api_token anna@example.org --scope all
forget
purge_expired everything
seed_demo twice
"""


@pytest.mark.parametrize("line", WRONG.split("\n")[1:-1])
def test_wrong_arguments_are_refused_in_one_line(line, capsys):
    words = ["manage.py", *line.split()]
    with pytest.raises(SystemExit) as refused:
        CommandLine(words).fetch_command(words[1]).run_from_argv(words)
    told = capsys.readouterr()
    assert refused.value.code == 1
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("CommandError: ")

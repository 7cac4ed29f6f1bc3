"""Finished summaries of the demo: the whole, frozen for the board and published; one group's part, shared with groups."""

from participation.actions.summaries import compile_new_summary
from participation.actions.summary_lines import add_line, approve_quotes
from participation.actions.summary_states import freeze_summary, publish_summary, share_summary
from participation.models import Person, Process

OWN = {
    "fi": "Kiitos jokaiselle, joka kertoi ajatuksensa. Työryhmät lukevat jokaisen palautteen.",
    "sv": "Tack till alla som berättade vad de tänker. Arbetsgrupperna läser all respons.",
    "en": "Thank you to everybody who told us what they think. The working groups read every contribution.",
}
MEETING = "Kaupunginhallitus, asia 5"


def load_summaries(process: Process, *, by: Person) -> None:
    """Compile the whole for the board and publish it; share one group's part."""
    whole = compile_new_summary(process, by=by).summary
    approve_quotes(whole, by=by)
    add_line(whole, "short", OWN, by=by, rests_like="short.received")
    freeze_summary(whole, MEETING, by=by)
    publish_summary(whole, by=by)
    group = compile_new_summary(process, "2.1", by=by).summary
    approve_quotes(group, by=by)
    share_summary(group, by=by)

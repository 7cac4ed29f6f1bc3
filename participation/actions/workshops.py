"""Ideas written at the tables of a workshop."""

from django.utils.translation import gettext as _

from participation.actions.ideas import Received, receive_idea
from participation.errors import NotOpen
from participation.models.workshops import Workshop


def receive_table_idea(
    workshop: Workshop, *, key: str, text: str, language: str, table: int | None = None, prompt: int | None = None
) -> Received:
    """Store an idea from a table with where it was written and what was asked; raises NotOpen outside the workshop.

    An open workshop takes ideas whatever the phase of its process: people were invited to it.
    """
    if workshop.state != Workshop.State.OPEN:
        raise NotOpen(_("This workshop is not open."))
    if prompt is None and len(workshop.prompts) == 1:
        prompt = 1
    asked = workshop.prompts[prompt - 1] if prompt and prompt <= len(workshop.prompts) else {}
    return receive_idea(
        workshop.process,
        key=key,
        text=text,
        language=language,
        channel="workshop",
        provenance={"workshop": workshop.code, "table": table, "prompt": prompt, "asked": asked},
        invited=True,
    )

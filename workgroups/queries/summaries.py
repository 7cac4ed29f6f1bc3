"""What working groups add to summaries: groups as parts, members as readers, and how promises were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.logic import summary_sentences as say
from participation.logic.summaries import in_scope
from participation.logic.summary_lines import Cell, Line, Part, Table, TableRow
from participation.logic.summary_words import SECTIONS, names
from participation.models import Process
from participation.models.people import Anonymous, Person
from workgroups.models import Group, Promise
from workgroups.permissions import joined_groups

TITLE = names("Lupaukset", "Löften", "Promises")
ROWS = {
    "all": names("annettu", "getts", "made"),
    "done": names("valmiina", "klara", "done"),
    "late": names("myöhässä", "försenade", "late"),
}


class GroupScope:
    """Summaries of one working group with its subgroups."""

    key = "group"
    order = 10

    def label(self) -> str:
        """Return what such parts are called."""
        return _("Working groups")

    def options(self, process: Process) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Return the working groups of the process."""
        rows = Group.objects.for_process(process)
        return [(row.code, {code: f"{row.code} {name}" for code, name in row.name.items()}) for row in rows]


class MembersRead:
    """Members of working groups read what is shared with their group."""

    key = "groups"
    order = 10

    def reads(self, person: Person | Anonymous) -> bool:
        """Tell whether this person belongs to any group now."""
        return bool(joined_groups(person))

    def groups_of(self, person: Person | Anonymous) -> Mapping[int, Sequence[str]]:
        """Return by process id the codes of the groups that this person belongs to now."""
        if not person.is_authenticated:
            return {}
        found: dict[int, list[str]] = {}
        for process_id, code in Group.objects.joined_by(person).order_by("code").values_list("process_id", "code"):
            found.setdefault(process_id, []).append(code)
        return found


class PromisesKept:
    """How many promises were made, how many are done and how many are late."""

    key = "promises"
    order = 60

    def parts(self, process: Process, scope: str) -> Sequence[Part]:
        """Return the promises of the whole process or of one group; nothing for other parts, or before the first."""
        if ":" in scope:
            return []
        rows = (
            Promise.objects.standing().filter(group__process=process).exclude(decision__submission__state="withdrawn")
        )
        promises = [
            (promise, code)
            for promise, code in ((row, row.group.code) for row in rows.select_related("group", "decision"))
            if in_scope(code, scope)
        ]
        if not promises:
            return []
        today = timezone.localdate()
        standing = [
            "done" if row.state == Promise.State.DONE else "late" if row.due and row.due < today else "open"
            for row, _code in promises
        ]
        counts = {"all": len(promises), "done": standing.count("done"), "late": standing.count("late")}
        table = Table("promises", TITLE, tuple(TableRow(key, ROWS[key], n) for key, n in counts.items()), None)
        texts = say.joined(
            say.said("promises", counts["all"]), say.said("kept", counts["done"]), say.said("late", counts["late"])
        )
        cells = tuple(Cell("promises", key, n) for key, n in counts.items())
        line = Line("steps.promises", "steps", "sentence", texts, cells, ({"of": "promise"},), ("state",))
        ledger = tuple(
            {"of": "promise", "ref": str(row.decision.submission_id), "group": code, "state": how, "text": how,
             "name": dict(row.text), "address": reverse("workgroups:promise_page", args=[row.pk])}
            for (row, code), how in zip(promises, standing, strict=True)
        )  # fmt: skip
        return [Part("steps", SECTIONS["steps"], (table,), (line,), ledger, order=60)]

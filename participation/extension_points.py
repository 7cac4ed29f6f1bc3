"""Where upper floors plug in: registries of objects with a key, checked on entry, iterable in order.

Contracts take and return many items at once, so that no query per row hides behind them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from participation.logic.data_map import DataKind, PlainFields
from participation.logic.personal_data import PersonalData
from participation.logic.retention import RetentionKind
from participation.logic.rhythm import AT_ONCE
from participation.logic.summaries import DecisionLine, Passage
from participation.logic.summary_lines import Part
from participation.logic.trails import TrailSource

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@runtime_checkable
class Plugin(Protocol):
    """Everything that can be registered."""

    @property
    def key(self) -> str:
        """What it is found by."""

    @property
    def order(self) -> int:
        """Its place among the others."""


P = TypeVar("P", bound=Plugin)


class Registry(Generic[P]):
    """Plug-ins of one kind by key; raises TypeError for a wrong type and ValueError for a key used twice."""

    def __init__(self, name: str, kind: Any) -> None:
        self.name = name
        self.kind = kind
        self._plugins: dict[str, P] = {}

    def register(self, plugin: P) -> P:
        """Add a plug-in; returns it."""
        if not isinstance(plugin, self.kind):
            raise TypeError(f"{self.name}: {plugin!r} is not a {self.kind.__name__}")
        if plugin.key in self._plugins:
            raise ValueError(f"{self.name}: {plugin.key} is registered twice")
        self._plugins[plugin.key] = plugin
        return plugin

    def get(self, key: str) -> P | None:
        """Return the plug-in with this key, or nothing."""
        return self._plugins.get(key)

    def __iter__(self) -> Iterator[P]:
        return iter(sorted(self._plugins.values(), key=lambda plugin: (plugin.order, plugin.key)))

    def __contains__(self, key: str) -> bool:
        return key in self._plugins


@dataclass(frozen=True)
class Panel:
    """A part of a page that another app draws: template with its context."""

    key: str
    template: str
    context: Mapping[str, Any]
    order: int = 100


@dataclass(frozen=True)
class Highlight:
    """One thing that residents can do or read now: shown on the front page and the process page."""

    kind: str  # survey, idea, workshop, decision, summary, meeting
    title: Mapping[str, str]
    address: str
    detail: str = ""
    until: datetime.datetime | None = None


@runtime_checkable
class ProcessPart(Protocol):
    """What of mine belongs to these processes; all methods take many processes at once."""

    key: str
    order: int

    def highlights(self, processes: Sequence[Any]) -> Mapping[int, Sequence[Highlight]]:
        """Return by process id what residents can do or read now."""

    def panel(self, process: Any) -> Panel | None:
        """Return the part of the public process page, or nothing."""

    def overview(self, process: Any) -> Panel | None:
        """Return the part of the coordinator's overview, or nothing."""


@dataclass(frozen=True)
class JobHandler:
    """Who does the jobs of one kind: a function of the reference; the lease is in seconds.

    After so many attempts a job is given up: more of them for what depends on somebody else's server.
    """

    key: str
    run: Callable[[str], None]
    lease: int = 120
    attempts: int = 5
    order: int = 100


@dataclass(frozen=True)
class AuditVerb:
    """The words of one verb of the audit log: what was done, in the language in use."""

    key: str
    label: StrPromise  # in the language in use when it is shown
    order: int = 100


@dataclass(frozen=True)
class JourneyStage:
    """A stage of a journey: its label in the language in use, its place in the order."""

    key: str
    label: Callable[[], str]
    order: int = 100


@dataclass(frozen=True)
class Wording:
    """The words of one message; address is the one link in it; item says under what it stands among others."""

    subject: str
    paragraphs: Sequence[str]
    address: str
    button: str
    item: str = ""


@dataclass(frozen=True)
class NotificationKind:
    """A kind of message: label, and the wording made from the notification's context in the language in use.

    The sample shows the words without anything real behind them. Staff choose how often they get a kind; what is
    prompt goes at once, whatever the hour.
    """

    key: str
    label: Callable[[], str]
    wording: Callable[[Mapping[str, Any]], Wording | None]
    order: int = 100
    sample: Callable[[], Wording] | None = None
    for_staff: bool = True
    is_prompt: bool = False
    rhythm: str = AT_ONCE


@dataclass(frozen=True)
class News:
    """One thing that a process made public: for its feed."""

    key: str
    on: datetime.date
    title: Mapping[str, str]
    address: str
    text: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class NewsSource(Protocol):
    """Who makes something of a process public that its feed tells of."""

    key: str
    order: int

    def news(self, process: Any, limit: int) -> Sequence[News]:
        """Return the newest things that everybody may read, the newest first."""


@runtime_checkable
class SummarySource(Protocol):
    """Who has texts and decisions of a process to summarise."""

    key: str
    order: int

    def passages(self, process: Any) -> Iterable[Passage]:
        """Return the texts that may be counted and quoted."""

    def decisions(self, process: Any) -> Iterable[DecisionLine]:
        """Return the published decisions."""

    def address_of(self, reference: str) -> str:
        """Return the staff address of one source, or an empty text."""


@runtime_checkable
class SummarySection(Protocol):
    """Who adds a section to summaries: survey results, promises and the like, numbers as everybody may see them."""

    key: str
    order: int

    def parts(self, process: Any, scope: str) -> Sequence[Part]:
        """Return tables, lines and ledger rows of this process, or of one part of it."""


@runtime_checkable
class SummaryScope(Protocol):
    """A kind of part that a summary can be about: themes, areas, workshops, and what upper floors know."""

    key: str
    order: int

    def label(self) -> str:
        """Return what such parts are called, in the language in use."""

    def options(self, process: Any) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Return (scope, name by language) of each part of the process."""


@runtime_checkable
class SummaryReaders(Protocol):
    """Who reads summaries that are shared with working groups."""

    key: str
    order: int

    def reads(self, person: Any) -> bool:
        """Tell whether this person belongs to any group now: asked on every page of the desk."""

    def groups_of(self, person: Any) -> Mapping[int, Sequence[str]]:
        """Return by process id the codes of the groups that this person belongs to now."""


@runtime_checkable
class QuoteGuard(Protocol):
    """Who knows which contributions may be counted but not quoted, because too few stand behind them."""

    key: str
    order: int

    def silent(self, process: Any) -> Iterable[str]:
        """Return the references of contributions that are never quoted."""


@runtime_checkable
class SubmissionLabels(Protocol):
    """A way to group submissions that the ground floor does not know, e.g. by working group."""

    key: str
    order: int

    def scope_name(self, process: Any, code: str) -> Mapping[str, str] | None:
        """Return the name by language of one value, or nothing if there is no such value."""

    def labels(self, process: Any) -> Mapping[UUID, tuple[str, Mapping[str, str]]]:
        """Return by submission id (code, name by language); those without stand in the coordinator's tray."""


@dataclass(frozen=True)
class AskedQuestion:
    """A question whose answer becomes a contribution, or is told with one: then it has options (value, words)."""

    source: str
    source_name: Mapping[str, str]
    name: str
    label: Mapping[str, str]
    options: Sequence[tuple[str, Mapping[str, str]]] = ()


@runtime_checkable
class QuestionSource(Protocol):
    """Who asks residents questions whose answers come in as contributions."""

    key: str
    order: int

    def questions(self, process: Any) -> Sequence[AskedQuestion]:
        """Return what is or was asked in this process, the newest first."""


@runtime_checkable
class ContributionFamilies(Protocol):
    """Who knows which contributions are handled together, so that their supporters are counted once."""

    key: str
    order: int

    def families(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
        """Return for each contribution that is handled with others all of them, itself among them."""


@runtime_checkable
class AlikeFinder(Protocol):
    """Who finds contributions that say something like one that is being written."""

    key: str
    order: int

    def alike(self, draft: Any, among: Any, limit: int) -> Sequence[tuple[UUID, Sequence[str]]]:
        """Return the likest among the given ones with the words that both have, the likest first."""


@dataclass(frozen=True)
class DeskLink:
    """One entry of the staff menu: shown to those for whom it is visible; first_page_for says whose first page it is."""

    key: str
    label: Callable[[], str]
    url_name: str
    icon: str
    visible_to: Callable[[Any], bool]
    first_page_for: Callable[[Any], bool] = field(default=lambda _person: False)
    count: Callable[[Any], int] | None = None
    order: int = 100
    covers: Sequence[str] = ()  # names of further pages on which this entry is the current one


@dataclass(frozen=True)
class DailyJob:
    """A job kind that is promised once a day, its reference the day; with a weekday (0 is Monday) once a week."""

    key: str
    weekday: int | None = None
    order: int = 100


@dataclass(frozen=True)
class WebhookEvent:
    """Something that other programs can be told of, by the name they get; the label is for administrators.

    Where residents do it, only the day is told and noted, never the hour.
    """

    key: str
    label: Callable[[], str]
    order: int = 100
    by_residents: bool = False


@runtime_checkable
class Duties(Protocol):
    """A family of things that staff can be invited to do in a process."""

    key: str
    order: int

    def options(self, person: Any, process: Any) -> Sequence[tuple[str, str]]:
        """Return (value, words) of everything that this person may give to others."""

    def held(self, process: Any) -> Sequence[Any]:
        """Return who does what now: person, label, ends_on, role."""

    def label(self, process: Any, value: str) -> str:
        """Return the words of one value."""

    def give(self, person: Any, process: Any, value: str, *, by: Any, ends_on: datetime.date | None) -> None:
        """Let a person do it from now on."""


process_parts: Registry[ProcessPart] = Registry("process_parts", ProcessPart)
job_handlers: Registry[JobHandler] = Registry("job_handlers", JobHandler)
audit_verb_words: Registry[AuditVerb] = Registry("audit_verb_words", AuditVerb)
journey_stages: Registry[JourneyStage] = Registry("journey_stages", JourneyStage)
notification_kinds: Registry[NotificationKind] = Registry("notification_kinds", NotificationKind)
news_sources: Registry[NewsSource] = Registry("news_sources", NewsSource)
summary_sources: Registry[SummarySource] = Registry("summary_sources", SummarySource)
summary_sections: Registry[SummarySection] = Registry("summary_sections", SummarySection)
summary_scopes: Registry[SummaryScope] = Registry("summary_scopes", SummaryScope)
summary_readers: Registry[SummaryReaders] = Registry("summary_readers", SummaryReaders)
quote_guards: Registry[QuoteGuard] = Registry("quote_guards", QuoteGuard)
submission_labels: Registry[SubmissionLabels] = Registry("submission_labels", SubmissionLabels)
question_sources: Registry[QuestionSource] = Registry("question_sources", QuestionSource)
contribution_families: Registry[ContributionFamilies] = Registry("contribution_families", ContributionFamilies)
trail_sources: Registry[TrailSource] = Registry("trail_sources", TrailSource)
alike_finders: Registry[AlikeFinder] = Registry("alike_finders", AlikeFinder)
daily_jobs: Registry[DailyJob] = Registry("daily_jobs", DailyJob)
webhook_events: Registry[WebhookEvent] = Registry("webhook_events", WebhookEvent)
duties: Registry[Duties] = Registry("duties", Duties)
desk_links: Registry[DeskLink] = Registry("desk_links", DeskLink)
personal_data: Registry[PersonalData] = Registry("personal_data", PersonalData)
data_kinds: Registry[DataKind] = Registry("data_kinds", DataKind)
plain_fields: Registry[PlainFields] = Registry("plain_fields", PlainFields)
retention_kinds: Registry[RetentionKind] = Registry("retention_kinds", RetentionKind)

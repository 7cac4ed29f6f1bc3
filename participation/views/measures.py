"""The coordinator's pages of measures: how far each is, and the contributions it came from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.actions import measures as actions
from participation.actions.indicators import NewValue, store_values
from participation.errors import ParticipationError
from participation.forms.measures import MeasureForm, SourcesForm, ValueForm
from participation.models.processes import Process
from participation.models.strategy import Measure
from participation.models.submissions import Submission
from participation.permissions import can_coordinate_process
from participation.queries.indicators import own_indicators
from participation.queries.measures import measures_of, own_measures, sources_of, to_link
from participation.queries.strategy import indicators_of, old_lines, strategy_of
from participation.queries.submissions import step_names
from participation.views.helpers import page_of, require


def measures_desk(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_coordinate_process(request.user, process))
    strategy = strategy_of(process)
    old = old_lines([strategy]) if strategy else []
    context = {"process": process, "strategy": strategy, "measures": list(measures_of(process)), "old": old}
    return render(request, "participation/strategy/desk.html", context)


def measure_page(request: HttpRequest, number: int) -> HttpResponse:
    measure = get_object_or_404(own_measures(request.user), pk=number)
    return shown(request, measure)


def shown(
    request: HttpRequest, measure: Measure, *, error: str = "", failed: tuple[int, ValueForm] | None = None
) -> HttpResponse:
    """Show a measure, what it came from and what could be linked."""
    typed = request.GET.get("q", "")[:200]
    context = {
        "measure": measure,
        "process": measure.goal.strategy.process,
        "form": MeasureForm(initial={"state": measure.state, "seen": measure.state}),
        "page": page_of(sources_of(measure), request),
        "typed": typed,
        "found": to_link(measure, typed),
        "steps": step_names(),
        "error": error,
        "indicators": [
            (
                line,
                failed[1] if failed and failed[0] == line.indicator.pk else ValueForm(prefix=f"i{line.indicator.pk}"),
            )
            for line in indicators_of([measure.goal]).get(measure.pk, [])
        ],
    }
    status = 422 if error or failed else 200
    return render(request, "participation/strategy/measure.html", context, status=status)


@require_POST
def value_store(request: HttpRequest, number: int) -> HttpResponse:
    indicator = get_object_or_404(own_indicators(request.user), pk=number)
    form = ValueForm(request.POST, prefix=f"i{number}", kind=indicator.kind)
    if form.is_valid():
        try:
            store_values(indicator, [NewValue(**form.cleaned_data)], by=request.user)
        except ParticipationError as error:
            form.add_error("value" if error.code == "value" else "year", error.message)
        else:
            messages.success(request, _("The value was saved."))
            return redirect("participation:measure_page", indicator.measure_id)
    return shown(request, indicator.measure, failed=(number, form))


@require_POST
def measure_move(request: HttpRequest, number: int) -> HttpResponse:
    measure = get_object_or_404(own_measures(request.user), pk=number)
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return shown(request, measure, error=_("Choose how far the measure is."))
    try:
        actions.move_measure(measure, form.cleaned_data["state"], seen=form.cleaned_data["seen"], by=request.user)
    except ParticipationError as error:
        return shown(request, measure, error=error.message)
    messages.success(request, _("Saved. The authors see it behind their codes."))
    return redirect("participation:measure_page", number)


@require_POST
def measure_link(request: HttpRequest, number: int) -> HttpResponse:
    measure = get_object_or_404(own_measures(request.user), pk=number)
    form = SourcesForm(request.POST, rows=Submission.objects.for_process(measure.goal.strategy.process))
    if not form.is_valid():
        return shown(request, measure, error=_("Choose at least one contribution."))
    new = actions.link_sources(measure, list(form.cleaned_data["sources"]), by=request.user)
    words = ngettext("%(n)s contribution was linked.", "%(n)s contributions were linked.", len(new))
    messages.success(request, words % {"n": len(new)})
    return redirect("participation:measure_page", number)


@require_POST
def measure_unlink(request: HttpRequest, number: int) -> HttpResponse:
    measure = get_object_or_404(own_measures(request.user), pk=number)
    form = SourcesForm(request.POST, rows=sources_of(measure))
    if not form.is_valid():
        return shown(request, measure, error=_("Choose at least one contribution."))
    for one in form.cleaned_data["sources"]:
        actions.unlink_source(measure, one.pk, by=request.user)
    messages.success(request, _("The link was taken back."))
    return redirect("participation:measure_page", number)

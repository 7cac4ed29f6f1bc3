"""The strategy of a process: from the vision to single measures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from participation.models.processes import Process
from participation.models.strategy import Strategy
from participation.queries.strategy import goals_of, strategy_of
from participation.views.helpers import resident_page


@resident_page
def strategy_page(request: HttpRequest, slug: str) -> HttpResponse:
    process, strategy = found_strategy(slug)
    context = {"process": process, "strategy": strategy, "goals": goals_of(strategy)}
    return render(request, "participation/strategy/page.html", context)


@resident_page
def goal_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    process, strategy = found_strategy(slug)
    line = next(iter(goals_of(strategy, number)), None)
    if line is None:
        raise Http404
    context = {"process": process, "strategy": strategy, "line": line}
    return render(request, "participation/strategy/goal.html", context)


def found_strategy(slug: str) -> tuple[Process, Strategy]:
    """Find a process that everybody may see and its strategy."""
    process = get_object_or_404(Process.objects.public(), slug=slug)
    strategy = strategy_of(process)
    if strategy is None:
        raise Http404
    return process, strategy

"""The coordinator's page of learned suggestions: how far they are, how good, and whether they act by themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.errors import ParticipationError
from participation.models import Process
from participation.views.helpers import require, show_error
from workgroups import permissions
from workgroups.actions import learning as actions
from workgroups.forms.learning import LearningForm, offered
from workgroups.queries import suggestions as queries


def learning_process(request: HttpRequest, slug: str) -> Process:
    """Return a process whose suggestions this person may set; 404 for any other."""
    process = get_object_or_404(Process.objects.coordinated_by(request.user), slug=slug)
    require(permissions.can_set_learning(request.user, process))
    return process


def show_learning(request: HttpRequest, slug: str) -> HttpResponse:
    process = learning_process(request, slug)
    state = queries.learning_state(process)
    figures = state.newest.figures if state.newest else {}
    now = str(state.setting.threshold) if state.setting.assigns else ""
    form = LearningForm(request.POST if request.method == "POST" else None, figures=figures, initial={"threshold": now})
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.chosen
            actions.set_learning(process, assigns=chosen is not None, threshold=chosen or 1.0, by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workgroups:learning", slug=slug)
    context = {"process": process, "state": state, "figures": figures, "rows": offered(figures), "form": form}
    return render(request, "workgroups/learning/page.html", context, status=422 if form.errors else 200)


@require_POST
def learn_now(request: HttpRequest, slug: str) -> HttpResponse:
    process = learning_process(request, slug)
    actions.promise_now(process, by=request.user)
    messages.success(request, _("Learning has been started. Come back in a minute."))
    return redirect("workgroups:learning", slug=slug)

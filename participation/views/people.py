"""Who works on a process: inviting, revoking, ending a role; and the page on which an invited person types the code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from participation.actions import invitations as actions
from participation.actions.receipts import count_lookup
from participation.errors import ParticipationError
from participation.forms.people import InvitationCodeForm, InvitationForm, WelcomeForm
from participation.gateways.accounts import sign_in
from participation.models import Invitation, Person, Process, Role
from participation.permissions import can_invite_people
from participation.queries.people import duty_words, held_duties, invitation_of
from participation.views.helpers import require, show_error


def coordinated(request: HttpRequest, slug: str) -> Process:
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    require(can_invite_people(request.user, process))
    return process


def people_desk(request: HttpRequest, slug: str) -> HttpResponse:
    process = coordinated(request, slug)
    form = InvitationForm(request.POST if request.method == "POST" else None, person=request.user, process=process)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(form.invitation(), by=request.user)
        except ParticipationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The invitation is on its way. It can be accepted for seven days."))
            return redirect("participation:people", slug=slug)
    waiting = Invitation.objects.in_force().for_process(process)
    context = {"process": process, "form": form, "held": held_duties(process)}
    context["waiting"] = [(one, duty_words(process, one.duty)) for one in waiting]
    return render(request, "participation/desk/people.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_invitation(request: HttpRequest, slug: str, uuid: str) -> HttpResponse:
    process = coordinated(request, slug)
    invitation = get_object_or_404(Invitation.objects.for_process(process), pk=uuid)
    if actions.revoke_invitation(invitation, by=request.user):
        messages.success(request, _("The invitation was revoked. Its code opens nothing any more."))
    return redirect("participation:people", slug=slug)


@require_POST
def end_role(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    process = coordinated(request, slug)
    role = get_object_or_404(Role.objects.in_force().select_related("person", "process"), pk=number, process=process)
    actions.end_role(role, by=request.user)
    messages.success(request, _("The role has ended. Nothing opens by it any more."))
    return redirect("participation:people", slug=slug)


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password")
def accept_invitation(request: HttpRequest) -> HttpResponse:
    form = InvitationCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return ask(request, form, 200)
    network = (request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    if not count_lookup(*network, purpose="invitation"):
        form.add_error(None, _("Many codes were tried from this network. Wait a minute and try again."))
        return ask(request, form, 429)
    if not form.is_valid():
        return ask(request, form, 422)
    invitation = invitation_of(form.cleaned_data["code"])
    if invitation is None:
        return refused(request, form)
    return welcome(request, form, invitation)


def welcome(request: HttpRequest, form: InvitationCodeForm, invitation: Invitation) -> HttpResponse:
    """Show what the invitation is for; make the account, or add what was promised to the one there is."""
    known = Person.objects.filter(email__iexact=invitation.email).exists()
    chosen = WelcomeForm(
        request.POST if "password" in request.POST else None,
        initial={"code": form.cleaned_data["code"], "name": invitation.name},
        person=Person(email=invitation.email),
    )
    context = {"invitation": invitation, "form": chosen, "known": known}
    context["duty"] = duty_words(invitation.process, invitation.duty)
    if not (chosen.is_valid() or (known and "accept" in request.POST)):
        status = 422 if chosen.errors else 200
        return render(request, "participation/people/welcome.html", context, status=status)
    words = {} if known else {name: chosen.cleaned_data[name] for name in ("name", "password")}
    try:
        person, is_new = actions.accept_invitation(invitation, **words)
    except ParticipationError:
        return refused(request, form)
    if is_new:
        return sign_in(request, person)
    messages.success(request, _("What you were invited to do is now part of your account. Sign in to begin."))
    return redirect("account_login")


def refused(request: HttpRequest, form: InvitationCodeForm) -> HttpResponse:
    """Say the same of a wrong, a used, a revoked and an old code."""
    form.add_error("code", _("This code does not open anything. Check it, or ask for a new invitation."))
    return ask(request, form, 404)


def ask(request: HttpRequest, form: InvitationCodeForm, status: int) -> HttpResponse:
    return render(request, "participation/people/invitation.html", {"form": form}, status=status)

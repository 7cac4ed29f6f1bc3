"""For those who keep the service running: jobs, kept mail, who did what."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.actions.jobs import retry_dead_jobs
from participation.permissions import can_read_audit, can_see_operations
from participation.queries.audit import audit_entries, audit_lines, audit_verbs, checked_chain, kept_mails, operations
from participation.views.helpers import page_of, require


def operations_page(request):
    require(can_see_operations(request.user))
    context = {"state": operations(), "mails": kept_mails(20), "may_read_audit": can_read_audit(request.user)}
    return render(request, "participation/audit/operations.html", context)


@require_POST
def retry_jobs(request):
    require(can_see_operations(request.user))
    n = retry_dead_jobs(by=request.user)
    messages.info(request, ngettext("%(n)s job gets new attempts.", "%(n)s jobs get new attempts.", n) % {"n": n})
    return redirect("participation:operations")


def kept_mail(request, key):
    require(can_see_operations(request.user))
    mail = next((mail for mail in kept_mails() if mail.key == key), None)
    if mail is None:
        raise Http404
    return render(request, "participation/audit/mail.html", {"mail": mail})


def audit_log(request):
    require(can_read_audit(request.user))
    verb, subject = request.GET.get("verb", ""), request.GET.get("subject", "")
    page = page_of(audit_entries(verb=verb, subject=subject), request, 50)
    context = {
        "page": page,
        "lines": audit_lines(page.object_list),
        "chain": checked_chain() if "check" in request.GET else None,
        "verbs": audit_verbs(),
        "verb": verb,
        "subject": subject,
    }
    return render(request, "participation/audit/log.html", context)

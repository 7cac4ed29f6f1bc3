"""The front page and the page of one process."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from participation.extension_points import Panel
from participation.forms.receipts import ReceiptForm
from participation.models.processes import Process
from participation.queries import processes
from participation.views.helpers import resident_page


@resident_page
def front(request: HttpRequest) -> HttpResponse:
    context = {"page": processes.front_page(), "receipt_form": ReceiptForm()}
    return render(request, "participation/processes/front.html", context)


@resident_page
def short_front(request: HttpRequest) -> HttpResponse:
    return redirect("participation:front")


@resident_page
def process_page(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.public(), slug=slug)
    page = processes.process_page(process)
    context = {
        "process": process,
        "page": page,
        "parts": drawn(request, page.panels),
        "beside": drawn(request, page.beside),
    }
    return render(request, "participation/processes/page.html", context)


def drawn(request: HttpRequest, panels: list[Panel]) -> list[str]:
    """Return parts of a page, each drawn from its own template and context."""
    return [render_to_string(panel.template, dict(panel.context), request) for panel in panels]

"""Closing a survey: what would be left out is told before, with the way to it."""

from surveys.models import Kiosk, Scan, ScanPage, Sheet
from tests.factories.surveys import make_survey
from tests.surveys.actions.test_paper import make_batch


def test_what_waits_is_told_before_closing(client, process, coordinator):
    client.force_login(coordinator)
    survey = make_survey(process)
    address = f"/fi/desk/surveys/{survey.slug}/close/"
    assert not client.get(address).context["unfinished"]
    batch = make_batch(process, survey=survey, size=4)
    sheet = Sheet.objects.filter(batch=batch).first()
    Sheet.objects.filter(pk=sheet.pk).update(state="keyed")
    scan = Scan.objects.create(survey=survey, name="a", kind="application/pdf", title="a.pdf", state="read")
    ScanPage.objects.create(scan=scan, number=1)
    kiosk = Kiosk.objects.create(process=process, name="Kirjasto", waiting=3)
    kiosk.surveys.add(survey)
    page = client.get(address)
    left = page.context["unfinished"]
    assert (left.batches, left.out, left.keyed, left.scans, left.devices, left.on_devices) == (1, 3, 1, 1, 1, 3)
    assert f"/fi/desk/surveys/{survey.slug}/paper/scans/" in page.content.decode()
    assert client.post(address).status_code == 302

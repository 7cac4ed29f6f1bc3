"""Values of indicators: stored once, corrected, and told of once when they are old."""

import datetime

import pytest
from django.core.management import call_command

from participation.actions.indicators import NewValue, store_values, tell_of_old_values
from participation.actions.strategy_imports import import_strategy
from participation.errors import ParticipationError
from participation.extension_points import daily_jobs, job_handlers, notification_kinds
from participation.models import AuditEntry, Indicator, IndicatorValue, Measure, Notification
from tests.factories.participation import make_area, make_person
from tests.participation.actions.test_strategy_imports import SMALL, table

PAGE = "/fi/desk/measures/{}/"


@pytest.fixture
def strategy(process):
    import_strategy(process, table(SMALL), by=None)
    return process


def test_values_are_added_corrected_and_left_alone(strategy, coordinator):
    one = Indicator.objects.get(measure__order=1, order=1)
    area = make_area()
    values = [NewValue(2024, 1310), NewValue(2025, 1400), NewValue(2025, 70, area)]
    told = store_values(one, values, by=coordinator)
    assert (told.added, told.changed, told.same) == (2, 0, 1)
    told = store_values(one, [NewValue(2025, 1401), *values[:1]], by=coordinator)
    assert (told.added, told.changed, told.same) == (0, 1, 1)
    assert AuditEntry.objects.filter(verb="store_values").count() == 2
    done = Indicator.objects.get(kind="done")
    for indicator, wrong in ((one, [NewValue(2999, 1)]), (done, [NewValue(2024, 3)]), (one, [NewValue(2024, 1e16)])):
        with pytest.raises(ParticipationError):
            store_values(indicator, wrong, by=coordinator)
    with pytest.raises(ParticipationError):
        store_values(one, [NewValue(2024, 1), NewValue(2024, 2)], by=coordinator)


def test_old_values_are_told_of_once_in_one_message_and_again_when_a_newer_one_is_old(strategy, coordinator):
    sent = Notification.objects.filter(kind="participation.values_old", person=coordinator)
    before = datetime.date(2026, 3, 31)
    assert tell_of_old_values(before) in (0, 1)  # what was old by today's date
    handler = job_handlers.get("participation.tell_of_old_values")
    assert handler.key in daily_jobs
    handler.run("2026-11-22")
    handler.run("2026-11-23")
    wording = notification_kinds.get("participation.values_old")
    assert sent.count() <= 1
    Indicator.objects.update(interval_years=1, told_after=None)
    IndicatorValue.objects.filter(indicator__kind="done").delete()
    IndicatorValue.objects.update(year=2020)
    Measure.objects.update(starts_year=2019)
    sent.delete()
    assert (tell_of_old_values(before), tell_of_old_values(before)) == (1, 0)
    assert sent.count() == 1
    told = wording.wording(sent.get().context)
    assert len(told.paragraphs) == 5
    assert told.address.endswith(f"/desk/processes/{strategy.slug}/measures/")
    IndicatorValue.objects.update(year=2021)
    assert tell_of_old_values(datetime.date(2026, 4, 2)) == 1
    Indicator.objects.all().delete()
    assert wording.wording(sent.first().context) is None
    assert wording.sample().subject


def test_value_typed_at_the_desk_and_what_is_old_is_marked_there_and_in_public(strategy, client, coordinator):
    one = Indicator.objects.get(measure__order=1, order=1)
    IndicatorValue.objects.filter(indicator=one).update(year=2019)
    client.force_login(coordinator)
    desk = f"/en/desk/processes/{strategy.slug}/measures/"
    assert "last value from 2019" in client.get(desk).content.decode()
    public = client.get(f"/en/processes/{strategy.slug}/strategy/").content.decode()
    assert "last value from 2019" in public
    assert '<line class="broken"' not in public, "a single value is told in words"
    address = f"/en/desk/indicators/{one.pk}/values/"
    for year, value in (("2999", "1"), ("2025", "much"), ("", "")):
        answer = client.post(address, {f"i{one.pk}-year": year, f"i{one.pk}-value": value})
        assert answer.status_code == 422
        assert "aria-invalid" in answer.content.decode()
    sent = {f"i{one.pk}-year": "2025", f"i{one.pk}-value": "1 400,5"}
    assert client.post(address, sent).headers["Location"].endswith(f"/desk/measures/{one.measure_id}/")
    assert IndicatorValue.objects.get(indicator=one, year=2025).value == 1400.5
    assert '<line class="broken"' in client.get(f"/en/processes/{strategy.slug}/strategy/").content.decode()
    client.force_login(make_person())
    assert client.post(address, sent).status_code == 404


def test_command_brings_in_a_strategy_or_changes_nothing(process, tmp_path, capsys):
    file = tmp_path / "strategy.csv"
    file.write_text(SMALL, "utf-8")
    call_command("import_strategy", file, process=process.slug, check=True)
    assert "1 goals, 1 objectives, 2 measures, 3 indicators new" in capsys.readouterr().out
    assert not Measure.objects.exists()
    call_command("import_strategy", file, process=process.slug)
    assert Measure.objects.count() == 2

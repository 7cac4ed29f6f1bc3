"""The desk of codes: chosen before opening, downloaded once, few numbers, nobody else's."""

import pytest

from participation.models.audit import AuditEntry
from surveys.actions.admissions import admission_for_code
from surveys.models import AccessCode, CodeBatch, Survey
from tests.factories.participation import make_person, make_process
from tests.factories.surveys import make_codes, make_survey

KEY = "0b6c2f6e-6a1f-4f5e-9c55-0e4b5c1f2a11"


@pytest.fixture
def survey(process):
    return make_survey(process, identity="code", languages=["fi", "sv"])


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def address(survey, rest="codes/"):
    return f"/en/desk/surveys/{survey.slug}/{rest}"


def test_codes_are_downloaded_once(desk, survey, coordinator):
    answer = desk.post(address(survey), {"name": "Letter", "mailing": "", "size": "3", "kinds": ["list"]})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    code = answer.content.decode("utf-8-sig").splitlines()[1].split(",")[1]
    page = desk.get(address(survey)).content.decode()
    assert "Letter" in page
    assert code not in page
    assert AccessCode.objects.count() == 3
    assert AuditEntry.objects.get(verb="make_codes").by == coordinator


@pytest.mark.parametrize(
    "wrong", [{"size": "0"}, {"size": "5001"}, {"size": "many"}, {"name": ""}, {"kinds": []}, {"kinds": ["tea"]}]
)
def test_a_wrong_batch_is_explained(desk, survey, wrong):
    answer = desk.post(address(survey), {"name": "Letter", "size": "3", "kinds": ["list"]} | wrong)
    assert answer.status_code == 422
    assert not CodeBatch.objects.exists()


def test_a_name_twice_is_explained_beside_the_field(desk, survey):
    make_codes(survey, name="Letter")
    answer = desk.post(address(survey), {"name": "Letter", "size": "3", "kinds": ["list"]})
    assert answer.status_code == 422
    assert "A batch with this name exists already." in answer.content.decode()


def test_numbers_are_shown_once_they_tell_of_nobody(desk, survey):
    codes = make_codes(survey, 30)
    for code in codes[:4]:
        admission_for_code(survey, code, key=KEY)
    before = desk.get(address(survey)).content.decode()
    admission_for_code(survey, codes[4], key=KEY)
    after = desk.get(address(survey)).content.decode()
    assert 'data-l="Entered">–<' in before
    assert 'data-l="Entered">5<' in after
    assert 'data-l="Not entered">25<' in after


def test_a_batch_is_withdrawn_after_a_question(desk, survey):
    make_codes(survey)
    batch = CodeBatch.objects.get()
    assert desk.get(address(survey, f"codes/{batch.pk}/withdraw/")).status_code == 200
    assert AccessCode.objects.count() == 3
    for _n in range(2):
        assert desk.post(address(survey, f"codes/{batch.pk}/withdraw/")).status_code == 302
    assert not AccessCode.objects.exists()
    assert "withdrawn" in desk.get(address(survey)).content.decode()


def test_the_level_is_chosen_in_a_draft_only(desk, process, survey):
    draft = make_survey(process, state=Survey.State.DRAFT)
    page = desk.get(address(draft)).content.decode()
    assert "Residents have no accounts here" in page
    assert 'name="size"' not in page
    desk.post(address(draft, "identity/"), {"identity": "code"})
    assert Survey.objects.get(pk=draft.pk).identity == "code"
    desk.post(address(draft, "identity/"), {"identity": "tea"})
    assert Survey.objects.get(pk=draft.pk).identity == "code"
    desk.post(address(survey, "identity/"), {"identity": "open"})
    assert Survey.objects.get(pk=survey.pk).identity == "code"


@pytest.mark.parametrize("rest", ["codes/", "codes/{pk}/withdraw/", "identity/"])
def test_others_have_no_codes(client, survey, rest):
    make_codes(survey)
    place = address(survey, rest.format(pk=CodeBatch.objects.get().pk))
    assert client.post(place, {"identity": "open"}).status_code == 302
    client.force_login(make_person(roles=[("coordinator", make_process())]))
    assert client.post(place, {"identity": "open"}).status_code == 404
    assert AccessCode.objects.count() == 3


def test_a_batch_of_another_survey_is_not_found(desk, process, survey):
    make_codes(make_survey(process, identity="code"))
    assert desk.get(address(survey, f"codes/{CodeBatch.objects.get().pk}/withdraw/")).status_code == 404


@pytest.mark.parametrize("batches", [1, 3])
def test_the_list_costs_the_same_for_many_batches(desk, survey, batches, django_assert_num_queries):
    for _n in range(batches):
        make_codes(survey)
    desk.get(address(survey))
    with django_assert_num_queries(8):
        desk.get(address(survey))

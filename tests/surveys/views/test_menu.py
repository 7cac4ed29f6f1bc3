"""Every page of surveys on the desk belongs to one entry of the side menu."""

from collections import Counter

from django.urls import reverse

from participation.extension_points import desk_links
from surveys.extensions import PAGES_OF_A_SURVEY
from surveys.urls import answering, authoring, codes, interchange, paper, results, spreading
from tests.factories.surveys import make_survey

MODULES = (answering, authoring, codes, interchange, paper, results, spreading)
NO_PAGES = {
    "survey_edit", "survey_undo", "survey_pulse", "survey_json", "survey_xlsform", "survey_print", "survey_qr", "question_chart", "series_file",
    "answer_file", "upload_file", "coded_answers", "results_switch", "marks_judge", "answers_first", "answer_read", "codes_suggest",
    "scan_picture", "paper_forms", "paper_cover", "open_data_publish", "open_data_withdraw",
}  # fmt: skip


def test_every_page_of_the_desk_marks_one_entry_of_the_menu():
    routes = [route for module in MODULES for route in module.urlpatterns]
    pages = {route.name for route in routes if str(route.pattern).lstrip("^").startswith("desk/")}
    entries = [name for link in desk_links for name in (link.url_name, *link.covers)]
    marked = Counter(name.removeprefix("surveys:") for name in entries if name.startswith("surveys:"))
    assert {name: marked[name] for name in pages - NO_PAGES if marked[name] != 1} == {}
    assert set(marked) - (pages - NO_PAGES) == set()
    assert len(set(PAGES_OF_A_SURVEY)) == len(PAGES_OF_A_SURVEY)


def test_the_entry_of_surveys_is_the_current_one_on_a_page_of_a_survey(client, coordinator, process):
    client.force_login(coordinator)
    html = client.get(reverse("surveys:survey_desk", args=[make_survey(process).slug])).content.decode()
    menu = html.partition('class="side-menu"')[2].partition("</nav>")[0]
    assert menu.count('aria-current="page"') == 1
    assert f'href="{reverse("surveys:surveys_desk")}" aria-current="page"' in menu

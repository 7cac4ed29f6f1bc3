"""One test an advisory of software like ours: what went wrong there is shown not to go wrong here.

Where the attack needs a test bed of its own, the row names that test and fails when it is gone.
"""

import ast
import re
import uuid
from importlib.metadata import version

import django
import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from participation.actions.people import create_api_token
from participation.models import Submission
from tests.architecture.tree import ROOT
from tests.factories.participation import make_submission
from tests.stories.authorization.test_matrix import names
from tests.stories.authorization.world import build_world

XSS = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}{% load x %}javascript:alert(3)"
PROOFS = [  # advisory, file, test that shows it
    ("Decidim CVE-2023-47634 endorsement race", "workgroups/actions/test_reviews_at_once.py",
     "test_of_two_who_decide_or_forward_at_once_exactly_one_wins"),
    ("Decidim CVE-2026-45414, 40870, 40869, 45086, 45415, 2023-36465 actions without authorization",
     "stories/authorization/test_mutants.py", "test_every_permission_that_always_says_yes_is_noticed"),
    ("Decidim CVE-2026-45414 unlisted API field", "stories/authorization/test_matrix.py", "test_every_route_has_a_row"),
    ("Decidim CVE-2026-45414 token for another audience", "stories/test_town_login.py",
     "test_a_wrong_statement_lets_nobody_in"),
    ("Decidim CVE-2023-48220 invitation after expiry by another path", "stories/test_access.py",
     "test_a_dead_invitation_opens_nothing_on_any_path"),
    ("KoboToolbox DEV-1235 strings became formulas", "surveys/logic/test_exports.py",
     "test_no_text_starts_like_a_formula"),
    ("kobocat #600, #490 counter lock contention", "surveys/actions/test_responses_at_once.py", ""),
    ("LimeSurvey #14302, #20192 anonymity lost", "faults/test_linkage.py",
     "test_after_closing_codes_and_receipts_link_to_answers_by_chance_only"),
    ("LimeSurvey TB-82 dates are identifiers", "faults/test_linkage.py",
     "test_control_emptying_columns_only_leaves_the_order"),
    ("LimeSurvey CVE-2018-1000658, 2018-16397 import of archives", "surveys/logic/test_hostile_files.py",
     "test_hostile_files_are_refused_fast_and_small"),
    ("LimeSurvey CVE-2026-50635 Host header", "stories/test_headers.py", "test_a_spoofed_host_is_refused"),
    ("pretix CVE-2023-44463 trusted X-Forwarded-For", "stories/test_headers.py",
     "test_forwarding_headers_change_not_a_byte"),
    ("LimeSurvey CVE-2025-56422 unserialize", "architecture/test_security_rules.py", "test_no_file_breaks_the_rule"),
    ("Decidim CVE-2023-51447 upload", "surveys/logic/test_attachments.py", "test_unfit_files_are_refused_with_a_reason"),
]  # fmt: skip


@pytest.mark.parametrize(("advisory", "path", "test"), PROOFS, ids=[proof[0] for proof in PROOFS])
def test_the_proof_of_an_advisory_is_there(advisory, path, test):
    text = (ROOT / "tests" / path).read_text(encoding="utf-8")
    found = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    assert (test in found) if test else any(name.startswith("test_") for name in found)


def staff(world, role):
    client = Client(raise_request_exception=False)
    client.force_login(world.people[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_decidim_cve_2026_45377_files_need_the_session_not_the_link(db):
    """A link to a file that staff got opens nothing without their session, and is told to nobody."""
    world = build_world()
    address = f"/fi/desk/summaries/{world.ours.draft.pk}/files/xlsx/"
    assert staff(world, "coordinator").get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert staff(world, "twin_coordinator").get(address).status_code == 404
    assert staff(world, "coordinator").get(address).headers["Referrer-Policy"] == "same-origin"


def test_decidim_cve_2025_65017_ids_are_whole_uuids():
    """An id that is cut to a number meets another one; ours are compared whole."""
    assert len({uuid.uuid4() for _n in range(100_000)}) == 100_000
    assert type(Submission._meta.pk).__name__ == "UUIDField"
    assert not re.search(r"uuid4\(\)\.int\s*(\[|%|>>)", "".join(
        path.read_text(encoding="utf-8") for app in ("participation", "surveys", "workgroups")
        for path in (ROOT / app).rglob("*.py")
    ))  # fmt: skip


def test_decidim_cve_2024_27090_embedding_shows_nothing_unpublished(db):
    world = build_world()
    type(world.ours.survey).objects.filter(pk=world.ours.survey.pk).update(state="draft")
    for address in (f"/fi/surveys/{world.ours.survey.slug}/", f"/s/{world.ours.survey.slug}/"):
        assert Client().get(address, {"embed": "1"}, follow=True).status_code == 404
        assert Client().get(address, headers={"Sec-Fetch-Dest": "iframe"}, follow=True).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"ordering": "process__name"}, {"ordering": "id;DROP TABLE x"}, {"ordering": "(SELECT 1)"}, {"q": "' OR 1=1 --"},
        {"state__in": "x"}, {"process__slug": "twin-process"}, {"receipt__code_hash__startswith": "a"}, {"state": "'\""},
        {"group": "1' UNION SELECT 1"}, {"ordering": "receipt__code_hash"},
    ],
    ids=str,
)  # fmt: skip
def test_decidim_cve_2023_34090_and_2026_45376_no_filter_or_order_by_other_columns(db, query):
    world = build_world()
    client = Client(raise_request_exception=False)
    head = {"Authorization": f"Bearer {create_api_token(world.people['coordinator'], 'read', by=None)}"}
    plain = client.get("/api/v1/submissions/", headers=head).json()
    answer = client.get("/api/v1/submissions/", query, headers=head)
    assert answer.status_code in (200, 400), answer.content
    if answer.status_code == 200:
        told = {row["id"] for row in answer.json()["results"]}
        assert told <= {row["id"] for row in plain["results"]}  # never more than one may see


def test_decidim_cve_2026_23891_and_enketo_odk_01_013_words_stay_words_on_every_page(db):
    """Stored markup in names, titles, texts, questions and files: on every page of everybody, print and raw too."""
    world = build_world()
    ours = world.ours
    submission = make_submission(ours.process, text=XSS, title=XSS[:100], theme=ours.theme)
    for thing, field in ((ours.process, "name"), (ours.theme, "name"), (ours.group, "name"), (ours.survey, "title"),
                         (ours.workshop, "name")):  # fmt: skip
        type(thing).objects.filter(pk=thing.pk).update(**{field: {"fi": XSS, "sv": XSS, "en": XSS}})
    type(ours.chair).objects.update(name=XSS)
    pages = [
        "/fi/", f"/fi/processes/{ours.process.slug}/", f"/fi/groups/{ours.group.code}/", f"/fi/surveys/{ours.survey.slug}/",
        f"/fi/surveys/{ours.survey.slug}/results/", f"/fi/workshops/{ours.workshop.code}/", "/fi/desk/tray/", "/fi/desk/",
        f"/fi/desk/submissions/{submission.pk}/", f"/fi/desk/processes/{ours.process.slug}/", "/fi/desk/audit/",
        f"/fi/desk/processes/{ours.process.slug}/people/", f"/fi/desk/summaries/{ours.draft.pk}/", "/fi/desk/summaries/",
        "/fi/desk/workshops/", "/admin/participation/process/", "/admin/participation/person/", "/fi/desk/surveys/",
    ]  # fmt: skip
    world.people["admin"].__class__.objects.filter(pk=world.people["admin"].pk).update(is_staff=True, is_superuser=True)
    seen = 0
    for address in pages:
        page = staff(world, "admin").get(address, follow=True)
        if page.status_code == 200:
            assert "<img src=x" not in page.text, address
            assert "<script>alert" not in page.text, address
            assert 'href="javascript:' not in page.text, address
            seen += "&lt;img src=x" in page.text
    assert seen >= 8  # the words were there, as words


def test_decidim_cve_2023_47635_every_unsafe_request_of_staff_needs_the_token(db):
    world = build_world()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    ours = world.ours
    for address in (
        f"/fi/desk/summaries/{ours.draft.pk}/publish/", f"/fi/desk/processes/{ours.process.slug}/people/",
        f"/fi/desk/processes/{ours.process.slug}/compile/", "/fi/accounts/logout/", "/fi/invitation/",
        f"/fi/desk/processes/{ours.process.slug}/entry/", "/accounts/town/",
    ):  # fmt: skip
        assert client.post(address).status_code == 403, address
    sent = client.post("/api/v1/decisions/publish/", {"ids": []}, content_type="application/json")
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "path", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/secret_key", "....//x", "a/../../b"]
)
def test_enketo_1456_and_pretalx_ghsa_cjcx_no_path_leaves_its_folder(client, admin_person, path):
    client.force_login(admin_person)
    for door in ("/static/", "/fi/desk/operations/mail/", "/fi/desk/uploads/"):
        assert client.get(f"{door}{path}").status_code in (302, 404, 400), door


def test_pretix_cve_2023_27891_and_pretalx_2023_28459_a_search_shows_words(db):
    world = build_world()
    for address in ("/fi/desk/tray/", "/fi/desk/audit/", "/fi/desk/inbox/"):
        page = staff(world, "admin").get(address, {"q": XSS, "verb": XSS, "subject": XSS}, follow=True)
        assert "<img src=x" not in page.text


def test_django_2026_floor_and_no_shared_cache_of_pages():
    assert tuple(int(part) for part in django.get_version().split(".")[:3]) >= (5, 2, 19)
    assert not any("UpdateCache" in name or "FetchFromCache" in name for name in settings.MIDDLEWARE)
    assert settings.SESSION_ENGINE.endswith(".db")  # nothing is signed into a cookie
    assert version("django-allauth")


def test_decidim_cve_2026_45573_no_address_comes_from_a_request():
    """Stored SSRF: three doors ask others, at addresses the administrator sets; the fourth file forbids redirects.

    Webhooks go to names from foreign DNS: tests/stories/test_webhooks.py shows where they never connect.
    """
    doors = []
    for app in ("participation", "surveys", "workgroups"):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if re.search(
                r"^\s*(import|from) (urllib\.request|requests|httpx|http\.client|aiohttp)\b", text, re.MULTILINE
            ):
                doors.append(str(path.relative_to(ROOT)))
    gateways = "participation/gateways/"
    assert sorted(doors) == [
        f"{gateways}{name}.py" for name in ("language_model", "redirects", "town_login", "webhooks")
    ]


def test_surveyjs_3026_and_endatix_750_piping_writes_no_markup():
    for path in (ROOT / "participation/static/participation/js").glob("*.js"):
        assert not re.search(r"insertAdjacentHTML|\.outerHTML\s*=", path.read_text(encoding="utf-8")), path


def test_no_route_is_left_without_a_name():
    assert all(names(get_resolver().url_patterns))

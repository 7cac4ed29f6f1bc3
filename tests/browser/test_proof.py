"""A survey under attack in a real browser: the coordinator switches it on, a phone computes its proof in a worker and answers."""

from tests.browser.test_offline import SEND, receipt_on, walk_to_check

DESK = "/fi/desk/surveys/hyvinvointi-ja-palvelut/marks/"
SURVEY = "/fi/surveys/hyvinvointi-ja-palvelut/"


def test_a_phone_computes_its_proof_while_people_read(phone, desk, demo):
    desk.goto(DESK)
    desk.fill("[name=login]", "coordinator@example.org")
    desk.fill("[name=password]", demo[1])
    desk.press("[name=password]", "Enter")
    desk.locator("button[name=guard][value=yes]").click()
    desk.wait_for_selector("button[name=guard][value=no]")
    answers, workers = [], []
    phone.on(
        "response",
        lambda one: answers.append(one.status) if one.url.endswith("/all/") and one.request.method == "POST" else None,
    )
    phone.on("worker", lambda one: workers.append(one.url))
    try:
        phone.goto(SURVEY)
        assert not phone.locator("form[data-proof]").count()  # the page that caches keep is as always
        walk_to_check(phone, "Kesäkioski rantaan")
        phone.locator(SEND).click()
        assert receipt_on(phone)
    finally:
        desk.locator("button[name=guard][value=no]").click()
        desk.wait_for_selector("button[name=guard][value=yes]")
    assert answers == [201]
    assert [one.rpartition("/")[2].startswith("proof") for one in workers if "survey-worker" not in one] == [True]
    assert "?mark=unproven" not in desk.content()  # the phone brought its proof

"""Generated questionnaires and answers, browser against server: a few by default, 50,000 in the long run."""

from tests.surveys.logic.test_logic_in_browser import differences


def test_browser_and_server_decide_alike(figures, full):
    rounds = 10 if full else 1
    cases, wrong = 0, []
    for seed in range(100, 100 + rounds):
        done, differing, _seen = differences(1000 if full else 100, 5, seed)
        cases, wrong = cases + done, wrong + differing
    figures.add("logic_cases", cases, "cases")
    figures.add("logic_differences", len(wrong), "cases")
    assert cases >= (50_000 if full else 500)
    assert not wrong, wrong[0]

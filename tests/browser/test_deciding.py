"""A chair's work by keyboard alone: ten decisions from the list; a meeting of eight matters from agenda to minutes."""

import time

from tests.support.browser import until

CHAIR = "chair23@example.org"
DECIDED, MATTERS = 10, 8
MOST_KEYS = 16  # strokes a decision takes beside the words themselves
STEPS = 60  # pages and buttons from the first matter on the agenda to published minutes
ACTIVE = "document.activeElement"


class Keyboard:
    """Presses keys and counts them; words that are typed are not counted."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, key, times=1):
        for _n in range(times):
            self.page.keyboard.press(key)
            self.strokes += 1

    def walk_to(self, selector, most=60):
        """Walk with Tab until what the selector names has the focus."""
        for _n in range(most):
            if self.page.evaluate(f"selector => {ACTIVE}.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"never reached: {selector}")

    def type(self, words):
        self.page.keyboard.type(words)


def sign_in_by_keyboard(page, keys, password):
    page.goto("/fi/accounts/login/")
    keys.walk_to("[name=login]")
    keys.type(CHAIR)
    keys.walk_to("[name=password]")
    keys.type(password)
    keys.press("Enter")
    page.wait_for_url("**/fi/desk/**")


def count_of(page, tab):
    words = page.locator(f".inbox-tabs a[href*='tab={tab}'] .count").inner_text()
    return int("".join(digit for digit in words if digit.isdigit()))


def decide_first(page, keys, n):
    """Decide on the item that has the focus, and be back in the list."""
    keys.press("d")
    until(page, f"{ACTIVE}.matches('.inbox-panel input[type=radio]')")
    keys.press("Space")
    keys.walk_to("textarea[name^=reason_]")
    keys.type(f"Ajatus on hyvä ja mahtuu suunnitelmaan {n}.")
    keys.press("Tab")
    keys.type("Tukipalvelut tekevät sen keväällä.")
    here = page.evaluate("performance.timeOrigin")
    keys.press("Control+Enter")
    until(page, f"performance.timeOrigin > {here} && {ACTIVE}.matches('[data-item]')")


def test_a_chair_decides_ten_and_holds_a_meeting_of_eight_by_keyboard(desk, demo):
    page, keys = desk, Keyboard(desk)
    sign_in_by_keyboard(page, keys, demo[1])
    page.goto("/fi/desk/inbox/")
    before = count_of(page, "decided")
    keys.walk_to("[data-keys] button")
    keys.press("Enter")
    began, first = time.monotonic(), keys.strokes
    for n in range(DECIDED):
        decide_first(page, keys, n)
    print(f"\n{DECIDED} decisions: {time.monotonic() - began:.0f} s, {keys.strokes - first} strokes beside the words")
    assert count_of(page, "decided") == before + DECIDED
    assert keys.strokes - first <= DECIDED * MOST_KEYS
    hold_meeting(page)


def hold_meeting(page):
    """Take eight to the agenda, write down what becomes of each, approve the minutes."""
    began, steps = time.monotonic(), 0
    for _n in range(MATTERS):
        page.locator("[data-item]").first.focus()
        here = page.evaluate("performance.timeOrigin")
        page.keyboard.press("g")
        until(page, f"performance.timeOrigin > {here}")
        page.wait_for_load_state()
        steps += 1
    today = page.evaluate(
        "new Date(Date.now() - 36e5).toLocaleString('sv', {timeZone: 'Europe/Helsinki'}).slice(0, 16)"
    )
    page.goto("/fi/desk/groups/2.3/meetings/3/")
    page.fill("[name=starts]", today.replace(" ", "T"))
    page.locator("main form .ds-button:not([data-variant])").first.press("Enter")
    page.wait_for_load_state()
    page.goto("/fi/desk/groups/2.3/meetings/3/live/")
    for seat in page.locator("[name=present]").all():
        if not seat.is_checked():
            seat.press("Space")
    page.locator("form[action*='/attendance/'] button").press("Enter")
    page.wait_for_load_state()
    steps += 4
    page.locator("ol.agenda a[href*='/matters/']").first.press("Enter")
    for n in range(MATTERS):
        page.wait_for_url("**/desk/matters/*/")
        page.locator("[name=outcome]").first.press("Space")
        page.fill("[name=discussion_fi]", f"Ryhmä kävi läpi hinnan ja paikan {n}.")
        page.locator("textarea[name^=reason_]").first.fill("Ehdotus sopii ensi vuoden työhön.")
        page.locator("textarea[name^=next_step_]").first.fill("Tukipalvelut tekevät sen keväällä.")
        here = page.evaluate("performance.timeOrigin")
        page.locator("main form .ds-button").first.press("Enter")
        until(page, f"performance.timeOrigin > {here}")
        steps += 3
    page.goto("/fi/desk/groups/2.3/meetings/3/live/")
    page.locator("form[action*='/end/'] button").press("Enter")
    page.wait_for_load_state()
    page.goto("/fi/desk/groups/2.3/meetings/3/minutes/")
    page.locator("section[aria-labelledby=approve-title] button").press("Enter")
    page.wait_for_load_state()
    steps += 4
    page.goto("/fi/groups/2.3/minutes/3/")
    seconds = time.monotonic() - began
    print(f"{MATTERS} matters from agenda to published minutes: {seconds:.0f} s, {steps} steps")
    words = page.locator("main").inner_text()
    assert words.count("Ehdotus sopii ensi vuoden työhön.") == MATTERS
    assert steps <= STEPS

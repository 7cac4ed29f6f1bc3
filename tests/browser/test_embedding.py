"""A survey within a foreign page with a strict policy: it shows, grows, keeps its language, and answers arrive tagged."""

import http.server
import threading

import pytest

from tests.support.browser import until

SLUG = "hyvinvointi-ja-palvelut"
PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Byn</title></head>
<body><h1>Byns egen sida</h1><script src="{town}/embed.js" data-survey="{slug}" data-channel="byn" async></script></body></html>"""


@pytest.fixture
def foreign(demo):
    """Another site on another port, whose policy allows the town's script and frame and nothing inline."""
    town = demo[0]

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = PAGE.format(town=town, slug=SLUG).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = f"default-src 'none'; script-src {town}; frame-src {town}"
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_answers_from_a_foreign_page_arrive_tagged(desk, phone, demo, foreign):
    complaints = []
    phone.on("console", lambda message: complaints.append(message.text))
    phone.goto(foreign)
    for _time in range(100):
        if any("frame-ancestors" in text or "X-Frame-Options" in text for text in complaints):
            break
        phone.wait_for_timeout(100)
    else:
        raise AssertionError("the frame of a site that is not named was shown")

    allow(desk, demo[1], foreign)
    complaints.clear()
    phone.goto(foreign)
    frame = phone.frame_locator("iframe")
    frame.get_by_role("heading", level=1, name="Välbefinnande och service").wait_for()
    assert not frame.locator(".brand").first.is_visible()
    until(phone, "document.querySelector('iframe').getBoundingClientRect().height > 700")
    for _page in range(30):
        if frame.locator("button[name=go][value=send]:visible").count():
            break
        frame.locator(".actions button[name=go][value=next]:not([aria-hidden])").press("Enter")
        phone.wait_for_timeout(500)
    frame.locator(".actions button[name=go][value=send]:not([aria-hidden])").press("Enter")
    frame.locator(".receipt-page").wait_for()

    assert phone.context.cookies() == []
    assert [text for text in complaints if "Content Security" in text or "frame-ancestors" in text] == []
    desk.goto(f"/fi/desk/surveys/{SLUG}/progress/")
    assert desk.locator("th", has_text="byn").count() == 1


def allow(desk, password, site):
    """Name the site on the page of sharing, as a coordinator does."""
    desk.goto("/fi/accounts/login/")
    desk.fill("input[name=login]", "coordinator@example.org")
    desk.fill("input[name=password]", password)
    desk.press("input[name=password]", "Enter")
    desk.wait_for_url("**/desk/**")
    desk.goto(f"/fi/desk/surveys/{SLUG}/share/")
    desk.fill("textarea[name=sites]", f"{site}/kyselyt/")
    desk.locator("form[action$='/share/sites/'] button").click()
    desk.wait_for_load_state()
    assert site in desk.input_value("textarea[name=sites]")

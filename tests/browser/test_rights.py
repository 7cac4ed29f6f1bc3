"""A right to answer that nobody can trace, from the code of a letter to the receipt, in a real browser; and without scripts."""

import contextlib
import os
import subprocess
import sys

from tests.support.browser import ROOT, until, wait_for
from tests.support.servers import free_port

SLUG = "kylakysely"
MAKE = f"""
from tests.factories.participation import make_process
from tests.factories.surveys import make_codes, make_survey
survey = make_survey(make_process(), slug="{SLUG}", identity="blind_code")
print("CODES", *make_codes(survey, 2))
"""
COUNT = """
from surveys.models import Admission, Response, TokenIssue
print("ROWS", Response.objects.filter(identity="blind_code").count(), Admission.objects.count(), TokenIssue.objects.count())
"""


def around(folder):
    """The environment of an installation without samples."""
    own = {
        "VAR_DIR": str(folder),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    return {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    } | own


def manage(folder, *words):
    """Run a command beside the server, on its database; returns what it said."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=around(folder), capture_output=True, text=True, check=True).stdout


def said(folder, script, word):
    lines = manage(folder, "shell", "-v", "0", "-c", script).splitlines()
    return next(line for line in lines if line.startswith(word)).split()[1:]


@contextlib.contextmanager
def served(folder):
    port = free_port()
    manage(folder, "migrate", "-v", "0")
    manage(folder, "collectstatic", "--noinput", "-v", "0")
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=around(folder), stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def test_from_the_code_of_a_letter_to_the_receipt(chrome, tmp_path):
    with served(tmp_path) as address:
        codes = said(tmp_path, MAKE, "CODES")
        page = chrome.new_context(viewport={"width": 375, "height": 812}, base_url=address).new_page()
        complaints, requests = [], []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: requests.append((request.url, request.post_data or "")))
        page.goto(f"/fi/surveys/{SLUG}/")
        page.fill("#access-code", "väärä")
        page.click("[data-ask]")
        until(page, "document.querySelector('[data-problem]').textContent.length > 20")
        page.fill("#access-code", codes[0].lower())
        page.click("[data-ask]")
        page.locator("input[name='a:service']").first.wait_for(state="attached", timeout=60_000)
        blinded = next(body for url, body in requests if "/token/" in url and codes[0].lower() in body)
        token = page.input_value("input[name=admission]")
        assert len(token) == 555
        assert token[:60] not in blinded
        page.locator("label", has_text="Bussi").first.click()
        for _step in range(4):
            if page.locator("button[name=go][value=send]:not([aria-hidden])").count():
                break
            page.click(".actions button[name=go][value=next]:not([aria-hidden])")
            page.wait_for_timeout(800)
        page.click("button[name=go][value=send]:not([aria-hidden])")
        page.locator(".receipt-page").wait_for()
        until(page, f"localStorage.getItem('right:{SLUG}') === null")  # what was kept is dropped when it has arrived
        assert codes[0] not in "".join(body for url, body in requests if "/token/" not in url)
        page.goto(f"/fi/surveys/{SLUG}/")
        page.fill("#access-code", codes[0])
        page.click("[data-ask]")
        until(page, "document.querySelector('[data-problem]').textContent.length > 20")  # given already
        assert page.context.cookies() == []
        assert [text for text in complaints if "Content Security" in text] == []
        assert said(tmp_path, COUNT, "ROWS") == ["1", "1", "1"]

        plain = chrome.new_context(java_script_enabled=False, base_url=address).new_page()
        plain.goto(f"/fi/surveys/{SLUG}/")
        assert plain.locator("[data-without]").is_visible()
        assert not plain.locator("[data-ask]").is_visible()

"""What a resident's phone transfers for the first survey page: HTML, styles, scripts and fonts, compressed; and how soon it asks on a slow network."""

import gzip
import re
import statistics
import urllib.request
from urllib.parse import urljoin

from benchmarks.figures import Report
from tests.support.browser import browser, chromium, served_demo

LINKED = re.compile(r"""<(?:link[^>]*(?:stylesheet|preload)[^>]*href|script[^>]*src)="([^"]+)\"""")


def fetched(address: str) -> tuple[bytes, int]:
    """Return (the content, bytes transferred) of an address asked for with gzip and brotli."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        body = answer.read()
        encoding = answer.headers.get("Content-Encoding", "")
    if encoding == "br":
        import brotli

        return brotli.decompress(body), len(body)
    return (gzip.decompress(body), len(body)) if encoding == "gzip" else (body, len(gzip.compress(body)))


SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"  # the page comes in one piece
TIMES = 3


def first_question(address: str) -> float:
    """Return the seconds from following the short address until the page with the first question is painted, at 400 kbit/s and 400 ms, nothing kept before."""
    seconds = []
    with browser() as chrome:
        for _time in range(TIMES):
            context = chrome.new_context(viewport={"width": 375, "height": 812})
            page = context.new_page()
            network = context.new_cdp_session(page)
            network.send("Network.enable")
            network.send("Network.emulateNetworkConditions", SLOW)
            page.goto(address + "/s/hyvinvointi-ja-palvelut/")
            page.wait_for_selector("[data-question] textarea")
            seconds.append(page.evaluate(PAINTED) / 1000)
            context.close()
    return statistics.median(seconds)


def measure(report: Report) -> None:
    """Add the kilobytes of the survey page and of its stylesheet."""
    with served_demo() as (address, _password):
        html, total = fetched(address + "/fi/surveys/hyvinvointi-ja-palvelut/")
        report.add("survey_html_kb", total / 1000, "kB")
        for link in dict.fromkeys(LINKED.findall(html.decode())):
            _content, size = fetched(urljoin(address, link))
            total += size
            if link.endswith(".css"):
                report.add("css_kb", size / 1000, "kB")
        if chromium() is not None:
            report.add("first_question_slow_seconds", first_question(address), "s")
    report.add("resident_page_kb", total / 1000, "kB")

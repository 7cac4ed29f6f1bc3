"""What a resident's phone transfers for the first survey page: HTML, styles, scripts and fonts, compressed."""

import gzip
import re
import urllib.request
from urllib.parse import urljoin

from benchmarks.figures import Report
from tests.support.browser import served_demo

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
    report.add("resident_page_kb", total / 1000, "kB")

"""Walk through a served site by its links, one page of each sort."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
NOT_OURS = ("account_", "mfa_", "usersessions", "socialaccount")  # the accounts library, and signing out
DRAWN = (".pdf", ".png", ".docx", ".pptx")  # slow to make, and tested where they are made


def kind_of(address: str) -> str:
    """Return what makes two addresses the same sort of page: the route and the names of what was chosen."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return address
    words = sorted(word.split("=")[0] for word in parts.query.split("&"))
    return f"{match.view_name}?{'&'.join(words)}"


def links_of(page: Any, address: str) -> Iterator[str]:
    """Yield the addresses on this site that a page links to."""
    for found in HREF.findall(page.content.decode()):
        whole = urljoin(address, unescape(found)).split("#")[0]
        if not urlsplit(whole).scheme and not urlsplit(whole).netloc:
            yield whole


def walk(client: Client, *starts: str) -> tuple[set[str], list[tuple[int, str, str]]]:
    """Follow links from the starts; return the sorts of pages seen, and (status, address, linked from) of dead ones."""
    waiting = deque((start, "") for start in starts)
    seen: set[str] = set()
    dead: list[tuple[int, str, str]] = []
    while waiting:
        address, source = waiting.popleft()
        page: Any = client.get(address, follow=True)
        if page.status_code == 503:  # on PostgreSQL nothing works after an error: this page is the one to look at
            return seen, [(503, address, source)]
        if page.status_code >= 400:
            dead.append((page.status_code, address, source))
        if page.streaming or not page.get("Content-Type", "").startswith("text/html"):
            continue
        for link in links_of(page, address):
            kind = kind_of(link)
            if kind not in seen and not kind.startswith(NOT_OURS) and not urlsplit(link).path.endswith(DRAWN):
                seen.add(kind)
                waiting.append((link, address))
    return seen, dead

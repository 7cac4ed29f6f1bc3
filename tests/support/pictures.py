"""Takes a picture of pages at two widths in both colour schemes: `python -m tests.support.pictures ADDRESS FOLDER /fi/ /fi/desk/`.

With STAFF=coordinator@example.org PASSWORD=… in the environment it signs in first.
"""

import os
import sys
from pathlib import Path

from tests.support.browser import browser

WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")


def main(address: str, folder: str, paths: list[str]) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with browser() as launched:
        for width in WIDTHS:
            for scheme in SCHEMES:
                context = launched.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fi-FI"
                )
                page = context.new_page()
                if staff := os.environ.get("STAFF"):
                    page.goto(f"{address}/fi/accounts/login/")
                    page.fill("[name=login]", staff)
                    page.fill("[name=password]", os.environ["PASSWORD"])
                    page.click("main form button[type=submit]")
                for path in paths:
                    page.goto(address + path)
                    height = page.evaluate("document.documentElement.scrollHeight")
                    page.set_viewport_size({"width": width, "height": max(900, min(height, 6000))})
                    name = path.strip("/").replace("/", "-").replace("?", "-") or "root"
                    page.screenshot(path=target / f"{name}-{width}-{scheme}.png")
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    print(f"{path} {width} {scheme}" + (f": {wide} px wide, scrolls sideways" if wide > width else ""))
                    page.set_viewport_size({"width": width, "height": 900})
                context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3:])

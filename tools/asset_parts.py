"""What build/ takes over from pinned packages: fonts, icons, the map, the browser's half of blind signatures."""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
BUILD = ROOT / "build"
MAP_CSS = ROOT / "assets" / "map.css"  # only for pages with a map, so no part of the one stylesheet

FONTS = {
    "figtree": ("figtree", "Figtree Variable", "300 900"),
    "atkinson": ("atkinson-hyperlegible-next", "Atkinson Hyperlegible Next Variable", "200 800"),
    "source-sans": ("source-sans-3", "Source Sans 3 Variable", "200 900"),
}

ICONS = [
    "align-left",
    "archive",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "arrow-up-down",
    "bell",
    "book-open",
    "calculator",
    "calendar",
    "calendar-days",
    "chart-column",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-check",
    "circle-dot",
    "circle-question-mark",
    "clipboard-list",
    "clock",
    "coins",
    "copy",
    "download",
    "ellipsis",
    "external-link",
    "eye",
    "eye-off",
    "file-pen",
    "file-text",
    "flag",
    "gauge",
    "gavel",
    "git-branch",
    "globe",
    "grid-3x3",
    "grip-vertical",
    "hand",
    "hash",
    "heart",
    "history",
    "house",
    "image",
    "inbox",
    "info",
    "key",
    "languages",
    "layers",
    "layout-dashboard",
    "lightbulb",
    "link",
    "list",
    "list-checks",
    "lock",
    "log-out",
    "mail",
    "map",
    "map-pin",
    "megaphone",
    "message-circle",
    "message-circle-reply",
    "message-square",
    "message-square-quote",
    "minus",
    "monitor",
    "moon",
    "network",
    "paperclip",
    "pencil",
    "pencil-line",
    "phone",
    "pin",
    "play",
    "plus",
    "printer",
    "qr-code",
    "quote",
    "redo-2",
    "refresh-cw",
    "route",
    "scale",
    "scan-line",
    "scan-text",
    "search",
    "send",
    "settings",
    "settings-2",
    "shield-check",
    "sliders-horizontal",
    "smartphone",
    "sparkles",
    "square-check",
    "square-pen",
    "star",
    "sun",
    "tablet",
    "tag",
    "target",
    "text-cursor-input",
    "thumbs-up",
    "timer",
    "toggle-left",
    "trash-2",
    "trending-up",
    "triangle-alert",
    "type",
    "undo-2",
    "upload",
    "user",
    "user-check",
    "user-plus",
    "users",
    "vote",
    "wrench",
    "x",
]
ICON_NAMES = {
    "home": "house",
    "help": "circle-question-mark",
    "alert": "triangle-alert",
    "reply": "message-circle-reply",
}


def copy_parts() -> None:
    """Copy everything; safe to repeat."""
    copy_fonts()
    copy_icons()
    copy_map()
    copy_blind()


def copy_fonts() -> None:
    (BUILD / "fonts").mkdir(parents=True, exist_ok=True)
    for name, (package, _family, _weights) in FONTS.items():
        source = MODULES / "@fontsource-variable" / package / "files" / f"{package}-latin-wght-normal.woff2"
        shutil.copy(source, BUILD / "fonts" / f"{name}.woff2")


def font_faces() -> str:
    return "".join(
        f'@font-face{{font-family:"{family}";src:url(../fonts/{name}.woff2) format("woff2");'
        f"font-weight:{weights};font-display:swap}}"
        for name, (_package, family, weights) in FONTS.items()
    )


def copy_icons() -> None:
    """Keep what is inside each drawing; the frame around it is made by the template tag."""
    target = BUILD / "icons"
    target.mkdir(parents=True, exist_ok=True)
    for name in [*ICONS, *ICON_NAMES]:
        drawing = (MODULES / "lucide-static" / "icons" / f"{ICON_NAMES.get(name, name)}.svg").read_text(
            encoding="utf-8"
        )
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if inside is None:
            sys.exit(f"icon {name} could not be read")
        body = re.sub(r"\s*\n\s*", "", inside[1]).replace(" />", "/>")
        (target / f"{name}.svg").write_text(body, encoding="utf-8")


def copy_map() -> None:
    """Keep the map's script and style; it draws shapes only, so that its pictures and its source map are not needed."""
    target = BUILD / "map"
    target.mkdir(parents=True, exist_ok=True)
    source = MODULES / "leaflet" / "dist"
    script = re.sub(r"//# sourceMappingURL=.*", "", (source / "leaflet.js").read_text(encoding="utf-8"))
    style = (source / "leaflet.css").read_text(encoding="utf-8")
    without_pictures = re.sub(
        r"[^{}]+\{[^{}]*(url\(|behavior:)[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    )
    (target / "leaflet.js").write_text(script.strip() + "\n", encoding="utf-8")
    (target / "leaflet.css").write_text(
        minified(without_pictures + MAP_CSS.read_text(encoding="utf-8")), encoding="utf-8"
    )


def copy_blind() -> None:
    """Keep the browser's half of blind signatures: the modules as they are, without those that it does not import."""
    source, target = MODULES / "@cloudflare" / "blindrsa-ts" / "lib" / "src", BUILD / "blind"
    for name in ("blindrsa.js", "util.js", "sjcl/index.js"):
        script = re.sub(r"//# sourceMappingURL=.*", "", (source / name).read_text(encoding="utf-8"))
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(script.strip() + "\n", encoding="utf-8")


def minified(css: str) -> str:
    """Take out comments and the spaces that carry no meaning; quoted texts and addresses stay as they are."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    for index in range(0, len(pieces), 2):
        piece = re.sub(r"\s+", " ", pieces[index])
        piece = re.sub(r" ?([{};,]) ?", r"\1", piece)
        pieces[index] = re.sub(r"(--[\w-]+|[{;][a-z-]+): ", r"\1:", piece).replace(";}", "}")
    return "".join(pieces).strip()

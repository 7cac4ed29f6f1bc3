"""Own static rules, each with samples that it must find and samples that it must leave alone."""

import ast
import re
import textwrap

import pytest

from tests.architecture.tree import ROOT, files, name_of, python_files

TRUSTED_MARKUP = "participation/templatetags/words.py"
DRAWN = {"qr_svg", "drawn"}  # pictures made of an address by us


def called(node):
    """Return the name that a call calls: f → f, a.b.f → f."""
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def root_of(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def trusted_markup(tree):
    """Text is called safe only where it was drawn by us."""
    for node in calls(tree):
        if called(node) in ("mark_safe", "SafeString", "SafeText") and node.args:
            inner = node.args[0]
            if not (isinstance(inner, ast.Call) and called(inner) in DRAWN) and not isinstance(inner, ast.Constant):
                yield node


def patterns_of_own(tree):
    """str.format and format_html take their pattern from us: a constant, never a variable with somebody's words."""
    for node in calls(tree):
        if called(node) == "format_html" and not (node.args and isinstance(node.args[0], ast.Constant)):
            yield node
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map"):
            root = root_of(node.func.value)
            is_own = isinstance(root, ast.Constant) or (
                isinstance(root, ast.Name) and (root.id.isupper() or root.id in ("form", "_", "gettext"))
            )
            if not is_own:
                yield node


def fields_by_name(tree):
    """Forms and serializers name their fields."""
    for node in ast.walk(tree):
        names = {getattr(target, "id", "") for target in node.targets} if isinstance(node, ast.Assign) else set()
        if "fields" in names and getattr(node.value, "value", None) == "__all__":
            yield node
        if "exclude" in names:
            yield node


def nothing_run_or_unpacked(tree):
    """Nothing that a file or a request says is run, and no object is made of bytes."""
    for node in calls(tree):
        is_name = isinstance(node.func, ast.Name)
        if is_name and node.func.id in ("eval", "exec"):
            yield node
        owner = getattr(root_of(node.func), "id", "")
        if owner in ("pickle", "marshal", "shelve", "dill"):
            yield node
        if owner == "yaml" and called(node) in ("load", "unsafe_load"):
            yield node
        if any(word.arg in ("shell", "allow_pickle") and getattr(word.value, "value", False) for word in node.keywords):
            yield node


def queries_by_words_of_own(tree):
    """SQL is ours to the letter: no f-string, no % or + of values, no user-chosen alias or order."""
    for node in calls(tree):
        if called(node) in ("RawSQL", "raw", "extra") and node.args and not isinstance(node.args[0], ast.Constant):
            yield node
        if called(node) == "order_by" and any("GET" in ast.dump(argument) for argument in node.args):
            yield node
        if called(node) in ("filter", "exclude", "annotate", "aggregate", "values", "get"):
            doors = [word.value for word in node.keywords if word.arg is None]
            if any("GET" in ast.dump(value) or "POST" in ast.dump(value) for value in doors):
                yield node


def chance_that_cannot_be_guessed(tree):
    """Secrets come from the secrets module; hashes of addresses and codes are keyed."""
    for node in calls(tree):
        if called(node) in ("md5", "sha1") and "usedforsecurity" not in {word.arg for word in node.keywords}:
            yield node


def connections_checked(tree):
    """Certificates are checked."""
    for node in calls(tree):
        if called(node) == "_create_unverified_context":
            yield node
        if any(word.arg == "verify" and getattr(word.value, "value", True) is False for word in node.keywords):
            yield node


def open_to_other_sites(tree):
    """Only the resident's pages, safe by origin, go without Django's token."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "csrf_exempt":
            yield node


RULES = {
    trusted_markup: (["mark_safe(text)", "SafeString(row.title)"], ["SafeString(qr_svg(address))", "escape(text)"]),
    patterns_of_own: (
        ["row.text.format(n=1)", "format_html(text, 1)", "request.GET['x'].format()"],
        ["'{n}'.format(n=1)", "WORDS[code].format(n=1)", "format_html('<b>{}</b>', text)"],
    ),
    fields_by_name: (["class Meta:\n    fields = '__all__'", "class Meta:\n    exclude = ['a']"], ["fields = ['a']"]),
    nothing_run_or_unpacked: (
        ["pickle.loads(b)", "eval(text)", "yaml.load(t)", "subprocess.run(t, shell=True)", "np.load(f, allow_pickle=True)"],
        ["json.loads(b)", "np.load(f, allow_pickle=False)", "model.eval()"],
    ),
    queries_by_words_of_own: (
        ["rows.order_by(request.GET['o'])", "rows.extra(where)", "rows.filter(**request.GET)", "X.objects.raw(f'{a}')"],
        ["rows.order_by('name')", "rows.filter(**chosen)"],
    ),
    chance_that_cannot_be_guessed: (["hashlib.md5(b)"], ["hashlib.sha256(b)", "hashlib.sha1(b, usedforsecurity=False)"]),
    connections_checked: (["get(a, verify=False)"], ["get(a, verify=True)"]),
    open_to_other_sites: (["@csrf_exempt\ndef view(r): ..."], ["@resident_page\ndef view(r): ..."]),
}  # fmt: skip
MAY = {
    trusted_markup: {TRUSTED_MARKUP},
    open_to_other_sites: {"participation/views/helpers.py"},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_finds_the_bad_and_leaves_the_good(rule):
    bad, good = RULES[rule]
    for text in bad:
        assert list(rule(ast.parse(textwrap.dedent(text)))), text
    for text in good:
        assert not list(rule(ast.parse(textwrap.dedent(text)))), text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule):
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("participation", "surveys", "workgroups", "config")
        if name_of(path) not in MAY.get(rule, ())
        for node in rule(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


TEMPLATE_RULES = {
    "no safe": (r"\|\s*safe(seq)?\b|autoescape\s+off", ["{{ a|safe }}", "{% autoescape off %}"], ["{{ a }}"]),
    "quoted": (r"<\w[^>\"']*\s[\w-]+=\{\{", ["<a href={{ a }}>"], ['<a href="{{ a }}">']),
    "no inline": (r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>|<[^>]*\son(?:click|load|error|submit|change|input|focus|mouse\w+|key\w+)=|\sstyle=|javascript:",
                  ["<script>x</script>", '<a onclick="x">', '<p style="a">'],
                  ['<script type="module" src="a"></script>', "<p class='a'>"]),
    "own hosts": (r"<(script|link|img|iframe)[^>]*(src|href)=\"(https?:)?//", ['<img src="//a.example/b">'], ['<img src="/b">']),
    "noopener": (r"target=\"_blank\"(?![^>]*rel=)", ['<a target="_blank">'], ['<a target="_blank" rel="noopener">']),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATE_RULES)
def test_template_rule(name):
    rule, bad, good = TEMPLATE_RULES[name]
    assert all(re.search(rule, text) for text in bad)
    assert not any(re.search(rule, text) for text in good)
    found = []
    for path in files(".html"):
        folder = path.relative_to(ROOT).parts[0]
        if folder in ("templates", "participation", "surveys", "workgroups"):
            found += [name_of(path) for _hit in re.finditer(rule, path.read_text(encoding="utf-8"))]
    exceptions = ("templates/emails/",)  # mail programs read styles only in place
    assert [one for one in found if not one.startswith(exceptions)] == []


@pytest.mark.parametrize("path", [p for p in files(".js") if "static" in p.parts], ids=name_of)
def test_scripts_write_text_not_markup(path):
    """innerHTML and its like take no words of anybody."""
    text = path.read_text(encoding="utf-8")
    doors = re.findall(
        r"\.(?:innerHTML|outerHTML)\s*=\s*(?!\"\"|''|`\s*`)([^;\n]+)|insertAdjacentHTML|document\.write|\beval\(|new Function\(",
        text,
    )
    assert doors == []

"""Every deed that the sources note in the audit log has words there, and no words are left without a deed."""

import ast

from participation.extension_points import audit_verb_words
from tests.architecture.tree import ROOT

APPS = ("participation", "surveys", "workgroups")
NOTING = {"add_audit_entry", "add_residents_entry", "note_deed", "note_read"}


def verbs_in(path):
    """The verbs that one file notes: first argument of add_audit_entry, verb= of AuditEntry.objects.create."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in NOTING and call.args:
            yield from texts_in(call.args[0])
        elif name in ("AuditEntry", "create"):
            given = {word.arg: word.value for word in call.keywords}
            if "verb" in given and "subject_type" in given:
                yield from texts_in(given["verb"])


def texts_in(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_every_verb_of_the_audit_log_has_words():
    noted = {verb for app in APPS for path in (ROOT / app).rglob("*.py") for verb in verbs_in(path)}
    known = {verb.key for verb in audit_verb_words}
    assert len(noted) > 80
    assert sorted(noted - known) == [], "add them to the app's queries/audit_words.py"
    assert sorted(known - noted) == [], "nobody notes these any more"

"""Own rules for pages, beside axe, which passes bad surveys: each returns what is wrong as a list, empty when all is well.

The numbers are those of the accessibility plan: D2 groups, D3 labels, D6 width, D11 titles, D12 targets, D13 errors, D14 lang.
"""

NAME = """
const nameOf = (field) => {
  if (field.getAttribute("aria-label")) return field.getAttribute("aria-label").trim();
  const by = field.getAttribute("aria-labelledby");
  if (by) return by.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  return [...(field.labels ?? [])].map((one) => one.textContent).join(" ").replace(/\\s+/g, " ").trim();
};
const seen = (one) => one.checkVisibility() && !one.closest("[aria-hidden=true]");
const fields = [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")].filter(seen);
const groupsOf = (one) => {
  const names = [];
  for (let at = one.closest("fieldset"); at; at = at.parentElement.closest("fieldset")) names.push(at.querySelector(":scope > legend")?.textContent.replace(/\\s+/g, " ").trim() ?? "");
  return names;
};
"""

D2_GROUPS = """
const wrong = [];
for (const field of fields.filter((one) => one.type === "radio" || one.type === "checkbox")) {
  const card = field.closest("[data-question]");
  if (card && card.tagName !== "FIELDSET") { if (card.querySelectorAll(`[type=${field.type}]`).length > 1) wrong.push(`${field.name}: no group`); continue; }
  const names = groupsOf(field);
  if (!names.length || names.some((name) => !name)) wrong.push(`${field.name}: no named group`);
}
for (const row of document.querySelectorAll("main .likert .row-fs, main .matrix-row")) {
  if (row.tagName !== "FIELDSET" || !row.querySelector("legend")?.textContent.trim()) wrong.push("a matrix row is no group of its own");
}
const rows = new Map();
for (const field of fields.filter((one) => one.type === "radio" && one.closest(".likert"))) {
  const group = field.closest("fieldset");
  if (rows.has(group) && rows.get(group) !== field.name) wrong.push(`${field.name}: shares its group with another row`);
  rows.set(group, field.name);
}
for (const field of fields.filter((one) => one.required || one.getAttribute("aria-required") === "true")) {
  const text = field.closest("[data-question]")?.querySelector(".num")?.textContent ?? "";
  if (!/pakollinen|obligatorisk|required/i.test(text)) wrong.push(`${field.name}: required is not in the text`);
}
return wrong;
"""

D3_LABELS = """
const wrong = fields.filter((one) => !nameOf(one)).map((one) => `${one.name || one.id}: no label`);
const known = new Map();
for (const field of fields) {
  const name = [...groupsOf(field).reverse(), nameOf(field)].join(" / ");
  const twin = known.get(name);
  if (twin && twin !== field) wrong.push(`two controls are called "${name}"`);
  known.set(name, field);
}
return wrong;
"""

D12_TARGETS = """
const wrong = [];
const covered = (one) => [...(one.labels ?? [])].some((label) => getComputedStyle(label, "::after").position === "absolute");
const boxes = (one) => [one, ...(one.labels ?? []), ...(covered(one) ? [one.closest(".ds-field")] : [])].map((part) => part.getBoundingClientRect());
for (const one of [...fields, ...[...document.querySelectorAll("main button")].filter(seen)]) {
  const rects = boxes(one).filter((box) => box.width && box.height);
  if (!rects.length) continue;
  const width = Math.max(...rects.map((box) => box.right)) - Math.min(...rects.map((box) => box.left));
  const height = Math.max(...rects.map((box) => box.bottom)) - Math.min(...rects.map((box) => box.top));
  const least = one.closest("[data-question]") ? 44 : 24;
  if (width < 24 || height < least - 0.5) wrong.push(`${one.name || one.textContent.trim() || one.id}: ${Math.round(width)} x ${Math.round(height)}`);
}
return wrong;
"""

D13_ERRORS = """
const wrong = [];
const summary = document.querySelector(".ds-error-summary");
if (!summary) return ["no error summary"];
if (document.activeElement !== summary) wrong.push("the focus is not on the error summary");
for (const link of summary.querySelectorAll("a")) {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) { wrong.push(`${link.hash} leads nowhere`); continue; }
  target.focus();
  if (document.activeElement !== target) wrong.push(`${link.hash} takes no focus`);
  const card = target.closest("[data-question]");
  const message = card?.querySelector(".ds-validation-message");
  if (!message) { wrong.push(`${link.hash}: no words beside the field`); continue; }
  if (!link.textContent.includes(message.textContent.trim())) wrong.push(`${link.hash}: other words beside the field`);
  const described = [card, target].some((one) => (one.getAttribute("aria-describedby") ?? "").split(" ").includes(message.id));
  if (!described) wrong.push(`${link.hash}: not described by its message`);
  if (target.getAttribute("aria-invalid") !== "true") wrong.push(`${link.hash}: not marked as invalid`);
}
summary.focus();
return wrong;
"""

D14_LANG = """
const [language, texts] = given;
const wrong = document.documentElement.lang ? [] : ["the page has no lang"];
if (document.documentElement.lang && document.documentElement.lang !== language) wrong.push(`the page says ${document.documentElement.lang}`);
for (const [words, code] of texts) {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.includes(words)) continue;
    const marked = node.parentElement.closest("[lang]")?.lang;
    if (marked !== code) wrong.push(`"${words}" is marked ${marked}`);
  }
}
return wrong;
"""


def run(page, rule, given=None):
    """Run one rule in the page."""
    return page.evaluate(f"(given) => {{ {NAME} {rule} }}", given)


def groups(page):
    """D2: radio buttons and boxes stand in a group named by the question; each matrix row is one; required is in words."""
    return run(page, D2_GROUPS)


def labels(page):
    """D3: every control has a real label, and no two of a page are called the same."""
    return run(page, D3_LABELS)


def width(page):
    """D6: nothing scrolls sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{over} px too wide"] if over > 0 else []


def title(page, part, city, *, error=False):
    """D11: the title names the part of the page and the town, and begins with "error" when there is one."""
    said = page.title()
    wrong = [f"{word!r} is not in the title {said!r}" for word in (part, city) if word not in said]
    starts = said.startswith(("Virhe:", "Fel:", "Error:"))
    return wrong + ([f"the title {said!r} hides the error"] if error and not starts else [])


def targets(page):
    """D12: everything to press is at least 24 px, and 44 px high in a question."""
    return run(page, D12_TARGETS)


def errors(page):
    """D13: after a faulty send the summary has the focus, its links reach their fields, the words are the same."""
    return run(page, D13_ERRORS)


def lang(page, language, texts=()):
    """D14: the page and each of these (text, language) pairs are marked with their language."""
    return run(page, D14_LANG, [language, [list(pair) for pair in texts]])

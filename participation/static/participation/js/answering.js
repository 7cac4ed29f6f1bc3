// Answering a survey: shows and hides questions at once, keeps a draft on this device, counts characters, warns.
// Everything works without it; the server decides about every answer again.
import { dropDraft, fieldOf, fieldsOf, offerDraft, post, readDraft, saving } from "./drafts.js";
import { readAloud } from "./reading.js";
import { isWaiting, sending, tell } from "./sending.js";
import { freshKey, restore, walk } from "./walking.js";

const isNumber = (value) => typeof value === "number";
const plain = (answer) => {
  if (Array.isArray(answer)) return answer.map(plain);
  return answer !== null && typeof answer === "object" && "value" in answer ? answer.value : answer;
};
const chosen = (actual, value) => (Array.isArray(actual) ? actual.includes(value) : actual === value);
const hasAnswer = (value) => {
  if (value === undefined || value === null || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
};
const isDate = (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
const ORDERED = { gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b, lte: (a, b) => a <= b };

// The same rules as surveys/logic/questionnaire/conditions.py; both are held to the same vectors.
export function holds(condition, answers) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.not) return !holds(condition.not, answers);
  const own = (thing, key) => (thing !== null && typeof thing === "object" && Object.hasOwn(thing, key) ? thing[key] : undefined);
  let answer = own(answers, condition.question);
  if (condition.row !== undefined) answer = Array.isArray(answer) ? undefined : own(answer, condition.row);
  const actual = plain(answer);
  if ("is" in condition) return actual === condition.is;
  if ("is_not" in condition) return actual !== condition.is_not;
  if ("in" in condition) return condition.in.includes(actual);
  if ("selected" in condition) return chosen(actual, condition.selected);
  if ("not_selected" in condition) return !chosen(actual, condition.not_selected);
  if ("answered" in condition) return hasAnswer(actual) === condition.answered;
  const operator = Object.keys(ORDERED).find((name) => name in condition);
  const value = condition[operator];
  const fits = (isNumber(actual) && isNumber(value)) || (isDate(actual) && isDate(value));
  return Boolean(fits && ORDERED[operator](actual, value));
}

const NUMBERS = ["number", "slider", "scale"];
const LISTS = ["multi_choice", "matrix_multi"];

function typed(type, values) {
  const text = values.join("").trim();
  if (type === "consent") return text !== "";
  if (NUMBERS.includes(type)) {
    const number = Number(text.replace(/\s/g, "").replace(",", "."));
    return text !== "" && Number.isFinite(number) ? number : text;
  }
  const day = type === "date" && text.match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/);
  return day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : text;
}

function answerOf(form, name, type) {
  const data = new FormData(form);
  if (type.startsWith("matrix") || type === "allocation") {
    const rows = {};
    for (const [key, value] of data) {
      if (!key.startsWith(`a:${name}:`) || value === "") continue;
      const row = key.slice(name.length + 3);
      if (type === "matrix_multi") (rows[row] ??= []).push(value);
      else rows[row] = value;
    }
    return rows;
  }
  if (type === "map") return [...data].some(([key, value]) => (key === `a:${name}` || key.startsWith(`a:${name}:`)) && value !== "") ? [true] : [];
  const values = data.getAll(`a:${name}`).map((value) => (value instanceof File ? value.name : value));
  return LISTS.includes(type) ? values : typed(type, values);
}

function conditional(form, { known, types, conditions }) {
  const places = new Map();
  for (const name of Object.keys(conditions)) {
    const waiting = form.querySelector(`template[data-waiting="${CSS.escape(name)}"]`);
    const card = waiting ? waiting.content.firstElementChild : form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    if (!card) continue;
    const mark = document.createComment(name);
    (waiting ?? card).before(mark);
    waiting?.remove();
    places.set(name, { card, mark });
  }
  const cards = () => [...form.querySelectorAll("[data-number]")];
  const start = Number(cards()[0]?.textContent ?? 1);
  const announce = form.querySelector("[data-announce]");
  const look = (quiet) => {
    const answers = { ...known };
    let appeared = false;
    for (const [name, type] of Object.entries(types)) {
      const place = places.get(name);
      if (place) {
        const shown = holds(conditions[name], answers);
        if (shown && !place.card.isConnected) {
          place.mark.after(place.card);
          appeared = true;
        } else if (!shown) place.card.remove();
      }
      if (!place || place.card.isConnected) answers[name] = answerOf(form, name, type);
    }
    cards().forEach((number, n) => {
      number.textContent = String(start + n);
    });
    if (announce) announce.textContent = appeared && !quiet ? announce.dataset.says : "";
  };
  look.reveal = () => {
    for (const { card, mark } of places.values()) if (!card.isConnected) mark.after(card);
  };
  return look;
}

// Finnish identity codes, phone numbers and e-mail addresses: a warning, never a refusal.
const CAREFUL = [/\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b/i, /[^\s@]+@[^\s@]+\.[^\s@]{2,}/, /(?:\+358|\b0)[\s-]?\d{1,3}[\s-]?\d{3}[\s-]?\d{2,5}\b/];

function words(card) {
  const field = card.querySelector("[data-words]");
  const left = card.querySelector("[data-left]");
  const careful = card.querySelector("[data-careful]");
  const limit = Number(field.dataset.limit);
  const say = () => {
    const rest = limit - field.value.length;
    const near = rest < Math.max(limit * 0.2, 50);
    left.textContent = near ? (rest < 0 ? left.dataset.over : left.dataset.under).replace("{n}", String(Math.abs(rest))) : "";
    left.classList.toggle("over", rest < 0);
    const found = CAREFUL.some((pattern) => pattern.test(field.value));
    if (careful.hidden === found) {
      careful.hidden = !found;
      careful.textContent = found ? careful.dataset.says : "";
    }
  };
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 500);
  });
  say();
}

function shares(lines) {
  const rest = lines.parentElement.querySelector("[data-rest]");
  const say = () => {
    let left = Number(lines.dataset.shares.replace(",", "."));
    for (const field of lines.querySelectorAll("input")) left -= Number(field.value.replace(",", ".")) || 0;
    rest.textContent = rest.dataset.says.replace("{n}", String(Math.round(left * 100) / 100));
  };
  lines.addEventListener("input", say);
  say();
}

// A page that is turned by the server; without network the service worker goes on with all pages.
function ordinary(form, look) {
  const save = saving(form);
  let pressed; // which button leads on: all pages in one document take it over when the network is away
  const keep = () => save({ at: form.elements.namedItem("step").value, go: pressed });
  const draft = readDraft(form.dataset.survey);
  const send = "sends" in form.dataset ? sending(form, {
    fields: () => fieldsOf(form).map(([name, value]) => [name, name === "step" ? "whole" : value]),
    refused: () => post(form.action, [...fieldsOf(form), ["go", "send"]]),
  }) : undefined;
  form.addEventListener("submit", (event) => {
    const go = event.submitter?.value ?? "next";
    pressed = go;
    const kept = keep();
    if (go === "send" && send && !event.submitter.hasAttribute("formaction")) {
      event.preventDefault();
      send();
    } else if (!navigator.onLine && (go === "later" || !(kept && navigator.serviceWorker?.controller))) {
      event.preventDefault();
      pressed = undefined;
      tell(kept ? "offline" : "unkept");
    }
  });
  if (draft && !isWaiting(form.dataset.survey, fieldOf(draft, "key"))) {
    offerDraft(form, draft, () => post(form.action, [...draft.fields, ["go", draft.at ? `page:${draft.at}` : "stay"]]));
  }
  if (!form.querySelector("[data-draft]")) keep();
  look(true);
  return keep;
}

// All pages in one document.
function whole(form, browser, look) {
  const draft = readDraft(form.dataset.survey);
  const waiting = draft && isWaiting(form.dataset.survey, fieldOf(draft, "key"));
  let known = {};
  let walker;
  freshKey(form);
  const save = saving(form, () => walker.fields());
  const send = sending(form, {
    fields: () => walker.fields(),
    refused: () => post(form.action, [...walker.fields(), ["go", "send"]]),
  });
  const hasOne = (name) => hasAnswer(plain(answerOf(form, name, browser.types[name])));
  const resume = (kept) => {
    look.reveal();
    known = restore(form, browser.types, kept);
    look(true);
    walker.show(kept.at, Boolean(kept.go));
    if (kept.go && !["stay", "later"].includes(kept.go)) walker.turn(kept.go);
    else save({ at: walker.at() });
  };
  const here = () => tell("keeps" in form.dataset ? "offline" : "unkept");
  walker = walk(form, { ...browser, look, here, hasAnswer: hasOne, save, send, known: () => known });
  look(true);
  walker.show("", false);
  if (draft && !waiting) {
    if (draft.go) resume(draft);
    else offerDraft(form, draft, resume);
  }
  return () => save({ at: walker.at() });
}

// Our pages, scripts and pictures, so that the survey works without network from now on.
async function keepPages(form) {
  if (!("keeps" in form.dataset) || !navigator.serviceWorker) return;
  try {
    const { pathname } = new URL(form.action);
    await navigator.serviceWorker.register("/survey-worker.js", { scope: pathname.replace(/[^/]+\/$/, "") });
    const { active } = await navigator.serviceWorker.ready;
    // Asked again until it is there: what loads late is kept too, and a lost message costs a second.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const loaded = performance.getEntriesByType("resource").map((one) => one.name);
      const ours = loaded.filter((address) => address.startsWith(`${location.origin}/static/`));
      active.postMessage({ keep: [`${pathname}all/`, ...ours] });
      await new Promise((later) => setTimeout(later, 1000));
      if (attempt && (await caches.match(`${pathname}all/`, { ignoreVary: true }))) return;
    }
  } catch {
    // Without a worker the survey needs the network; nothing else changes.
  }
}

function start() {
  const arrived = document.querySelector("[data-arrived]");
  if (arrived && !arrived.matches("[data-line]")) {
    dropDraft(arrived.dataset.arrived, arrived.dataset.key);
    return;
  }
  const form = document.querySelector("form[data-survey]");
  if (!form) return;
  const browser = document.getElementById("browser");
  for (const root of [form, ...[...form.querySelectorAll("template")].map((one) => one.content)]) {
    for (const field of root.querySelectorAll("[data-words]")) words(field.closest("[data-question]"));
    for (const lines of root.querySelectorAll("[data-shares]")) shares(lines);
  }
  const known = browser ? JSON.parse(browser.textContent) : {};
  const look = browser ? conditional(form, known) : () => {};
  const save = "whole" in form.dataset ? whole(form, known, look) : ordinary(form, look);
  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target.type === "radio" || event.target.type === "checkbox") exclusive(event.target);
    look(false);
    clearTimeout(waiting);
    waiting = setTimeout(save, 300);
  });
  // Words written beside a choice choose it.
  form.addEventListener("input", (event) => {
    const box = event.target.closest(".own-words")?.parentElement.querySelector("input");
    if (box && event.target.value && !box.checked) box.click();
  });
  window.addEventListener("pagehide", () => {
    if (waiting) save();
  });
  readAloud(form);
  keepPages(form);
}

// "None of these" unticks the others, and the other way round.
function exclusive(box) {
  if (box.type !== "checkbox" || !box.checked) return;
  const group = [...document.getElementsByName(box.name)];
  if (!group.some((one) => "exclusive" in one.dataset)) return;
  const alone = "exclusive" in box.dataset;
  for (const other of group) if (other !== box && (alone || "exclusive" in other.dataset)) other.checked = false;
}

if (typeof document !== "undefined") start();

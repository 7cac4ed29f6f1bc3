// Answering a survey: shows and hides questions at once, keeps a draft on this device, counts characters, warns.
// Everything works without it; the server decides about every answer again. What decides stands in logic.js.
import { dropDraft, fieldOf, fieldsOf, offerDraft, post, readDraft, saving } from "./drafts.js";
import { sendFiles } from "./holding.js";
import { Engine, orderOf } from "./logic.js";
import { readAloud } from "./reading.js";
import { isWaiting, sending, tell } from "./sending.js";
import { freshKey, restore, walk } from "./walking.js";

const NUMBERS = ["number", "slider", "scale"];
const fieldsIn = (card) => card.querySelectorAll("input[name^='a:'], select[name^='a:'], textarea[name^='a:']");

function typed(type, text) {
  if (NUMBERS.includes(type)) {
    const number = Number(text.replace(/\s/g, "").replace("\u2212", "-").replace(",", "."));
    return text.trim() !== "" && Number.isFinite(number) ? number : text;
  }
  if (type === "short_text") return text.trim().replace(/\s+/g, " ");
  const day = type === "date" && text.trim().match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/);
  return day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : text.trim();
}

const PARTS = {
  matrix_single: (parts) => Object.fromEntries([...parts].map(([row, [value]]) => [row, value])),
  matrix_multi: (parts) => Object.fromEntries(parts),
  allocation: (parts) => Object.fromEntries([...parts].map(([choice, [value]]) => [choice, typed("number", value)])),
  ranking: (parts) => {
    const places = [...parts].map(([choice, [place]]) => [Number(place), choice]).sort(([a], [b]) => a - b);
    return new Set(places.map(([place]) => place)).size === places.length ? places.map(([, choice]) => choice) : undefined;
  },
  map: (parts, [drawn]) => {
    const listed = new Set([...parts.keys()].map((one) => one.replace(/\D/g, "")));
    return [...(drawn ? JSON.parse(drawn) : []), ...listed];
  },
};

// What the fields of one card say, in the form in which answers are kept.
function answerOf(card, name, { type }) {
  const own = [];
  const parts = new Map();
  let many = type === "multi_choice";
  for (const field of fieldsIn(card)) {
    if (type === "image_choice" && field.type === "checkbox") many = true;
    if (((field.type === "radio" || field.type === "checkbox") && !field.checked) || field.value === "") continue;
    const part = field.name.slice(name.length + 3);
    if (part) parts.set(part, [...(parts.get(part) ?? []), field.value]);
    else own.push(field.value);
  }
  if (type in PARTS) return PARTS[type](parts, own);
  if (type === "consent") return own.length > 0;
  if (many) return own;
  return type === "file" ? own.at(-1) : typed(type, own[0] ?? "");
}

// Where a choice or a row stands on its card.
export function* boxesOf(card, name, value, row = false) {
  for (const field of fieldsIn(card)) {
    if (field.name === `a:${name}:${value}`) yield field.closest(row ? ".row-fs" : ".line, .own-words") ?? field;
    else if (row) continue;
    else if (field.tagName === "SELECT" && field.name === `a:${name}`) yield* [...field.options].filter((one) => one.value === value);
    else if (field.tagName === "SELECT" && field.name.startsWith(`a:${name}:place`)) yield* [...field.options].filter((one) => one.value.split("|")[0] === value);
    else if ((field.type === "radio" || field.type === "checkbox") && field.value === value) yield field.closest(".option, .picture, label");
  }
}

// What is not offered now cannot be seen, chosen or sent; a tick in it comes back with it.
function offer(card, name, { choices, rows }, asked) {
  const controls = (box) => (box.matches("option") ? [box] : [...box.querySelectorAll("input, select, textarea")]);
  for (const value of rows ? asked.rowValues : []) {
    for (const box of boxesOf(card, name, value, true)) {
      box.hidden = !rows.has(value);
      for (const one of controls(box)) one.disabled = box.hidden;
    }
  }
  for (const value of choices ? asked.values : []) {
    for (const box of boxesOf(card, name, value)) {
      box.hidden = !choices.has(value);
      for (const one of controls(box)) one.disabled = box.hidden || Boolean(one.closest(".row-fs")?.hidden);
    }
  }
}

function conditional(form, { known, questions }) {
  const engine = new Engine(questions, known);
  const places = new Map();
  const waiting = [...form.querySelectorAll("template[data-waiting]")].map((one) => [one.content.firstElementChild, one]);
  for (const [card, shell] of [...waiting, ...[...form.querySelectorAll("[data-question]")].map((one) => [one, null])]) {
    const name = card.dataset.question;
    const mark = document.createComment(name);
    if (shell) shell.replaceWith(mark);
    else if (questions[name]?.if || questions[name]?.choices || questions[name]?.rows) card.before(mark);
    if (questions[name]) places.set(name, { card, mark });
  }
  const cards = () => [...form.querySelectorAll("[data-number]")];
  const start = Number(cards()[0]?.textContent ?? 1);
  const announce = form.querySelector("[data-announce]");
  // Looks at all answers, or only at those of the questions that were touched.
  const look = (quiet, touched) => {
    const raw = {};
    for (const name of touched ?? places.keys()) if (places.has(name)) raw[name] = answerOf(places.get(name).card, name, questions[name]);
    let appeared = false;
    const changed = touched ? engine.take(raw) : engine.everything(raw);
    for (const name of changed) {
      if (!places.has(name)) continue;
      const { card, mark } = places.get(name);
      if (engine.shown[name] && !card.isConnected) {
        mark.after(card);
        appeared = true;
      } else if (!engine.shown[name]) card.remove();
      offer(card, name, engine.offers[name], questions[name]);
    }
    if (changed.length) {
      cards().forEach((number, n) => {
        number.textContent = String(start + n);
      });
    }
    if (announce) announce.textContent = appeared && !quiet ? announce.dataset.says : "";
  };
  look.reveal = () => {
    for (const { card, mark } of places.values()) if (!card.isConnected) mark.after(card);
  };
  look.engine = engine;
  look.cards = places;
  return look;
}

// Choices in the order that the key of this form gives: the same that the server would show.
async function mix(form, { cards }, questions) {
  for (const [name, { mixed, rowValues }] of Object.entries(questions)) {
    const card = cards.get(name)?.card;
    if (!card || !mixed) continue;
    try {
      const order = await orderOf(form.elements.namedItem("key").value, name, mixed);
      const boxes = new Map(mixed.map((value) => [value, boxesOf(card, name, value, Boolean(rowValues)).next().value]));
      const ordered = [...boxes.values()].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      const marks = ordered.map((box) => {
        const mark = document.createComment("");
        box.replaceWith(mark);
        return mark;
      });
      order.forEach((value, n) => marks[n].replaceWith(boxes.get(value)));
    } catch {
      return; // a browser without digests: the order of the questionnaire
    }
  }
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
  if (!form.elements.namedItem("key").value) freshKey(form); // a page that a cache may keep has no key of its own
  const send = "sends" in form.dataset ? sending(form, {
    fields: () => fieldsOf(form).map(([name, value]) => [name, name === "step" ? "whole" : value]),
    refused: ({ fields }) => post(form.action, [...fields, ["go", "send"]]),
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
    offerDraft(form, draft, async () => {
      await sendFiles({ key: fieldOf(draft, "key"), fields: draft.fields });
      post(form.action, [...draft.fields, ["go", draft.at ? `page:${draft.at}` : "stay"]]);
    });
  }
  if (!form.querySelector("[data-draft]")) keep();
  look(true);
  return keep;
}

// On a kiosk the device sends: its queue is encrypted and its receipts are made ahead.
const fromDevice = (form, fields) => () =>
  document.dispatchEvent(new CustomEvent("devicesends", { detail: { form, fields: fields() } }));

// All pages in one document.
function whole(form, browser, look) {
  const draft = readDraft(form.dataset.survey);
  const waiting = draft && isWaiting(form.dataset.survey, fieldOf(draft, "key"));
  let known = {};
  let walker;
  freshKey(form);
  const save = saving(form, () => walker.fields());
  const send = document.body.classList.contains("kiosk") ? fromDevice(form, () => walker.fields()) : sending(form, {
    fields: () => walker.fields(),
    refused: ({ fields }) => post(form.action, [...fields, ["go", "send"]]),
  });
  const mixed = () => mix(form, look, browser.questions);
  mixed();
  const resume = async (kept) => {
    look.reveal();
    known = restore(form, look.cards, browser.questions, kept);
    await mixed();
    look(true);
    walker.show(kept.at, Boolean(kept.go));
    if (kept.go && !["stay", "later"].includes(kept.go)) walker.turn(kept.go);
    else save({ at: walker.at() });
  };
  const here = () => tell("keeps" in form.dataset ? "offline" : "unkept");
  walker = walk(form, { questions: browser.questions, look, here, save, send, known: () => known });
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
    const touched = event.target.closest("[data-question]")?.dataset.question;
    if (touched) look(false, [touched]);
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

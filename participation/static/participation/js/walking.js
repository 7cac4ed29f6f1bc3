// All pages of a survey in one document: turning them without the network. The server checks everything at the end.
import { fieldOf, fieldsOf, post } from "./drafts.js";
import { isMark, recall, sendFiles } from "./holding.js";
import { piped, hasAnswer as present, refers } from "./logic.js";

const plainDate = (value) => value.replace(/^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$/, "$3.$2.$1");
const shownAs = (value, type) => (type === "date" ? plainDate(String(value)) : typeof value === "number" ? String(value).replace(".", ",") : String(value));

function put(form, name, values) {
  const box = form.querySelector(`[data-file] [data-field="${CSS.escape(name)}"]`)?.closest("[data-file]");
  if (box) {
    recall(box, values[0] ?? "");
    return;
  }
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value) || values.includes("true");
    else field.value = values[0] ?? "";
  }
}

// An answer as the server keeps it, back into the fields of its card.
function fill(form, name, type, value) {
  if (Array.isArray(value) && type === "ranking") {
    value.forEach((one, n) => put(form, `a:${name}:${one}`, [String(n + 1)]));
  } else if (Array.isArray(value)) {
    put(form, `a:${name}`, value.map((one) => String(one?.value ?? one)));
    for (const one of value) if (one?.text) put(form, `a:${name}:${one.value}`, [one.text]);
  } else if (value !== null && typeof value === "object" && "value" in value) {
    put(form, `a:${name}`, [value.value]);
    put(form, `a:${name}:${value.value}`, [value.text ?? ""]);
  } else if (value !== null && typeof value === "object") {
    for (const [row, one] of Object.entries(value)) put(form, `a:${name}:${row}`, [one].flat().map((item) => shownAs(item, type)));
  } else put(form, `a:${name}`, [shownAs(value, type)]);
}

function stateOf(draft) {
  try {
    return JSON.parse(fieldOf(draft, "state")) ?? {};
  } catch {
    return {};
  }
}

export function restore(form, cards, questions, draft) {
  const answers = stateOf(draft);
  for (const [name, value] of Object.entries(answers)) if (cards.has(name)) fill(form, name, questions[name].type, value);
  const typed = new Map();
  for (const [name, value] of draft.fields) if (name.startsWith("a:")) typed.set(name, [...(typed.get(name) ?? []), value]);
  const shown = draft.fields.filter(([name]) => name === "shown").map(([, question]) => question);
  for (const question of shown) {
    for (const field of form.querySelectorAll(`[data-question="${CSS.escape(question)}"] [name^="a:"]`)) put(form, field.name, typed.get(field.name) ?? []);
  }
  for (const name of ["key", "channel", "state", "later"]) if (form.elements.namedItem(name)) form.elements.namedItem(name).value = fieldOf(draft, name);
  return answers;
}

export function freshKey(form) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  form.elements.namedItem("key").value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// The words of an answer as they stand on the page.
function linesOf(card) {
  const lines = [];
  const words = (one) => one?.textContent.replace(/\s+/g, " ").trim() ?? "";
  for (const box of card.querySelectorAll("[data-file]")) {
    if (box.querySelector("input[type=hidden]:enabled")) lines.push(box.dataset.called || box.dataset.attached);
  }
  for (const field of card.querySelectorAll("[name^='a:']:not([type=file]):enabled")) {
    const row = field.closest(".line, .row");
    const before = row ? `${words(row.querySelector("label, legend, .lg"))}: ` : "";
    if (field.type === "radio" || field.type === "checkbox") {
      if (!field.checked) continue;
      const own = card.querySelector(`[id="${CSS.escape(`${field.id}-words`)}"]`)?.value.trim();
      lines.push(before + words(field.labels[0]) + (own ? `: ${own}` : ""));
    } else if ("drawn" in field.dataset && field.value) {
      for (const { geometry, text } of JSON.parse(field.value)) {
        const [east, north] = geometry.coordinates.flat(2);
        lines.push([`${north.toFixed(4)} ${east.toFixed(4)}`, text].filter(Boolean).join(": "));
      }
    } else if (!field.closest(".own-words") && field.type !== "hidden" && field.value.trim()) {
      lines.push(before + (field.tagName === "SELECT" ? words(field.selectedOptions[0]) : field.value));
    }
  }
  return lines;
}

// Texts that carry earlier answers: each is filled anew when its page is turned to.
function carriers(sections) {
  const found = [];
  for (const page of sections) {
    const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: node } = texts;
      const { data } = node;
      if (refers(data)) found.push({ page, put: (words) => { node.data = piped(data, words); } });
    }
    for (const one of page.querySelectorAll("[aria-label]")) {
      const name = one.getAttribute("aria-label");
      if (refers(name)) found.push({ page, put: (words) => one.setAttribute("aria-label", piped(name, words)) });
    }
  }
  return found;
}

export function walk(form, { questions, look, here, save, send, known }) {
  const sections = [...form.querySelectorAll("[data-page]")];
  const last = form.querySelector("[data-last]");
  const bar = document.querySelector(".progress");
  const buttons = Object.fromEntries([...document.querySelectorAll(".actions button[name=go]")].map((one) => [one.value, one]));
  const seen = new Set();
  let now = sections[0];
  look.reveal();
  const carrying = carriers(sections);
  const { engine, cards } = look;
  const hasAnswer = (name) => name in engine.answers;
  // What is there but does not fit is the server's to explain; a table needs every row.
  const isMissing = (name) => questions[name]?.required && !hasAnswer(name) && (questions[name].type.startsWith("matrix") || !present(engine.raw[name]));
  const words = (name) => {
    if (!hasAnswer(name)) return "";
    if (questions[name]?.type === "calculated") return String(engine.answers[name]);
    return cards.has(name) ? linesOf(cards.get(name).card).join(", ") : "";
  };

  const pages = () => [...sections.filter((one) => one.querySelector("[data-question]")), last];

  function show(target, focus = true) {
    const all = pages();
    now = all.includes(target) ? target : all[0];
    seen.add(now);
    for (const { page, put: fillIn } of carrying) if (page === now || now === last) fillIn(words);
    for (const one of [...sections, last]) one.hidden = one !== now;
    const number = all.indexOf(now) + 1;
    bar.querySelector("span").textContent = bar.dataset.says.replace("{n}", number).replace("{of}", all.length);
    bar.querySelector("progress").max = all.length;
    bar.querySelector("progress").value = number;
    buttons.back.hidden = number === 1;
    buttons.next.hidden = now === last;
    buttons.send.hidden = now !== last;
    if (now === last) summary(all);
    if (focus) {
      const heading = now.querySelector("h2");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
      window.scrollTo(0, 0);
    }
  }

  function summary(all) {
    last.querySelector("[data-parts]").replaceChildren(
      ...all.slice(0, -1).map((page) => {
        const part = document.querySelector("template[data-part]").content.firstElementChild.cloneNode(true);
        part.querySelector("h3").textContent = page.querySelector("h2").textContent;
        part.querySelector("button").value = `page:${page.dataset.page}`;
        const list = part.querySelector("dl");
        for (const card of page.querySelectorAll("[data-question]")) {
          if (["information", undefined].includes(questions[card.dataset.question]?.type)) continue;
          const term = document.createElement("dt");
          const label = card.querySelector("legend, .qlabel").cloneNode(true);
          label.querySelector(".num")?.remove();
          term.append(label.textContent.trim());
          const lines = linesOf(card);
          list.append(term);
          for (const line of lines.length ? lines : [list.dataset.none]) {
            const said = document.createElement("dd");
            said.textContent = line;
            said.classList.toggle("none", !lines.length);
            list.append(said);
          }
        }
        return part;
      }),
    );
  }

  function missing() {
    const faults = [...now.querySelectorAll("[data-question]")].filter((card) => isMissing(card.dataset.question));
    for (const old of now.querySelectorAll("[data-here]")) old.remove();
    for (const card of now.querySelectorAll(".q.err")) card.classList.remove("err");
    for (const card of faults) {
      const words = document.createElement("p");
      words.className = "ds-validation-message";
      words.dataset.here = "";
      words.textContent = form.dataset.required;
      words.id = `${card.id}-here`;
      card.classList.add("err");
      card.querySelector("legend, .qlabel").after(words);
      const field = card.querySelector("input:not([type=hidden]), select, textarea");
      field?.setAttribute("aria-describedby", words.id);
    }
    faults[0]?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    return faults.length > 0;
  }

  // Pages that were answered elsewhere and not opened here keep what the state says.
  function fields() {
    const untouched = new Set();
    for (const page of sections) {
      if (!seen.has(page)) for (const card of page.querySelectorAll("[data-question]")) if (card.dataset.question in known()) untouched.add(card.dataset.question);
    }
    const mine = (name, value) => !untouched.has(name === "shown" ? value : name.startsWith("a:") ? name.split(":")[1] : "");
    return fieldsOf(form).filter(([name, value]) => mine(name, value));
  }

  function turn(go) {
    const all = pages();
    if (go === "send") return send();
    if (go === "back") show(all[Math.max(0, all.indexOf(now) - 1)]);
    else if (go.startsWith("page:")) show(all.find((one) => one.dataset.page === go.slice(5)));
    else if (go === "next" && !missing()) show(all[all.indexOf(now) + 1]);
    save({ at: now.dataset.page });
    return undefined;
  }

  // A file that waits here goes before the page does.
  async function sendAndPost(address, go) {
    const item = { key: form.elements.namedItem("key").value, fields: fields() };
    if (await sendFiles(item)) post(address, [...item.fields, ["go", go]]);
    else here();
  }

  form.addEventListener("submit", (event) => {
    const go = event.submitter?.value ?? "next";
    const elsewhere = go === "stay" || go === "later"; // another language, another device: the server's matter
    const marked = fields().some(([name, value]) => name.startsWith("a:") && isMark(value));
    if (elsewhere && navigator.onLine && !marked) return;
    event.preventDefault();
    if (elsewhere && navigator.onLine) {
      sendAndPost(event.submitter.formAction, go);
      return;
    }
    if (elsewhere) {
      here();
      return;
    }
    look(true);
    turn(go);
  });
  return {
    show: (name, focus) => show(pages().find((one) => one.dataset.page === name), focus),
    turn,
    fields,
    at: () => now.dataset.page,
  };
}

// Sending an answer exactly once: frozen at the first try, kept on this device, tried again until our own receipt comes.
import { dropDraft, fieldOf, readDraft } from "./drafts.js";
import { sendFiles } from "./holding.js";

const PREFIX = "sending:";
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
const isFinal = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;
const memory = new Map(); // where nothing may be kept: at a kiosk, or in a browser that keeps nothing
let tries = 0;
let timer;

export function waitingItems(slug) {
  const items = new Map(memory);
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX)) items.set(name, JSON.parse(localStorage.getItem(name)));
    }
  } catch {
    // Nothing is kept here.
  }
  return [...items].filter(([, item]) => item.slug === slug);
}

export const isWaiting = (slug, key) => waitingItems(slug).some(([, item]) => item.key === key);

function freeze(form, fields) {
  const key = form.elements.namedItem("key").value;
  const name = PREFIX + key;
  if (isWaiting(form.dataset.survey, key)) return;
  const item = { slug: form.dataset.survey, address: form.dataset.sends, key, fields, proves: "proof" in form.dataset };
  memory.set(name, item);
  if ("keeps" in form.dataset) keep(name, item);
}

function keep(name, item) {
  try {
    localStorage.setItem(name, JSON.stringify(item));
    memory.delete(name);
  } catch {
    // It stays in memory: the page says to keep it open.
  }
}

function unfreeze(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

// The right to answer that went with these answers is used up; another person's on the same device is left.
function dropRight(slug, item) {
  try {
    const right = JSON.parse(localStorage.getItem(`right:${slug}`));
    if (right?.token && right.token === fieldOf(item, "admission")) localStorage.removeItem(`right:${slug}`);
  } catch {
    // Nothing was kept.
  }
}

// While a survey is under attack the browser works for a second first; one that cannot is served all the same.
async function proofOf(text) {
  try {
    return await (await import("./proof.js")).prove(text);
  } catch {
    return "none";
  }
}

// One try: our receipt, our refusal, or nothing that counts (no network, a login page of a network, an overload).
// Files go first, and the answers are kept with the ids of what arrived before they leave.
async function attempt(name, item, lost) {
  try {
    if (!(await sendFiles(item, lost))) return {};
    if (!memory.has(name)) keep(name, item);
    if (item.proves && !item.proof) return await attempt(name, { ...item, proof: await proofOf(item.key) }, lost);
    const answer = await fetch(item.address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(item.proof ? [...item.fields, ["proof", item.proof]] : item.fields),
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout?.(20_000),
    });
    const said = await answer.json();
    if ([200, 201].includes(answer.status) && said.key === item.key && RECEIPT.test(said.receipt)) return { receipt: said };
    const gone = Object.entries(said.errors ?? {}).filter(([, faults]) => faults[0]?.code === "file_gone");
    if (gone.length && !lost) return await attempt(name, item, gone.map(([question]) => question));
    if (said.code === "proof_needed" && !item.proof) return await attempt(name, { ...item, proof: await proofOf(item.key) }, lost);
    if (isFinal(answer.status) && said.code) return { refusal: said };
  } catch {
    // Tried again.
  }
  return {};
}

// What is said changes at most every second and a half, and only when it is something else.
let said = "";
let spoken = 0;
let later;
export function tell(state) {
  const line = document.querySelector("[data-line]");
  if (!line || said === state) return;
  said = state;
  clearTimeout(later);
  later = setTimeout(
    () => {
      spoken = Date.now();
      line.textContent = state ? line.dataset[state] : "";
      line.dataset.state = state;
    },
    Math.max(0, spoken + 1500 - Date.now()),
  );
}

function showReceipt(item, receipt, form) {
  const template = document.querySelector("template[data-receipt]");
  const copy = template.content.cloneNode(true);
  copy.querySelector("output").textContent = receipt.receipt;
  for (const field of copy.querySelectorAll("input[name=code]")) field.value = receipt.receipt;
  for (const button of copy.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const heading = copy.querySelector("h1");
  heading.tabIndex = -1;
  const own = form.elements.namedItem("key").value === item.key;
  const lists = own ? form.querySelectorAll(".part .said") : [];
  const answers = copy.querySelector(".own-answers");
  answers.hidden = !lists.length;
  answers.lastElementChild.append(...lists);
  const main = document.getElementById("content");
  if (own) {
    main.replaceChildren(copy);
    document.title = [heading.textContent, ...document.title.split(" – ").slice(-1)].join(" – ");
    languagesBeside(template.dataset.apart);
  } else main.prepend(copy);
  heading.focus();
}

// The form is gone, so the buttons for languages become links; they open beside this page, which shows the code only once.
function languagesBeside(apart) {
  for (const button of document.querySelectorAll(".top button[form=survey]")) {
    const link = document.createElement("a");
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.lang = document.documentElement.lang;
    said.textContent = ` (${apart})`;
    Object.assign(link, { href: button.formAction, target: "_blank", rel: "noopener", lang: button.lang });
    link.append(button.textContent, said);
    if (button.value === "stay") button.replaceWith(link);
    else button.remove();
  }
}

function again() {
  clearTimeout(timer);
  tries += 1;
  timer = setTimeout(() => dispatchEvent(new Event("sendagain")), Math.min(60, 2 ** tries) * 1000 * (0.5 + Math.random()));
}

export function sending(form, { fields, refused }) {
  const slug = form.dataset.survey;
  if ("proof" in form.dataset) proofOf(form.elements.namedItem("key").value); // ready before it is asked for
  const panel = document.querySelector("[data-waits]");
  const own = form.elements.namedItem("key");

  const waits = (shown) => {
    form.hidden = shown;
    document.querySelector(".actions").hidden = shown;
    if (panel.hidden !== shown) return;
    panel.hidden = !shown;
    if (shown) panel.querySelector("h2").focus();
  };

  // Whether this device keeps another answer to the same survey: what was refused is shown after that one.
  const begun = (item) => {
    const draft = readDraft(slug);
    return Boolean(draft) && fieldOf(draft, "key") !== item.key;
  };

  async function all() {
    let left = false;
    for (const [name, item] of waitingItems(slug)) {
      const mine = item.key === own.value;
      tell("sending");
      const { receipt, refusal } = await attempt(name, item);
      if (receipt) {
        unfreeze(name);
        dropDraft(slug, item.key);
        dropRight(slug, item);
        tell("arrived");
        showReceipt(item, receipt, form);
      } else if (refusal && (mine || !begun(item))) {
        unfreeze(name);
        tell("");
        refused(item);
      } else if (!refusal) {
        left = true;
        if (mine) waits(true);
      }
    }
    if (left) {
      tell(navigator.onLine ? "retrying" : state());
      again();
    } else tries = 0;
  }

  const state = () => (memory.size || !("keeps" in form.dataset) ? "unkept" : "offline");
  const flush = () => {
    if (!waitingItems(slug).length || !document.querySelector("template[data-receipt]")) return undefined;
    return navigator.locks ? navigator.locks.request(`surveys-${slug}`, { ifAvailable: true }, (lock) => lock && all()) : all();
  };
  addEventListener("sendagain", flush);
  addEventListener("online", () => {
    tell("");
    setTimeout(flush, Math.random() * 1000);
  });
  addEventListener("offline", () => tell(state()));
  panel?.querySelector("button").addEventListener("click", flush);
  if (!navigator.onLine) tell(state());
  flush();
  return () => {
    freeze(form, fields());
    return flush();
  };
}

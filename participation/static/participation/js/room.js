// A phone in the room: ideas leave and arrive without the page, support and dots count at once.
import { listen } from "./live.js";

const room = document.querySelector("[data-room]");
const form = room.querySelector("[data-idea]");
const list = room.querySelector("[data-notes]");
const none = room.querySelector("[data-none]");
const own = room.querySelector("[data-own]");
const dots = room.querySelector("[data-dots]");
const notes = new Map();
const clusters = new Map();
const supported = new Set();
const given = new Map();
const waiting = [];
const name = `voter:${room.dataset.code}`;
const fresh = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

function remembered() {
  try {
    let key = localStorage.getItem(name);
    if (!key) localStorage.setItem(name, (key = fresh()));
    return key;
  } catch {
    return fresh();
  }
}
const voter = remembered();
dots.querySelector("[data-noscript]").hidden = true;

async function tell(fields) {
  const answer = await fetch(room.dataset.part, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ voter, ...fields }),
  });
  return { ok: answer.ok, said: await answer.json().catch(() => ({})) };
}

function card(note) {
  const item = room.querySelector("template[data-note]").content.firstElementChild.cloneNode(true);
  const button = item.querySelector("button");
  button.addEventListener("click", async () => {
    const on = !supported.has(note.id);
    supported[on ? "add" : "delete"](note.id);
    fill(item, notes.get(note.id));
    const { ok } = await tell({ do: "support", note: note.id, on: on ? 1 : 0 }).catch(() => ({}));
    if (!ok) supported[on ? "delete" : "add"](note.id);
    fill(item, notes.get(note.id));
  });
  button.dataset.says = button.getAttribute("aria-label");
  return item;
}

function fill(item, note) {
  const words = item.querySelector("p");
  words.textContent = note.text;
  words.lang = note.lang;
  item.querySelector(".mut").textContent = clusters.get(note.cluster)?.name ?? "";
  const button = item.querySelector("button");
  button.setAttribute("aria-pressed", String(supported.has(note.id)));
  button.setAttribute("aria-label", `${note.support} ${button.dataset.says.replace("{idea}", note.text.slice(0, 60))}`); // what is seen comes first
  button.querySelector("span").textContent = String(note.support);
  button.disabled = room.dataset.step === "vote";
}

function sharing() {
  const left = Number(dots.dataset.dots) - [...given.values()].reduce((a, b) => a + b, 0);
  const box = dots.querySelector("[data-clusters]");
  box.replaceChildren(
    ...[...clusters.values()].map((cluster) => {
      const line = dots.querySelector("template[data-cluster]").content.firstElementChild.cloneNode(true);
      const count = given.get(cluster.id) ?? 0;
      line.querySelector("label").textContent = cluster.name;
      line.querySelector("output").textContent = String(count);
      for (const [button, step, off] of [[line.querySelector("[data-less]"), -1, count === 0], [line.querySelector("[data-more]"), 1, left <= 0]]) {
        button.disabled = off;
        button.setAttribute("aria-label", button.getAttribute("aria-label").replace("{name}", cluster.name));
        button.addEventListener("click", () => share(cluster.id, count + step, step));
      }
      line.dataset.cluster = cluster.id;
      return line;
    }),
  );
  dots.querySelector("[data-dots-left]").textContent = dots.querySelector("[data-dots-left]").dataset.says.replace("{n}", String(left));
}

async function share(cluster, count, step) {
  const before = given.get(cluster) ?? 0;
  given.set(cluster, count);
  sharing();
  const lines = dots.querySelector(`[data-cluster="${cluster}"]`);
  const press = lines?.querySelector(step > 0 ? "[data-more]" : "[data-less]");
  (press?.disabled ? lines.querySelector("button:not(:disabled)") : press)?.focus();
  const fields = Object.fromEntries([...given].map(([id, n]) => [`dots:${id}`, n]));
  const { ok } = await tell({ do: "dots", ...fields }).catch(() => ({}));
  if (ok) return;
  given.set(cluster, before);
  sharing();
  dots.querySelector("[data-dots-left]").textContent = dots.querySelector("[data-dots-left]").dataset.failed;
}

const cards = new Map();
listen(room.dataset.room, (change) => {
  if (!change) return;
  if (change.state !== "open") location.reload();
  if (change.whole) {
    list.replaceChildren();
    for (const kept of [notes, clusters, cards]) kept.clear();
  }
  room.dataset.step = change.step;
  for (const one of room.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== change.step;
  for (const one of change.clusters) {
    if (one.gone) {
      clusters.delete(one.id);
      given.delete(one.id);
    } else clusters.set(one.id, one);
  }
  for (const one of change.notes) {
    if (one.gone) {
      notes.delete(one.id);
      cards.get(one.id)?.remove();
      cards.delete(one.id);
    } else {
      notes.set(one.id, one);
      if (!cards.has(one.id)) {
        cards.set(one.id, card(one));
        list.prepend(cards.get(one.id));
      }
    }
  }
  for (const [id, item] of cards) fill(item, notes.get(id));
  if (change.clusters.length || change.whole) sharing();
  none.hidden = notes.size > 0;
});

// Each idea is frozen with its key and tried until its receipt comes: none is lost and none comes twice.
let trying = false;
async function send() {
  if (trying) return;
  trying = true;
  const line = own.querySelector("[data-sent-line]");
  while (waiting.length) {
    try {
      const answer = await fetch(location.pathname, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(waiting[0]) });
      const said = await answer.json();
      if (said.key !== waiting[0].get("key")) throw new Error("not ours");
      waiting.shift();
      const code = document.createElement("li");
      code.textContent = said.receipt;
      own.querySelector("[data-codes]").prepend(code);
      line.textContent = line.dataset.arrived;
    } catch {
      line.textContent = line.dataset.waits;
      setTimeout(send, 3000);
      break;
    }
  }
  trying = false;
}

form.addEventListener("submit", (event) => {
  const text = form.elements.namedItem("text");
  if (!text.value.trim() || text.value.length > Number(text.dataset.limit)) return; // the server says what is wrong
  event.preventDefault();
  waiting.push(new URLSearchParams(new FormData(form)));
  own.hidden = false;
  text.value = "";
  text.dispatchEvent(new Event("input"));
  form.elements.namedItem("key").value = fresh();
  text.focus();
  send();
});
addEventListener("online", send);
addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});

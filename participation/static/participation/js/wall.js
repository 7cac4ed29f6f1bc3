// The projector and the facilitator's board: the part that changes comes from the server; dragging and keys on the board.
import { listen, timers } from "./live.js";

const live = document.querySelector("[data-live]");
const part = live.querySelector("[data-live-part]");
const lost = document.querySelector("[data-lost]");
const { board } = live.dataset;
let dragged;
let loading = false;
let again = false;
let heard = Date.now();

async function refresh() {
  if (dragged || loading || part.contains(document.activeElement) && document.activeElement.matches("input:not([type=hidden]), select")) {
    again = true;
    return;
  }
  loading = true;
  again = false;
  try {
    const address = new URL(location.href);
    address.searchParams.set("part", "1");
    const answer = await fetch(address, { cache: "no-store" });
    if (answer.ok && !answer.redirected) {
      const focused = document.activeElement?.id;
      const open = [...part.querySelectorAll("details[open]")].map((one) => one.closest("[data-cluster]")?.dataset.cluster);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      part.replaceChildren(...page.body.children);
      for (const one of open) part.querySelector(`[data-cluster="${one}"] details`)?.setAttribute("open", "");
      if (focused) document.getElementById(focused)?.focus();
      timers(part);
    }
  } catch {
    again = true;
  }
  loading = false;
}

listen(live.dataset.live, (change) => {
  heard = Date.now();
  if (change) refresh();
});
setInterval(() => {
  if (again) refresh();
  if (lost) lost.textContent = Date.now() - heard > 30_000 ? lost.dataset.says.replace("{time}", new Date(heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })) : "";
}, 1000);

async function act(fields) {
  const token = live.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(board, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(fields),
  });
  const told = live.querySelector("[data-told]");
  told.textContent = answer.status === 204 ? "" : (await answer.json().catch(() => ({}))).message ?? live.dataset.conflict;
  await refresh();
}

const move = (note, cluster) => act({ do: "move", note: note.dataset.note, seen: note.dataset.moves, cluster });

if (board) {
  part.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-doing]");
    if (!form) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    document.activeElement.blur();
    act(fields);
  });
  part.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-note]");
    event.dataTransfer.setData("text/plain", dragged.dataset.note);
    event.dataTransfer.effectAllowed = "move";
  });
  part.addEventListener("dragover", (event) => {
    const column = event.target.closest("[data-cluster]");
    if (!dragged || !column) return;
    event.preventDefault();
    for (const one of part.querySelectorAll(".is-target")) one.classList.toggle("is-target", one === column);
    column.classList.add("is-target");
  });
  part.addEventListener("drop", (event) => {
    const column = event.target.closest("[data-cluster]");
    if (!dragged || !column) return;
    event.preventDefault();
    const note = dragged;
    dragged = undefined;
    move(note, column.dataset.cluster);
  });
  part.addEventListener("dragend", () => {
    dragged = undefined;
    for (const one of part.querySelectorAll(".is-target")) one.classList.remove("is-target");
  });
  part.addEventListener("keydown", (event) => {
    const note = event.target.matches("[data-note]") ? event.target : undefined;
    if (!note || event.ctrlKey || event.altKey || event.metaKey) return;
    const column = /^\d$/.test(event.key) && part.querySelector(`[data-number="${event.key}"]`);
    if (column) move(note, column.dataset.cluster);
    else if (event.key.toLowerCase() === "l") act({ do: "show", note: note.dataset.note });
    else if (event.key.toLowerCase() === "h") act({ do: "hide", note: note.dataset.note });
    else return;
    event.preventDefault();
  });
}

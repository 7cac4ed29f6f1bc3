// Writing for tables at keyboard speed: Enter saves, the next line can begin at once; what has no network waits here.
const form = document.querySelector("[data-lines]");
const line = form.elements.namedItem("line");
const key = form.elements.namedItem("key");
const told = form.querySelector("[data-queue]");
const newest = document.querySelector("[data-newest]");
const count = document.querySelector("[data-n]");
const store = `lines:${form.dataset.lines}`;
const fresh = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));
let memory = [];
let busy = false;
let signedOut = false;

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(store) ?? "[]");
  } catch {
    return memory;
  }
}

function keep(items) {
  memory = items;
  try {
    localStorage.setItem(store, JSON.stringify(items));
    if (!items.length) localStorage.removeItem(store);
  } catch {
    // Kept in memory.
  }
  const words = signedOut ? told.dataset.signin : told.dataset.waits;
  if (!items.length) told.textContent = "";
  else if (signedOut || !navigator.onLine || items.length > 3) told.textContent = words.replace("{n}", String(items.length));
}

function show(said) {
  const item = document.createElement("li");
  const reference = document.createElement("span");
  reference.className = "mut reference";
  reference.textContent = said.reference;
  item.append(`${said.text} `, reference);
  newest.prepend(item);
  while (newest.children.length > 12) newest.lastElementChild.remove();
  count.textContent = String(Number(count.textContent) + 1);
}

async function send() {
  if (busy) return;
  busy = true;
  for (let items = waiting(); items.length; items = waiting()) {
    const [first] = items;
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        redirect: "error",
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
        body: new URLSearchParams(first),
      });
      const said = await answer.json();
      signedOut = answer.status === 403;
      if (answer.ok) {
        keep(waiting().filter((one) => one.key !== first.key));
        if (answer.status === 201) show(said);
      } else if (answer.status < 500 && answer.status !== 403 && answer.status !== 429) {
        keep(waiting().filter((one) => one.key !== first.key));
        if (!line.value) line.value = first.line;
        told.textContent = `${said.message ?? ""} (${first.line})`;
        break;
      } else throw new Error("later");
    } catch {
      signedOut ||= navigator.onLine && !(await fetch("/healthz", { cache: "no-store" }).then(() => false, () => true)) && signedOut;
      keep(waiting());
      told.textContent = (signedOut ? told.dataset.signin : told.dataset.waits).replace("{n}", String(waiting().length));
      setTimeout(send, 3000);
      break;
    }
  }
  busy = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!line.value.trim()) return;
  for (const [mark, field] of [["t", "table"], ["p", "prompt"]]) {
    const value = line.value.match(new RegExp(`(?:^|\\s)/${mark}(\\d+)(?=\\s|$)`, "i"))?.[1];
    const select = form.elements.namedItem(field);
    if (value && [...select.options].some((one) => one.value === value)) select.value = value;
  }
  const item = { key: fresh(), line: line.value, table: form.elements.namedItem("table").value, prompt: form.elements.namedItem("prompt").value };
  keep([...waiting(), item]);
  line.value = "";
  line.focus();
  send();
});
document.querySelector("[data-photo]")?.addEventListener("submit", (event) => {
  for (const name of ["table", "prompt"]) event.target.elements.namedItem(name).value = form.elements.namedItem(name).value;
});
addEventListener("online", send);
key.value = fresh();
send();

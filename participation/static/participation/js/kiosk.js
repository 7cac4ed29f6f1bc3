// A shared device: the invitation, wiping after every person, and answers that wait for the network, encrypted.
// The key cannot be taken out of this browser; what waits is unreadable in its storage.
const NAME = "kiosk";
const HOME = "/k/";
const BEAT = 60_000;
const WARNING = 20;
const tokenOf = () => localStorage.getItem("kiosk:token") ?? "";
const offersOf = () => JSON.parse(localStorage.getItem("kiosk:offers") ?? "null");

const opened = new Promise((done, failed) => {
  const request = indexedDB.open(NAME, 1);
  request.addEventListener("upgradeneeded", () => {
    for (const store of ["keys", "queue", "ready"]) request.result.createObjectStore(store);
  });
  request.addEventListener("success", () => done(request.result));
  request.addEventListener("error", () => failed(request.error));
});

async function store(name, mode, work) {
  const database = await opened;
  return new Promise((done, failed) => {
    const change = database.transaction(name, mode);
    const request = work(change.objectStore(name));
    change.addEventListener("complete", () => done(request?.result));
    change.addEventListener("abort", () => failed(change.error));
  });
}

async function secret() {
  const kept = await store("keys", "readonly", (keys) => keys.get("own"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await store("keys", "readwrite", (keys) => keys.put(made, "own"));
  return made;
}

async function seal(words) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret(), new TextEncoder().encode(JSON.stringify(words)));
  return { iv, data };
}

async function unseal({ iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await secret(), data)));
}

const counted = (name) => store(name, "readonly", (rows) => rows.count());
const keysOf = (name) => store(name, "readonly", (rows) => rows.getAllKeys());

// One receipt that was made ahead; it is gone from the device in the same breath.
async function takeReady() {
  const [first] = await keysOf("ready");
  if (!first) return undefined;
  const sealed = await store("ready", "readonly", (rows) => rows.get(first));
  await store("ready", "readwrite", (rows) => rows.delete(first));
  return unseal(sealed);
}

async function attempt(item) {
  const answer = await fetch(item.address, {
    method: "POST",
    headers: { Accept: "application/json", "X-Device": tokenOf() },
    body: new URLSearchParams(item.fields),
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(20_000),
  });
  const said = await answer.json();
  if ([200, 201].includes(answer.status) && said.key === item.key) return { receipt: said };
  if (answer.status >= 400 && answer.status < 500 && ![403, 408, 429].includes(answer.status) && said.code) return { refusal: said };
  throw new Error("later");
}

async function flush() {
  const deliver = async () => {
    for (const key of await keysOf("queue")) {
      const sealed = await store("queue", "readonly", (rows) => rows.get(key));
      const item = sealed && (await unseal(sealed).catch(() => undefined));
      if (!item) continue; // taken meanwhile, or unreadable: it stays counted as waiting and holds up nobody
      try {
        const { refusal } = await attempt(item);
        // Its giver has a receipt: what came too late waits in sight until the coordinator opens the survey again.
        if (refusal?.code !== "not_open") await store("queue", "readwrite", (rows) => rows.delete(key));
      } catch {
        return;
      }
    }
  };
  if (!(await counted("queue"))) return;
  if (navigator.locks) await navigator.locks.request("kiosk", { ifAvailable: true }, (lock) => lock && deliver());
  else await deliver();
}

async function beat() {
  if (!tokenOf()) return undefined;
  await flush();
  try {
    const answer = await fetch("/k/beat/", {
      method: "POST",
      headers: { Accept: "application/json", "X-Device": tokenOf() },
      body: new URLSearchParams({ waiting: await counted("queue"), ready: await counted("ready") }),
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status === 403) {
      localStorage.setItem("kiosk:shut", "1");
      localStorage.removeItem("kiosk:offers");
      return undefined;
    }
    const said = await answer.json();
    localStorage.removeItem("kiosk:shut");
    localStorage.setItem("kiosk:offers", JSON.stringify({ name: said.name, idle: said.idle, offers: said.offers }));
    for (const one of said.ready) {
      const sealed = await seal(one);
      await store("ready", "readwrite", (rows) => rows.put(sealed, one.key));
    }
    keepPages(said.offers);
    return said;
  } catch {
    return undefined; // told by its absence
  }
}

async function keepPages(offers) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/k/worker.js", { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const ours = loaded.filter((address) => address.startsWith(`${location.origin}/static/`));
    active.postMessage({ keep: [HOME, ...ours, ...offers.flatMap((one) => one.surveys.map((survey) => survey.address))] });
  } catch {
    // Without a worker the device needs the network to begin.
  }
}

// --- the invitation -------------------------------------------------------------------------------------------

function attract(main) {
  const offered = offersOf();
  const joining = main.querySelector("[data-joining]");
  const shown = main.querySelector("[data-attract]");
  const status = main.querySelector("[data-status]");
  const shut = localStorage.getItem("kiosk:shut");
  joining.hidden = Boolean(tokenOf()) && !shut;
  shown.hidden = !joining.hidden || !offered;
  status.textContent = shut ? status.dataset.shut : "";
  counted("queue").then((n) => {
    if (n && !shut) status.textContent = status.dataset.waits.replace("{n}", String(n));
  });
  if (shown.hidden) return;
  shown.replaceChildren(
    ...offered.offers.map((one) => {
      const part = document.querySelector("template[data-language]").content.firstElementChild.cloneNode(true);
      part.lang = one.lang;
      part.querySelector("h1").textContent = one.welcome;
      part.querySelector("p").textContent = one.hint;
      part.querySelector("div").append(
        ...one.surveys.map((survey) => {
          const door = document.createElement("button");
          door.type = "button";
          door.className = "ds-button";
          const name = document.createElement("b");
          name.textContent = survey.title;
          door.append(name, ` ${one.begin} · ${one.name}`);
          door.addEventListener("click", () => location.replace(survey.address));
          return door;
        }),
      );
      return part;
    }),
  );
}

function home(main) {
  main.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const refused = main.querySelector("[data-refused]");
    try {
      const answer = await fetch(main.dataset.join, { method: "POST", body: new URLSearchParams(new FormData(event.target)), cache: "no-store" });
      const said = await answer.json();
      refused.textContent = said.message ?? "";
      event.target.reset();
      if (!answer.ok) return;
      localStorage.setItem("kiosk:token", said.token);
      localStorage.removeItem("kiosk:shut");
      await beat();
      attract(main);
    } catch {
      refused.textContent = "…";
    }
  });
  attract(main);
  const again = async () => {
    await beat();
    attract(main);
  };
  again();
  setInterval(again, BEAT);
}

// --- one person -------------------------------------------------------------------------------------------------

// The address is replaced: going back leads to no earlier person.
function leave() {
  document.querySelector("form[data-survey]")?.reset();
  document.body.replaceChildren();
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was kept.
  }
  location.replace(HOME);
}

function idle(seconds) {
  const dialog = document.querySelector("[data-idle]");
  const left = dialog.querySelector("[data-seconds]");
  let last = Date.now();
  const touched = () => {
    last = Date.now();
    if (dialog.open) dialog.close();
  };
  for (const kind of ["pointerdown", "keydown", "input", "touchstart", "wheel"]) addEventListener(kind, touched, { capture: true, passive: true });
  dialog.addEventListener("cancel", touched);
  setInterval(() => {
    const quiet = (Date.now() - last) / 1000 - seconds;
    if (quiet >= WARNING) leave();
    else if (quiet >= 0) {
      if (!dialog.open) dialog.showModal();
      left.textContent = String(Math.ceil(WARNING - quiet));
    }
  }, 500);
}

function showReceipt({ code, qr }, isWaiting) {
  const copy = document.querySelector("template[data-kiosk-receipt]").content.cloneNode(true);
  copy.querySelector("output").textContent = code;
  copy.querySelector("[data-waiting]").hidden = !isWaiting;
  if (isWaiting) copy.querySelector("h1").textContent = document.querySelector("template[data-kiosk-kept]").content.textContent.trim();
  const drawing = new DOMParser().parseFromString(qr, "image/svg+xml").documentElement;
  copy.querySelector("[data-qr]").append(document.importNode(drawing, true));
  for (const one of copy.querySelectorAll("[data-leave]")) one.addEventListener("click", leave);
  const main = document.getElementById("content");
  main.replaceChildren(copy);
  document.querySelector(".top [data-leave]").hidden = true;
  main.querySelector("h1").focus();
  scrollTo(0, 0);
}

// What the pages of a survey ask for instead of their own sending.
let sending = false;
async function sendFromDevice({ form, fields }) {
  if (sending) return;
  sending = true;
  const ready = await takeReady().catch(() => undefined);
  const key = ready?.key ?? form.elements.namedItem("key").value;
  const item = { address: location.pathname, key, fields: fields.map(([name, value]) => [name, name === "key" ? key : value]) };
  const sealed = await seal(item);
  await store("queue", "readwrite", (rows) => rows.put(sealed, key));
  try {
    const { receipt, refusal } = await attempt(item);
    await store("queue", "readwrite", (rows) => rows.delete(key));
    if (refusal) {
      sending = false;
      document.querySelector("[data-line]").textContent = refusal.message ?? "";
    } else showReceipt({ code: receipt.receipt, qr: receipt.qr }, false);
  } catch {
    showReceipt(ready ?? { code: "", qr: "<svg xmlns='http://www.w3.org/2000/svg'/>" }, true);
  }
}

const main = document.querySelector("[data-kiosk]");
if (main) home(main);
else if (document.body.classList.contains("kiosk")) {
  for (const button of document.querySelectorAll("[data-leave]")) button.addEventListener("click", leave);
  idle(offersOf()?.idle ?? 60);
  document.addEventListener("devicesends", ({ detail }) => sendFromDevice(detail));
  beat();
  setInterval(beat, BEAT);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(HOME);
  });
  addEventListener("pagehide", () => document.querySelector("form[data-survey]")?.reset());
}

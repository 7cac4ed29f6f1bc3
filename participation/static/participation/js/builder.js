// Building a survey: saves what is typed, swaps parts of the page, keeps the focus, drags. Every form works without it.
const PAUSE = 900;
const PULSE = 10000;
let queue = Promise.resolve();
let timer = 0;
let dirty = null; // the form in which something was typed that is not saved yet

const main = () => document.getElementById("content");
const builder = () => document.getElementById("builder");
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const later = (work) => (queue = queue.then(work).catch(() => {}));
document.documentElement.classList.add("has-script");

// What was saved
const say = (words, state) => {
  const line = document.querySelector("[data-saved]");
  if (!line) return;
  line.dataset.state = state;
  line.querySelector("span").textContent = words;
};
const known = (key) => document.querySelector("[data-saved]")?.dataset[key] || "";
const setSeen = (version) => {
  for (const field of document.querySelectorAll("input[name=seen]")) field.value = version;
  if (builder()) builder().dataset.version = version;
};

const showErrors = (form, errors) => {
  for (const line of form.querySelectorAll("[data-error-of]")) {
    const words = errors[line.dataset.errorOf] || "";
    line.textContent = words;
    line.hidden = !words;
    line.closest(".ds-field")?.classList.toggle("has-error", Boolean(words));
  }
};

const save = (form) => later(async () => {
  clearTimeout(timer);
  if (dirty !== form || !form.isConnected) return;
  dirty = null;
  const sent = new FormData(form);
  sent.set("do", "save");
  say(known("saving"), "saving");
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Autosave": "1" } }).catch(() => null);
  if (!answer || answer.status >= 500) {
    dirty = form;
    say(known("failed"), "failed");
    timer = setTimeout(() => save(form), 4000);
    return;
  }
  if (!(answer.headers.get("Content-Type") || "").includes("json")) return replaceAll(await answer.text());
  const told = await answer.json();
  if (answer.status === 409 || answer.status === 400) return say(told.message, "failed");
  showErrors(form, told.errors || {});
  if (told.coverage) cover(told.coverage);
  if (told.merged) await absorb(form, sent);
  setSeen(told.version);
  say(told.merged ? known("merged") : told.said, "saved");
  await refresh();
});

const cover = (coverage) => {
  for (const line of document.querySelectorAll("[data-covers]")) {
    const [written, of] = coverage[line.dataset.covers] || [];
    if (of === undefined) continue;
    Object.assign(line.querySelector("meter"), { value: written, max: of });
    line.querySelector("[data-count]").textContent = `${written}/${of}`;
  }
};

// Somebody else's words come in, except where this person has typed on.
const absorb = async (form, sent, fresh) => {
  const page = fresh || parse(await (await fetch(location.href)).text());
  for (const field of form.querySelectorAll("input[type=text], input:not([type]), textarea, select")) {
    const theirs = field.id && page.getElementById(field.id);
    if (theirs && field.value === sent.get(field.name)) field.value = theirs.value;
  }
};

// Swapping parts of the page
const PARTS = [".builder-head", ".builder-line", ".outline", ".inspector"];
const refresh = async () => {
  if (!document.querySelector(".outline")) return;
  const page = parse(await (await fetch(location.href)).text());
  swapParts(page, [".builder-head", ".outline"]);
  const sentence = page.querySelector("[data-sentence]");
  if (sentence) document.querySelector("[data-sentence]")?.replaceChildren(...sentence.childNodes);
  await showPreview(page);
};

const openOnes = () => [...document.querySelectorAll("details[open]")].map((one) => one.id || one.querySelector("summary")?.id).filter(Boolean);
const swapParts = (page, parts, isSame = true) => {
  const { id: focused, selectionStart: from, selectionEnd: to } = document.activeElement || {};
  const open = isSame ? openOnes() : [];
  const scrolled = document.querySelector(".outline")?.scrollTop;
  for (const part of parts) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (!old || !fresh || (part !== ".inspector" && old.contains(document.activeElement) && document.activeElement.matches("input"))) continue;
    old.replaceWith(document.adoptNode(fresh));
  }
  for (const id of open) {
    const one = document.getElementById(id);
    const details = one?.closest("details");
    if (details && id !== "add-question") details.open = true;
  }
  if (scrolled) document.querySelector(".outline").scrollTop = scrolled;
  if (!isSame) showSelected();
  if (focused && document.activeElement?.id !== focused) {
    const field = document.getElementById(focused);
    field?.focus({ preventScroll: true });
    if (field?.matches("textarea, input[type=text], input:not([type])") && typeof from === "number") field.setSelectionRange(from, to);
  }
};

const replaceAll = (text) => {
  const page = parse(text);
  document.title = page.title;
  main().replaceChildren(...document.adoptNode(page.getElementById("content")).childNodes);
  main().querySelector("h1")?.focus();
  dirty = null;
};

const show = async (answer, then, id) => {
  const text = await answer.text();
  const page = parse(text);
  dirty = null;
  if (!page.querySelector(".builder-grid") || !document.querySelector(".builder-grid")) return replaceAll(text);
  const selected = location.search;
  if (answer.redirected || answer.url !== location.href) history.replaceState(null, "", answer.url);
  const notes = page.querySelector(".said");
  document.querySelector(".said")?.replaceWith(document.adoptNode(notes) || "");
  builder().dataset.version = page.getElementById("builder").dataset.version;
  swapParts(page, PARTS, selected === location.search);
  const target = (then && document.querySelector(then)) || (id && document.getElementById(id));
  if (target) {
    target.focus();
    if (target.matches("textarea, input[type=text]")) target.select();
  } else if (selected !== location.search) document.getElementById("inspector-h")?.focus();
  await showPreview(page);
};

const send = (form, button, extra) => later(async () => {
  clearTimeout(timer);
  const data = new FormData(form);
  data.set("seen", builder().dataset.version);
  if (button?.name) data.append(button.name, button.value);
  if (button?.name === "condition-remove") data.append("do", "condition");
  if (button?.dataset.sets) data.set(button.dataset.sets, "yes");
  for (const [key, value] of Object.entries(extra || {})) data.set(key, value);
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  say(known("saving"), "saving");
  const answer = await fetch(address, { method: "POST", body: data }).catch(() => null);
  if (!answer || answer.status >= 500) return say(known("failed"), "failed");
  await show(answer, button?.dataset.then, button?.id || document.activeElement?.id);
});
const flushed = (form) => {
  const settings = dirty;
  if (settings && settings !== form) save(settings);
  if (settings === form) dirty = null;
};

// The preview, without a flash
const frame = () => document.querySelector("[data-preview]");
const reveal = () => { // inside the frame only: the page around it stays where it is
  const inside = frame()?.contentWindow;
  const card = inside?.document?.querySelector(".is-selected");
  const bar = inside?.document?.querySelector(".progress");
  if (card) inside.scrollBy(0, card.getBoundingClientRect().top - (bar?.offsetHeight || 0) - 12);
};
const showPreview = async (page) => {
  const fresh = page?.querySelector("[data-preview]");
  const [old, bar] = [document.querySelector(".preview-bar"), page?.querySelector(".preview-bar")];
  const focused = document.activeElement?.id;
  if (old && bar) old.replaceWith(document.adoptNode(bar));
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const inside = frame()?.contentDocument;
  if (!fresh || !inside?.body) return;
  document.querySelector(".device").className = page.querySelector(".device").className;
  const seen = parse(await (await fetch(fresh.getAttribute("src"))).text());
  inside.documentElement.lang = seen.documentElement.lang;
  inside.documentElement.dataset.colorScheme = seen.documentElement.dataset.colorScheme;
  inside.body.replaceChildren(...inside.adoptNode(seen.body).childNodes);
  reveal();
};
window.addEventListener("load", reveal);

// The list shows what is selected, however long it is; the page itself does not move.
const showSelected = () => {
  for (const box of document.querySelectorAll(".outline, .outline-pages")) {
    const line = box.querySelector("[aria-current]");
    if (!line || box.scrollHeight <= box.clientHeight) continue;
    const [outer, inner] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }
};
showSelected();

// Listening
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-autosave]");
  if (!form || event.target.matches("[data-quiet]")) return;
  if (event.target.name?.startsWith("value-") || event.target.name === "calculate" || event.target.name === "calculation") return;
  dirty = form;
  clearTimeout(timer);
  timer = setTimeout(() => save(form), PAUSE);
});
document.addEventListener("change", (event) => {
  const choosing = event.target.closest("[data-choosing]");
  if (choosing) {
    flushed(choosing);
    return void send(choosing, null, { do: choosing.id === "condition" ? "condition" : "languages" });
  }
  const form = event.target.closest("[data-autosave]");
  if (form && dirty === form) {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), 100);
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button?.getAttribute("aria-disabled") === "true") return event.preventDefault();
  if (form.matches("[data-autosave]") && (!button || button.value === "save") && form.matches("[data-swap]")) {
    event.preventDefault();
    dirty = form;
    return void save(form);
  }
  if (!form.matches("[data-swap]")) return;
  event.preventDefault();
  flushed(form);
  send(form, button);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-select]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  flushed(null);
  later(async () => show(await fetch(link.href), null, link.id));
});

const step = (id) => document.getElementById(id)?.click();
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input[type=text], textarea, input:not([type])");
  if (event.key === "Enter" && event.target.matches("[data-option]")) {
    event.preventDefault();
    event.target.closest("fieldset").querySelector("[data-adds]").click();
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing && builder()) {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && document.querySelector(".inspector")) {
    const option = event.target.closest("[data-value]");
    const way = event.key === "ArrowUp" ? "up" : "down";
    if (option) {
      event.preventDefault();
      const form = option.closest("form");
      const which = option.closest("[data-which]").dataset.which;
      dirty = null;
      send(form, null, { do: `choice-${way}:${which}:${option.dataset.value}` });
    } else if (event.target.closest(".outline [data-select], #settings")) {
      event.preventDefault();
      const form = document.getElementById("settings");
      const name = event.target.closest("[data-question]")?.dataset.question;
      flushed(form);
      send(form, null, { do: way, ...(name ? { question: name } : {}) });
    }
  }
});

// Dragging is extra: the buttons and Alt with the arrows do the same. A mouse drags a whole line, a finger its handle.
const STILL = 6; // pixels that a press may tremble
const EDGE = 48; // pixels from the end of a list that scrolls by itself
let held = null;
const put = ({ item, parent, next }) => parent.insertBefore(item, next);
const letGo = () => {
  held.item.classList.remove("dragged");
  held = null;
};
const drag = (x, y) => {
  const { item } = held;
  const list = document.elementFromPoint(x, y)?.closest(item.dataset.question ? ".outline-questions" : ".choice-list ol");
  const scrolling = item.closest(".outline-pages, .outline");
  const box = scrolling?.getBoundingClientRect();
  if (box && y < Math.max(box.top, 0) + EDGE) scrolling.scrollBy(0, -12);
  else if (box && y > Math.min(box.bottom, innerHeight) - EDGE) scrolling.scrollBy(0, 12);
  if (!list || (item.dataset.value && !list.contains(item))) return;
  const over = [...list.children].find((one) => one !== item && y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  if (item.nextElementSibling !== (over || null) || item.parentElement !== list) list.insertBefore(item, over || null);
};
const dropped = ({ item, parent, next }) => {
  if (item.parentElement === parent && item.nextElementSibling === next) return;
  const { question, value } = item.dataset;
  const before = item.previousElementSibling?.dataset || {};
  const form = document.getElementById("settings");
  flushed(form);
  if (question) send(form, null, { do: "put", question, to: item.parentElement.dataset.page, after: before.question || "" });
  else send(form, null, { do: `choice-put:${item.closest("[data-which]").dataset.which}:${value}`, after: before.value || "" });
};
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("[data-drags]");
  if (!item || event.button || event.target.closest("input, textarea, select, button, summary, label")) return;
  if (event.pointerType !== "mouse" && !event.target.closest(".grip")) return;
  held = { item, parent: item.parentElement, next: item.nextElementSibling, x: event.clientX, y: event.clientY, moved: false };
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (!held.moved) {
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < STILL) return;
    held.moved = true;
    held.item.classList.add("dragged");
    held.item.setPointerCapture(event.pointerId);
  }
  drag(event.clientX, event.clientY);
});
document.addEventListener("pointerup", () => {
  const one = held;
  if (!one) return;
  letGo();
  if (!one.moved) return;
  const swallow = (click) => click.preventDefault() || click.stopPropagation();
  document.addEventListener("click", swallow, { capture: true, once: true }); // the drag ends on a link: it is not followed
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
  dropped(one);
});
const takeBack = () => {
  if (!held) return;
  put(held);
  letGo();
};
document.addEventListener("pointercancel", takeBack);
document.addEventListener("keydown", (event) => event.key === "Escape" && takeBack());
document.addEventListener("dragstart", (event) => event.target.closest?.("[data-drags]") && event.preventDefault());

// Others: who is here, and what they changed.
const follow = async (told) => {
  const page = parse(await (await fetch(location.href)).text());
  const form = document.querySelector("form[data-autosave]");
  if (dirty || !page.getElementById("builder")) return;
  if (page.querySelector(".builder-grid")) {
    builder().dataset.version = page.getElementById("builder").dataset.version;
    swapParts(page, PARTS);
    await showPreview(page);
  } else if (form) {
    await absorb(form, new FormData(form), page);
    setSeen(page.getElementById("builder").dataset.version);
  }
  if (told.changed) say(told.changed, "told");
};
const pulse = async () => {
  const address = builder()?.dataset.pulse;
  if (!address || document.hidden) return;
  const told = await fetch(`${address}?seen=${builder().dataset.version}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (!told) return;
  const others = document.querySelector("[data-others]");
  if (others && others.textContent.trim() !== told.said) others.textContent = told.said;
  if (told.version > Number(builder().dataset.version) && !dirty) later(() => dirty || follow(told));
};
document.addEventListener("visibilitychange", pulse);
setInterval(pulse, PULSE);
window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());

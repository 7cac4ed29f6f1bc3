// Keys of the inbox. They work only while the focus is in the list, so that they never take letters from anybody.
const queue = document.querySelector("[data-queue]");
const help = document.querySelector("[data-keys]");

function items() {
  return [...queue.querySelectorAll("[data-item]")];
}

function here() {
  return document.activeElement.closest("[data-item]");
}

function go(step) {
  const all = items();
  const place = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, place + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// An action loads the page anew: where the keys were is kept for that one load, so that the next item is at hand.
function keepPlace(then) {
  try {
    sessionStorage.setItem("inbox", JSON.stringify({ place: items().indexOf(here()), then }));
  } catch {
    // A browser that keeps nothing: the keys start from the button again.
  }
}

function keptPlace() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("inbox"));
    sessionStorage.removeItem("inbox");
    return kept;
  } catch {
    return null;
  }
}

function press(key, then = "") {
  const found = [...here().querySelectorAll(`[data-key="${key}"]`)].find((one) => getComputedStyle(one).display !== "none");
  if (!found) return;
  keepPlace(then);
  found.click();
}

function startDeciding() {
  document.querySelector(".inbox-panel form input[type=radio]")?.focus();
}

function decide() {
  if (!here().querySelector('[data-key="Enter"]')) press("d");
  else if (here().matches(".sel")) startDeciding();
  else press("Enter", "decide");
}

if (queue) {
  help.hidden = false;
  help.querySelector("button").addEventListener("click", () => {
    (queue.querySelector(".sel") || items()[0]).focus();
  });
  const kept = keptPlace();
  // The browser first goes to the item that the address names: deciding starts after that.
  if (kept?.then === "decide") addEventListener("load", () => setTimeout(startDeciding));
  else if (kept) items()[Math.min(kept.place, items().length - 1)]?.focus();
  queue.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !here()) return;
    if (event.target.matches("input, textarea, select")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
    } else if (event.key === "s") {
      here().querySelector("[data-tick]")?.click();
    } else if (["a", "f", "g", "x"].includes(event.key)) {
      press(event.key);
    } else if (event.key === "d") {
      event.preventDefault();
      decide();
    } else if (event.key === "Enter" && event.target.matches("[data-item]")) {
      press("Enter");
    }
  });
}

// The keys over the page, from the list or by the button.
const keys = document.querySelector("[data-help]");
if (keys) {
  document.querySelector("[data-help-open]")?.addEventListener("click", () => keys.showModal());
  addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.matches("input, textarea, select")) keys.showModal();
  });
}

// Tick all on this page.
const all = document.querySelector("[data-all]");
if (all && document.querySelector("[data-tick]")) {
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const tick of document.querySelectorAll("[data-tick]")) tick.checked = event.target.checked;
  });
}

// A decision that is being written is kept on this device until it is saved, for this version of the contribution.
const deciding = document.querySelector("form[data-draft]");

function keptDraft(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function fillDraft(form, fields) {
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type !== "hidden") field.value = value;
    }
  }
}

if (deciding) {
  const place = `decision:${deciding.dataset.draft}`;
  const told = deciding.querySelector("[data-draft-told]");
  const draft = keptDraft(place);
  const drop = () => {
    try {
      localStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  };
  if (Array.isArray(draft)) {
    fillDraft(deciding, draft);
    told.hidden = false;
    told.querySelector("button").addEventListener("click", () => {
      drop();
      told.hidden = true;
      deciding.reset();
    });
  }
  deciding.addEventListener("input", () => {
    const fields = [...new FormData(deciding)].filter(([name]) => /^(outcome|due|reason_|next_step_)/.test(name));
    try {
      localStorage.setItem(place, JSON.stringify(fields));
    } catch {
      // A browser that keeps nothing.
    }
  });
  deciding.addEventListener("submit", () => {
    drop();
    if (queue) sessionStorage.setItem("inbox", JSON.stringify({ place: items().indexOf(queue.querySelector(".sel")), then: "" }));
  });
  deciding.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) deciding.querySelector('[value="save"]').click();
  });
}

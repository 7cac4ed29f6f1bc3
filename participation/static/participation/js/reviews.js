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
  const found = [...here().querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null);
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
    } else if (["a", "f", "g"].includes(event.key)) {
      press(event.key);
    } else if (event.key === "d") {
      event.preventDefault();
      decide();
    } else if (event.key === "Enter" && event.target.matches("[data-item]")) {
      press("Enter");
    }
  });
}

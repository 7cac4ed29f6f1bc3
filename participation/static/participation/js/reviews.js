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

function press(key) {
  const found = [...here().querySelectorAll(`[data-key="${key}"]`)].find((one) => one.offsetParent !== null);
  if (found) found.click();
}

if (queue) {
  help.hidden = false;
  help.querySelector("button").addEventListener("click", () => {
    (queue.querySelector(".sel") || items()[0]).focus();
  });
  queue.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !here()) return;
    if (event.target.matches("input, textarea, select")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
    } else if (["a", "f", "g"].includes(event.key)) {
      press(event.key);
    } else if (event.key === "d") {
      press(here().querySelector('[data-key="Enter"]') ? "Enter" : "d");
    } else if (event.key === "Enter" && event.target.matches("[data-item]")) {
      press("Enter");
    }
  });
}

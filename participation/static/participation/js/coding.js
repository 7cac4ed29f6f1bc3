// Keys of the reading view: they work only while the focus is on an answer, so that they never take letters from a field.
const list = document.querySelector("[data-answers]");
const help = document.querySelector("[data-keys]");

function go(step) {
  const all = [...list.querySelectorAll("[data-item]")];
  const place = all.indexOf(document.activeElement.closest("[data-item]"));
  const next = all[Math.min(all.length - 1, Math.max(0, place + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function place() {
  return [...list.querySelectorAll("[data-item]")].indexOf(document.activeElement.closest("[data-item]"));
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = document.activeElement.closest("[data-item]");
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
  else if (item && /^[1-9]$/.test(key)) item.querySelectorAll("input[type=checkbox]")[Number(key) - 1]?.click();
  else if (item === document.activeElement && key === "enter") item.querySelector("form")?.requestSubmit();
  else return;
  event.preventDefault();
}

if (list && help) {
  help.hidden = false;
  for (const digit of list.querySelectorAll("[data-digit]")) digit.hidden = false;
  document.addEventListener("keydown", (event) => {
    const where = document.activeElement;
    const writes = where.matches("textarea, select, input:not([type=checkbox]), a, button, summary");
    if (!writes) press(event);
  });
  list.addEventListener("submit", () => {
    try {
      sessionStorage.setItem("coding", String(place()));
    } catch {
      // A browser that keeps nothing: the keys start from the first answer again.
    }
  });
  let kept = null;
  try {
    kept = sessionStorage.getItem("coding");
    sessionStorage.removeItem("coding");
  } catch {
    kept = null;
  }
  if (kept !== null && Number(kept) >= 0) {
    const unread = new URLSearchParams(location.search).has("unread");
    const all = list.querySelectorAll("[data-item]");
    all[Math.min(all.length - 1, Number(kept) + (unread ? 0 : 1))]?.focus();
  }
}

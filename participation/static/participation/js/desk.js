// The desk: printing a slip, and looking again while a summary is being compiled. All works without it.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const LONGEST_WAIT = 120;
const look = async (left) => {
  if (!document.querySelector("[data-waits]") || !left) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const old = document.querySelectorAll("[data-waits]").length;
  for (const bar of page?.querySelectorAll("[data-progress]") ?? []) {
    const shown = document.querySelector(`[data-progress="${bar.dataset.progress}"]`);
    if (shown) shown.value = bar.value;
    const words = document.querySelector(`[data-progress-words="${bar.dataset.progress}"]`);
    if (words) words.textContent = page.querySelector(`[data-progress-words="${bar.dataset.progress}"]`).textContent;
  }
  if (page && page.querySelectorAll("[data-waits]").length < old) location.reload();
  else setTimeout(look, 1000, left - 1);
};
setTimeout(look, 800, LONGEST_WAIT);

// Keying in several in a row: Ctrl+Enter saves from any field.
document.querySelector("form[data-quick]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
});

// The desk: printing a slip, and looking again while a summary is being compiled. All works without it.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const LONGEST_WAIT = 60;
const look = async (left) => {
  if (!document.querySelector("[data-waits]") || !left) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const old = document.querySelectorAll("[data-waits]").length;
  if (page && page.querySelectorAll("[data-waits]").length < old) location.reload();
  else setTimeout(look, 2000, left - 1);
};
setTimeout(look, 1500, LONGEST_WAIT);

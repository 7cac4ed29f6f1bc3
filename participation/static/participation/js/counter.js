// Says politely how many characters are left of a text's limit; quiet until the end is near.

const QUIET_ABOVE = 500;

for (const line of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(line.dataset.counter);
  if (!field) continue;
  const limit = Number(field.dataset.limit);
  let waiting;
  const say = () => {
    const left = limit - field.value.length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = left > QUIET_ABOVE ? "" : words.replace("{n}", String(Math.abs(left)));
    line.classList.toggle("over", left < 0);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 400);
  });
  say();
}

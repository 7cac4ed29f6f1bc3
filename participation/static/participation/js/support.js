// Support of an idea: a random code stays in this browser from the first support on, and nowhere else.
const PLACE = "support";
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const button = document.querySelector("[data-support]");
const box = button.closest("section");
const told = box.querySelector("[data-told]");
const own = box.querySelector("[data-own-code]");
const invite = button.textContent;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? { code: "", ideas: [] };
  } catch {
    return { code: "", ideas: [] };
  }
}

function keep(mine) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(mine));
    return true;
  } catch {
    return false; // a browser that keeps nothing: the page with the code is the way
  }
}

function newCode() {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => LETTERS[one & 31]);
  return [0, 4, 8, 12].map((place) => digits.slice(place, place + 4).join("")).join("-");
}

function paint() {
  const { code, ideas } = kept();
  const mine = ideas.includes(button.dataset.support);
  button.textContent = mine ? button.dataset.yes : invite;
  button.dataset.variant = mine ? "secondary" : "primary";
  own.hidden = !code;
  own.querySelector("output").textContent = code;
}

async function press(event) {
  const mine = kept();
  mine.code ||= newCode();
  if (!keep(mine)) return;
  event.preventDefault();
  const on = !mine.ideas.includes(button.dataset.support);
  try {
    const answer = await fetch(button.href, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ code: mine.code, on: on ? "1" : "0" }),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.message);
    const others = mine.ideas.filter((one) => one !== button.dataset.support);
    keep({ code: mine.code, ideas: on ? [...others, button.dataset.support] : others });
    box.querySelector("[data-supporters]").textContent = said.supporters.toLocaleString(document.documentElement.lang);
    told.textContent = on ? button.dataset.counted : button.dataset.back;
  } catch (error) {
    told.textContent = error.name === "Error" && error.message ? error.message : button.dataset.failed;
  }
  paint();
}

button.setAttribute("role", "button");
button.addEventListener("click", press);
button.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    button.click();
  }
});
own.querySelector("button").addEventListener("click", () => {
  localStorage.removeItem(PLACE);
  paint();
  button.focus();
});
paint();

// Hints on plain language below a field, renewed when somebody pauses in writing. They stop nothing.
const PAUSE = 900;

function show(box, hints) {
  const list = box.querySelector("ul");
  list.replaceChildren(
    ...hints.map((hint) => {
      const line = document.createElement("li");
      line.append(`${hint.words} `);
      if (hint.instead) {
        const instead = document.createElement("strong");
        instead.lang = hint.language;
        instead.textContent = hint.instead;
        line.append(instead);
      }
      return line;
    }),
  );
  list.hidden = hints.length === 0;
  box.querySelector(".plain-title").hidden = hints.length === 0;
}

async function ask(box, field) {
  const asked = field.value;
  const body = new FormData();
  body.set("text", asked);
  body.set("language", field.lang);
  body.set("csrfmiddlewaretoken", field.form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const answer = await fetch(box.dataset.plainAt, { method: "POST", body });
    if (answer.ok && field.value === asked) show(box, (await answer.json()).hints);
  } catch {
    // No connection: what stands there stays; the check before publishing has the hints too.
  }
}

for (const box of document.querySelectorAll("[data-plain-for]")) {
  const field = document.getElementById(box.dataset.plainFor);
  let waiting = 0;
  field?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(box, field), PAUSE);
  });
}

// With the script the hints come by themselves.
for (const button of document.querySelectorAll("[data-plain-check]")) button.hidden = true;

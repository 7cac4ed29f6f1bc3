// What this device keeps of an answer that was not sent: all fields of the form, until its receipt has come.
import { dropFiles } from "./holding.js";

const place = (slug) => `survey:${slug}`;

export function readDraft(slug) {
  try {
    const draft = JSON.parse(localStorage.getItem(place(slug)));
    return draft && Array.isArray(draft.fields) ? draft : null;
  } catch {
    return null;
  }
}

export const fieldOf = (draft, name) => draft.fields.find(([one]) => one === name)?.[1] ?? "";

export function keepDraft(form, fields, more = {}) {
  if (!("keeps" in form.dataset)) return false;
  try {
    localStorage.setItem(place(form.dataset.survey), JSON.stringify({ ...more, fields }));
    return true;
  } catch {
    return false;
  }
}

// Only the draft of the form that arrived: another one may have been begun meanwhile.
export function dropDraft(slug, key) {
  try {
    const draft = readDraft(slug);
    if (draft && (!key || fieldOf(draft, "key") === key)) localStorage.removeItem(place(slug));
    dropFiles(key || (draft && fieldOf(draft, "key")));
  } catch {
    // Nothing was kept.
  }
}

export const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => name !== "go" && typeof value === "string");

export function saving(form, fields = () => fieldsOf(form)) {
  const line = document.querySelector("[data-saved]");
  const text = line.querySelector("[data-says]");
  return (more) => {
    if (!("keeps" in form.dataset)) return false;
    const kept = keepDraft(form, fields(), more);
    const says = kept ? text.dataset.says : text.dataset.fails;
    if (line.hidden || text.textContent !== says) text.textContent = says;
    line.hidden = false;
    return kept;
  };
}

// Send the fields to the server, which shows the page where somebody stopped.
export function post(address, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

export function offerDraft(form, draft, go) {
  const offer = form.querySelector("[data-draft]");
  if (!offer || !draft) return;
  offer.hidden = false;
  offer.querySelector("[data-draft-go]").addEventListener("click", () => {
    offer.hidden = true;
    go(draft);
  });
  offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
    dropDraft(form.dataset.survey);
    offer.hidden = true;
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

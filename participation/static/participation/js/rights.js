// A right to answer that nobody can trace: made here, signed unseen by the town, kept until the answers have arrived.
// The page that shows the receipt drops it, and so does sending.js where the answers go by script.
const place = (slug) => `right:${slug}`;
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (content) => btoa(String.fromCharCode(...content)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function kept(slug) {
  try {
    return JSON.parse(localStorage.getItem(place(slug))) ?? {};
  } catch {
    return {};
  }
}

function keep(slug, right) {
  try {
    localStorage.setItem(place(slug), JSON.stringify(right));
  } catch {
    // It lives as long as this page.
  }
}

function drop(slug) {
  try {
    localStorage.removeItem(place(slug));
  } catch {
    // Nothing was kept.
  }
}

// The suite of RFC 9474 with 32 random bytes before what the token says; all numbers stay in this browser until it is signed.
async function suite(section) {
  const { BlindRSA, PrepareType } = await import("../../blind/blindrsa.js");
  const way = { hash: "SHA-384", saltLength: 48, prepareType: PrepareType.Randomized };
  const key = await crypto.subtle.importKey("spki", bytes(section.dataset.key), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  return { blind: new BlindRSA(way), key };
}

// A lost connection is tried again with the same numbers: the town signs one token a person.
async function begun(section, { blind, key }) {
  const slug = section.dataset.rights;
  const before = kept(slug);
  if (before.blinded && before.key === section.dataset.key) return before;
  const message = blind.prepare(new TextEncoder().encode(`kuulolla answer once: ${slug}`));
  const { blindedMsg, inv } = await blind.blind(key, message);
  const right = { key: section.dataset.key, message: text(message), blinded: text(blindedMsg), inverse: text(inv) };
  keep(slug, right);
  return right;
}

async function fetched(section, code) {
  const tools = await suite(section);
  const right = await begun(section, tools);
  const answer = await fetch(section.dataset.address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ blinded: right.blinded, code }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message, { cause: "town" });
  const message = bytes(right.message);
  const signature = await tools.blind.finalize(tools.key, message, bytes(said.signature), bytes(right.inverse));
  const token = text([...message.slice(0, 32), ...signature]);
  keep(section.dataset.rights, { key: right.key, token });
  return token;
}

function open(section) {
  const slug = section.dataset.rights;
  const field = section.parentElement.querySelector("[name=admission]");
  const problem = section.querySelector("[data-problem]");
  const ready = section.querySelector("[data-ready]");
  const enter = ready.querySelector("button");
  section.querySelector("[data-script]").hidden = false;
  section.querySelector("[data-without]").hidden = true;
  if ("used" in section.dataset || (kept(slug).key && kept(slug).key !== section.dataset.key)) drop(slug);
  const { token } = kept(slug);
  if (token) {
    field.value = token;
    section.querySelector("[data-fetch]").hidden = true;
    ready.hidden = false;
  }
  section.querySelector("[data-ask]")?.addEventListener("click", async (event) => {
    event.target.setAttribute("aria-disabled", "true");
    problem.textContent = "";
    try {
      field.value = await fetched(section, section.querySelector("#access-code")?.value ?? "");
      ready.hidden = false;
      enter.click();
    } catch (error) {
      problem.textContent = error.cause === "town" ? error.message : section.dataset.failed;
    }
    event.target.removeAttribute("aria-disabled");
  });
  section.querySelector("#access-code")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    section.querySelector("[data-ask]").click();
  });
}

const section = document.querySelector("[data-rights]");
if (section) open(section);
const arrived = document.querySelector("[data-arrived]");
if (arrived) drop(arrived.dataset.arrived);

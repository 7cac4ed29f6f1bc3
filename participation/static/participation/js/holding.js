// Files that were chosen for an answer, kept on this device until the receipt of the answer has come.
// While a file has not reached the server, its field carries a mark in place of an id; no mark is ever sent.

export const MARK = "kept:";
const STORE = "files";
const KEPT_MS = 30 * 86_400_000;
export const isMark = (value) => typeof value === "string" && value.startsWith(MARK);
const FINAL = (status) => status >= 400 && status < 500 && ![401, 408, 429].includes(status);

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("answers", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(STORE, mode);
      const asked = act(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked?.result);
      change.onabort = change.onerror = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

// Gives the mark of a file, or nothing where this device keeps none.
export async function holdFile(held) {
  try {
    const id = `${MARK}${held.key}:${held.question}`; // another choice takes its place
    await within("readwrite", (files) => files.put({ ...held, id, since: Date.now() }));
    return (await within("readonly", (files) => files.get(id)))?.file?.size === held.file.size ? id : "";
  } catch {
    return "";
  }
}

async function all() {
  try {
    return await within("readonly", (files) => files.getAll());
  } catch {
    return [];
  }
}

// Writes down under which id a file stands on the server.
export async function noteSent(id, arrived) {
  await within("readwrite", (files) => {
    const asked = files.get(id);
    asked.onsuccess = () => asked.result && files.put({ ...asked.result, upload: arrived });
  }).catch(() => {});
}

// Forgets the files of one form, and those that nobody will send any more.
export async function dropFiles(key) {
  for (const { id, since, key: own } of await all()) {
    if (own === key || since < Date.now() - KEPT_MS) await within("readwrite", (files) => files.delete(id)).catch(() => {});
  }
}

export const nameOf = async (value) => (await all()).find(({ id, upload }) => [id, upload].includes(value))?.file.name ?? "";

// One file to the server: its id, the reason why it is not taken, or nothing when the network does not work.
export async function upload({ address, key, version, question, language, file }) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ key, version, question, language })) data.append(name, value);
  data.append("file", file, file.name);
  try {
    const answer = await fetch(address, { method: "POST", body: data, credentials: "omit", redirect: "error", cache: "no-store" });
    const said = await answer.json();
    if (answer.status === 201 && said.upload) return { upload: said.upload };
    if (FINAL(answer.status) && said.code) return { refusal: said.code, message: said.errors?.file?.[0]?.message ?? said.message };
  } catch {
    // No network, or what answered was not us.
  }
  return {};
}

// Puts what the server gave in the place of each mark; false while a file has not arrived. A file that the server has
// lost meanwhile (it waits there a day) goes once more.
export async function sendFiles(item, lost = []) {
  const kept = await all();
  for (const field of item.fields) {
    const [name, value] = field;
    const again = lost.some((question) => name === `a:${question}`);
    if (!name.startsWith("a:") || !(isMark(value) || again)) continue;
    const held = kept.find(({ id, upload: sent }) => id === value || (again && sent === value));
    const known = held?.upload && !again ? { upload: held.upload } : undefined;
    const { upload: arrived, refusal } = held ? (known ?? (await upload({ ...held, key: item.key }))) : { refusal: "file_gone" };
    if (!arrived && !refusal) return false;
    field[1] = arrived ?? `!${refusal}`;
    if (arrived) await noteSent(held.id, arrived);
  }
  return true;
}

// The field of a file's card that carries its id or mark.
export function carry(box, value) {
  let held = box.querySelector("input[type=hidden]");
  if (!held) {
    held = document.createElement("input");
    held.type = "hidden";
    held.name = box.querySelector("input[type=file]").dataset.field;
    box.append(held);
  }
  held.value = value;
  held.disabled = !value;
  return held;
}

// What a card says about a file that was chosen before this page was opened.
export async function recall(box, value) {
  carry(box, value);
  if (!value) return;
  const name = await nameOf(value);
  box.dataset.called = name;
  box.querySelector("[data-file-says]").textContent = `${isMark(value) ? box.dataset.kept : box.dataset.sent} ${name}`.trim();
}

// A file goes to the server as soon as it is chosen, so that the page itself stays light. Without network it is kept on
// this device and goes before the answers; where nothing can be kept and the page cannot carry it, nothing is promised.
import { carry, holdFile, isMark, noteSent, upload } from "./holding.js";

const MOST = 8 * 1024 * 1024;

function attach(box) {
  const picker = box.querySelector("input[type=file]");
  const says = box.querySelector("[data-file-says]");
  const form = picker.form ?? document.getElementById("survey");
  form.enctype = "multipart/form-data";
  const field = picker.name;
  picker.dataset.field = field;
  const before = box.querySelector("input[type=hidden]")?.value ?? "";
  const set = (value, words) => {
    const held = carry(box, value);
    box.dataset.called = value && picker.files[0] ? picker.files[0].name : "";
    says.textContent = words;
    held.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let latest = 0;
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    latest += 1;
    const mine = latest;
    picker.name = field;
    if (!file) {
      set(before, "");
      return;
    }
    const refused = (words) => {
      picker.value = "";
      set(before, words);
    };
    if (file.size > MOST) {
      refused(box.dataset.large);
      return;
    }
    const one = { address: box.dataset.file, question: box.dataset.questionName, language: box.dataset.language, file };
    for (const name of ["key", "version"]) one[name] = form.elements.namedItem(name).value;
    says.textContent = box.dataset.sending;
    const keeps = "keeps" in form.dataset;
    const mark = keeps ? await holdFile(one) : "";
    const { upload: arrived, refusal, message } = await upload(one);
    if (mine !== latest) return;
    if (arrived) {
      if (mark) await noteSent(mark, arrived);
      picker.removeAttribute("name");
      set(arrived, `${box.dataset.sent} ${file.name}`);
    } else if (refusal) refused(message ?? box.dataset.unknown);
    else if (!picker.accept.split(",").includes(file.type)) refused(box.dataset.unknown);
    else if (mark) set(mark, `${box.dataset.kept} ${file.name}`);
    else if (keeps || "whole" in form.dataset) refused(box.dataset.unkept);
    else set(before, box.dataset.failed); // this page turns only when the server answers, and takes the file along
  });
}

// Back online while the page is open: what waits here goes now, not only with the answers.
async function again() {
  for (const box of document.querySelectorAll("[data-file]")) {
    const picker = box.querySelector("input[type=file]");
    const held = box.querySelector("input[type=hidden]");
    if (held && isMark(held.value) && picker.files[0]) picker.dispatchEvent(new Event("change"));
  }
}

for (const root of [document, ...[...document.querySelectorAll("template")].map((one) => one.content)]) {
  for (const box of root.querySelectorAll("[data-file]:not([data-ready])")) {
    box.dataset.ready = "";
    attach(box);
  }
}
addEventListener("online", again);

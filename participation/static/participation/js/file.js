// A file goes to the server as soon as it is chosen, so that the page itself stays light. If that fails, it travels with the page.

function attach(box) {
  const picker = box.querySelector("input[type=file]");
  const says = box.querySelector("[data-file-says]");
  const form = picker.form ?? document.getElementById("survey");
  form.enctype = "multipart/form-data";
  let held = box.querySelector("input[type=hidden]");
  const field = picker.name;
  picker.addEventListener("change", async () => {
    const file = picker.files[0];
    if (!file) return;
    const data = new FormData();
    for (const name of ["key", "version"]) data.append(name, form.elements.namedItem(name).value);
    data.append("question", box.dataset.questionName);
    data.append("language", box.dataset.language);
    data.append("file", file);
    says.textContent = box.dataset.sending;
    picker.name = field;
    try {
      const answer = await fetch(box.dataset.file, { method: "POST", body: data, credentials: "omit" });
      const body = await answer.json();
      if (body.upload) {
        if (!held) {
          held = document.createElement("input");
          held.type = "hidden";
          held.name = field;
          box.append(held);
        }
        held.value = body.upload;
        picker.removeAttribute("name");
        says.textContent = `${box.dataset.sent} ${file.name}`;
        held.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        says.textContent = body.errors?.file?.[0]?.message ?? body.message ?? box.dataset.failed;
      }
    } catch {
      says.textContent = box.dataset.failed;
    }
  });
}

for (const root of [document, ...[...document.querySelectorAll("template")].map((one) => one.content)]) {
  for (const box of root.querySelectorAll("[data-file]:not([data-ready])")) {
    box.dataset.ready = "";
    attach(box);
  }
}

// The keying screen: Enter goes to the next field, Ctrl+Enter saves, what breaks a rule is told at once and never blocked.
const form = document.querySelector("[data-keying]");
const fields = [...form.querySelectorAll("input[data-mode], textarea[data-mode]")];

const chosen = (words, letters) => {
  let parts = words.toLowerCase().split(/[\s,;.+]+/).filter(Boolean);
  if (parts.some((part) => !letters.includes(part)) && letters.every((letter) => letter.length === 1)) parts = [...parts.join("")];
  return parts.every((part) => letters.includes(part)) ? new Set(parts) : null;
};

const fits = (field) => {
  const { mode, letters = "", low, high } = field.dataset;
  const words = field.value.trim();
  if (!words || words.startsWith("?")) return true;
  if (mode === "one" || mode === "many" || mode === "tick") {
    const found = chosen(words, letters.split(" "));
    return Boolean(found) && (mode === "many" || found.size === 1);
  }
  if (mode === "number") {
    const number = Number(words.replace(/\s/g, "").replace(",", "."));
    return !Number.isNaN(number) && !(low && number < Number(low)) && !(high && number > Number(high));
  }
  if (mode === "date") return /^\d{1,2}[./-]\d{1,2}[./-]\d{4}$|^\d{8}$/.test(words);
  return true;
};

const tell = (field) => {
  const out = field.closest(".key-row").querySelector("output");
  out.textContent = fits(field) ? "" : out.dataset.words;
};

for (const [place, field] of fields.entries()) {
  field.addEventListener("change", () => tell(field));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (!(field.tagName === "TEXTAREA" && event.shiftKey)) {
      event.preventDefault();
      (fields[place + 1] ?? form.querySelector("button[type=submit]")).focus();
    }
  });
}
fields[0]?.focus();

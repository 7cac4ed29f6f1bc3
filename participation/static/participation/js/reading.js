// Reads a page of questions aloud with the browser's own voice; without a voice for the language there is no button.

function textsOf(form) {
  const parts = [];
  for (const card of form.querySelectorAll("[data-question]")) {
    if (card.closest("[hidden]")) continue;
    for (const one of card.querySelectorAll("legend, .qlabel, .hint, .flat, .ds-label, .lg, .line label, .info-text, h2, h3, p")) {
      if (one.closest("[hidden], .left, .careful") || one.parentElement.closest("legend, .qlabel, .hint")) continue;
      const copy = one.cloneNode(true);
      copy.querySelector(".num")?.remove();
      const text = copy.textContent.replace(/\s+/g, " ").trim();
      if (text) parts.push([text, one.closest("[lang]")?.lang || document.documentElement.lang]);
    }
  }
  return parts;
}

export function readAloud(form) {
  const button = document.querySelector("[data-read]");
  if (!button || !("speechSynthesis" in window)) return;
  const voice = (lang) => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang.slice(0, 2)));
  const offer = () => {
    button.hidden = !voice(document.documentElement.lang);
  };
  const words = button.querySelector("span");
  const off = () => {
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "false");
    words.textContent = button.dataset.start;
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      off();
      return;
    }
    speechSynthesis.cancel();
    const parts = textsOf(form);
    parts.forEach(([text, lang], n) => {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.lang = lang;
      spoken.voice = voice(lang) ?? null;
      if (n === parts.length - 1) spoken.onend = off;
      speechSynthesis.speak(spoken);
    });
    button.setAttribute("aria-pressed", "true");
    words.textContent = button.dataset.stop;
  });
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speechSynthesis.cancel());
  offer();
}

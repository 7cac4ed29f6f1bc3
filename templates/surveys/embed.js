// Shows a survey within another site's page: <script src=".../embed.js" data-survey="name" async></script>
// No cookies, no inline code or style: the page's policy needs only script-src and frame-src with this address.
(() => {
  const script = document.currentScript;
  const { survey, language, channel, title } = script.dataset;
  const { origin } = new URL(script.src);
  if (!survey) return;
  const wished = language || document.documentElement.lang || "fi";
  const known = ["fi", "sv", "en", "fi-easy"];
  const chosen = known.includes(wished) ? wished : known.includes(wished.slice(0, 2)) ? wished.slice(0, 2) : "fi";
  const frame = document.createElement("iframe");
  frame.src = `${origin}/${chosen}/surveys/${encodeURIComponent(survey)}/?c=${encodeURIComponent(channel || "embed")}`;
  frame.title = title || { fi: "Kysely", sv: "Enkät", en: "Survey", "fi-easy": "Kysely" }[chosen];
  frame.style.width = "100%";
  frame.style.height = "40rem";
  frame.style.border = "0";
  let turned = false;
  frame.addEventListener("load", () => {
    if (turned && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    turned = true;
  });
  window.addEventListener("message", (event) => {
    const height = Number(event.data?.surveyHeight);
    if (event.origin !== origin || event.source !== frame.contentWindow || !(height > 0)) return;
    frame.style.height = `${Math.min(height, 20000)}px`;
  });
  script.after(frame);
})();

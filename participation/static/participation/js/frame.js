// The frame of every page: focus on the error summary, the choice of colours and font. All works without it.
const keep = (name, value) => {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing: the choice lasts for this page.
  }
};

document.querySelector("[data-takes-focus]")?.focus();

// On a phone menus are one row each: the page one is on is brought into sight, sideways only.
for (const current of document.querySelectorAll(".side-menu [aria-current], .survey-tabs [aria-current]")) {
  const menu = current.closest(".side-menu, .survey-tabs");
  menu.scrollLeft += current.getBoundingClientRect().left - menu.getBoundingClientRect().left - (menu.clientWidth - current.offsetWidth) / 2;
}

const root = document.documentElement;
for (const look of document.querySelectorAll("form[data-look]")) {
  look.hidden = false;
  look.elements.scheme.value = root.dataset.colorScheme;
  look.elements.clear.checked = root.dataset.font === "clear";
  look.addEventListener("change", () => {
    const scheme = look.elements.scheme.value;
    root.dataset.colorScheme = scheme;
    keep("scheme", scheme === "auto" ? "" : scheme);
    if (look.elements.clear.checked) root.dataset.font = "clear";
    else delete root.dataset.font;
    keep("clear", look.elements.clear.checked ? "yes" : "");
  });
}

// Within another site's page: only the survey itself, as tall as it is; other pages open beside it.
if (window.parent !== window) {
  root.dataset.embedded = "";
  const tell = () => window.parent.postMessage({ surveyHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.pathname.includes("/surveys/")) link.target = "_blank";
  });
}

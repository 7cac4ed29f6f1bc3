// Before the first paint: the colours and the font chosen on this device. Runs early, so that nothing flashes.
(() => {
  try {
    const root = document.documentElement;
    const scheme = localStorage.getItem("scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.colorScheme = scheme;
    if (localStorage.getItem("clear") === "yes") root.dataset.font = "clear";
  } catch {
    // A browser that keeps nothing: the device decides.
  }
})();

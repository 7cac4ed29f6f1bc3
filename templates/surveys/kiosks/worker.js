// {% comment %}The service worker of kiosks. Variables: version{% endcomment %}Keeps the invitation and the empty pages of the device's surveys; never an answer, never a receipt.
const CACHE = "kiosk-{{ version|escapejs }}";
const OURS = /^\/(k|[a-z-]+\/surveys\/[-\w]+\/kiosk)\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("kiosk-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});
self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  const one = async (address) => {
    if (new URL(address, self.location).origin !== self.location.origin) return;
    const cache = await caches.open(CACHE);
    const answer = await fetch(address, { cache: "no-store" });
    if (answer.ok && !answer.redirected) await cache.put(address, answer);
  };
  event.waitUntil(Promise.allSettled(event.data.keep.map(one)));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && OURS.test(url.pathname)) {
    event.respondWith(fetch(event.request).then((answer) => (answer.status < 500 ? answer : Promise.reject(answer))).catch(() => caches.match(url.pathname, { ignoreVary: true })));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
  }
});

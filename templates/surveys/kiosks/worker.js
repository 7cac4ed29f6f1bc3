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
  event.waitUntil(keep(event.data.keep));
});

// Pages with all that they load: styles, scripts, and the scripts that those import.
const LOADED = /(?:src|href)="(\/static\/[^"]+\.(?:js|css))"/g;
const IMPORTED = /(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+\.js)"/g;

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  const done = new Set();
  const one = async (address) => {
    const url = new URL(address, self.location);
    if (url.origin !== self.location.origin || done.has(url.href)) return;
    done.add(url.href);
    const isStatic = url.pathname.startsWith("/static/");
    let answer = isStatic ? await cache.match(url.href) : undefined;
    if (!answer) {
      answer = await fetch(url.href, { cache: "no-cache" });
      if (!answer.ok || answer.redirected) return;
      await cache.put(url.href, answer.clone());
    }
    if (isStatic && !url.pathname.endsWith(".js")) return;
    const found = [...(await answer.text()).matchAll(isStatic ? IMPORTED : LOADED)].map((match) => new URL(match[1], url).href);
    await Promise.allSettled(found.map(one));
  };
  await Promise.allSettled(addresses.map(one));
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && OURS.test(url.pathname)) {
    event.respondWith(fetch(event.request).then((answer) => (answer.status < 500 ? answer : Promise.reject(answer))).catch(() => caches.match(url.pathname, { ignoreVary: true })));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
  }
});

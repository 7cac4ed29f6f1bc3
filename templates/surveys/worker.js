// {% comment %}The service worker of surveys. Variables: version{% endcomment %}Keeps the scripts, the look and all pages of a survey that was opened once; never a receipt, never an answer.
const CACHE = "surveys-{{ version|escapejs }}";
const SURVEY = /^\/([a-z-]+)\/surveys\/([-\w]+)\/$/;
const PATIENCE = 10000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("surveys-") && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  const one = async (address) => {
    if (address.includes("/static/") && (await cache.match(address))) return;
    const answer = await fetch(address, { cache: "no-cache" });
    if (answer.ok && answer.type === "basic" && !answer.redirected) await cache.put(address, answer);
  };
  await Promise.allSettled(addresses.map(one));
}

self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  const own = event.data.keep.filter((address) => new URL(address, self.location).origin === self.location.origin);
  event.waitUntil(keep(own).then(() => event.source?.postMessage({ kept: own.length })));
});

async function shell(language, slug) {
  const cache = await caches.open(CACHE);
  const own = await cache.match(`/${language}/surveys/${slug}/all/`, { ignoreVary: true });
  if (own) return own;
  const others = (await cache.keys()).filter((request) => new URL(request.url).pathname.endsWith(`/surveys/${slug}/all/`));
  return others.length ? cache.match(others[0], { ignoreVary: true }) : undefined;
}

// A page turn that meets no network, an overload or a network's own login page goes on with the kept pages.
async function turned(request, language, slug) {
  const posts = request.method === "POST";
  let answer;
  try {
    answer = await fetch(request, posts && AbortSignal.timeout ? { signal: AbortSignal.timeout(PATIENCE) } : {});
  } catch {
    answer = undefined;
  }
  const foreign = posts && answer && answer.status < 400 && !answer.headers.has("X-Survey");
  if (answer && answer.status < 500 && !foreign) return answer;
  return (await shell(language, slug)) ?? answer ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const survey = url.pathname.match(SURVEY);
  if (event.request.mode === "navigate" && survey) {
    event.respondWith(turned(event.request, survey[1], survey[2]));
  } else if (event.request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? fetch(event.request)));
  }
});

// Keeps a published mini-program for a start without a network. What never changes is taken from the cache; the page
// itself is asked for anew each time, and taken from the cache only where nobody answers.
const CACHE = `lianmai:${self.registration.scope}`;
const scope = new URL(self.registration.scope);
const IMMUTABLE = /^[rv]\/[0-9a-f]{16}\//;

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([caches.open(CACHE).then((cache) => cache.add("./")), self.skipWaiting()]));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Players ask for parts of a file, which a cache cannot hold.
  if (request.method !== "GET" || url.origin !== scope.origin || request.headers.has("range")) return;
  if (!url.pathname.startsWith(scope.pathname)) return;
  if (IMMUTABLE.test(url.pathname.slice(scope.pathname.length))) event.respondWith(fromCache(request));
  else if (request.mode === "navigate" && url.pathname === scope.pathname) event.respondWith(fromNetwork(request));
});

// A page that runs says which version it is; earlier ones are kept as long as a page may still show them.
self.addEventListener("message", (event) => {
  const running = event.data?.running;
  if (typeof running === "string") event.waitUntil(forgetOthers(running.slice(0, running.lastIndexOf("/") + 1)));
});

async function fromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(request, answer.clone()).catch(() => {});
  return answer;
}

async function fromNetwork(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await cache.put("./", answer.clone()).catch(() => {});
    return answer;
  } catch (error) {
    // The address may carry a start page and a query, which the page reads itself.
    const kept = await cache.match("./", { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function forgetOthers(folder) {
  const open = await self.clients.matchAll({ type: "window" });
  if (open.length > 1) return;
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    const isVersion = path.slice(scope.pathname.length).startsWith("v/");
    if (isVersion && !path.startsWith(folder)) await cache.delete(request);
  }
}

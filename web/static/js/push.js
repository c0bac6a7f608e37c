// The service worker: shows a call for the second person, and opens the page where it is decided.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function read(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const said = read(event);
  const shown = self.registration.showNotification(said.title ?? "Ortsruf", {
    body: said.body ?? "",
    tag: said.tag ?? "approval",
    lang: said.language ?? "de",
    renotify: true,
    requireInteraction: true,
    icon: "/static/img/icon.svg",
    actions: said.action ? [{ action: "read", title: said.action }] : [],
    data: { path: said.path ?? "/desk/drafts" },
  });
  event.waitUntil(shown);
});

// Only a page of our own desk is ever opened, whatever the message says.
function target(notification) {
  const wanted = new URL(notification.data?.path ?? "/desk/drafts", self.location.origin);
  const ours = wanted.origin === self.location.origin && wanted.pathname.startsWith("/desk/");
  return ours ? wanted.href : new URL("/desk/drafts", self.location.origin).href;
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = target(event.notification);
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = pages.find((page) => page.url === address);
    return open ? open.focus() : self.clients.openWindow(address);
  })());
});

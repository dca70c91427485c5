// When to look whether the kernel is still there, and the goodbye at the end of the visit.

const UNANSWERED_MS = 8000;
const LOOK_EVERY_MS = 5000;
const SLEPT_MS = 30_000;

// A laptop that slept, a page that was in the background, a network that came back.
export function watchConnection(connection) {
  const look = () => connection.hurry();
  const ifSeen = () => { if (document.visibilityState === "visible") look(); };
  addEventListener("online", look);
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", ifSeen);
  let last = Date.now();
  setInterval(() => {
    if (Date.now() - last > SLEPT_MS) ifSeen();
    last = Date.now();
  }, LOOK_EVERY_MS);
}

// The lesson's frame asks the kernel something, or an entry waits to be kept; without an answer
// the line is looked at.
export function watchAnswers(connection) {
  let waiting;
  document.addEventListener("cco:unsaved", () => connection.hurry());
  document.addEventListener("cco:asked", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => connection.hurry(), UNANSWERED_MS);
  });
  document.addEventListener("cco:answered", () => clearTimeout(waiting));
}

export function sayGoodbye(connection, xsrf) {
  addEventListener("pagehide", (event) => {
    if (event.persisted) return;
    navigator.sendBeacon(connection.visitEnd, new URLSearchParams({ _xsrf: xsrf }));
  });
}

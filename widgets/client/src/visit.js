// What the server told this page about the visit it is part of.

export function readVisit() {
  const told = JSON.parse(document.getElementById("cco-visit").textContent);
  return { ...told, xsrf: setting("xsrf"), visitEnd: setting("visit-end") };
}

export function setting(name) {
  return document.querySelector(`meta[name="cco-${name}"]`)?.content ?? "";
}

// The parts of the page that the client works on are there once the page has ended.
export const pageEnded = new Promise((resolve) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
  else resolve();
});

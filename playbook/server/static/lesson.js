// A lesson's page around its widgets: where you are, what is saved, and the end of the visit.
"use strict";

const LOST_AFTER_MS = 8000;
const byId = (id) => document.getElementById(id);
const setting = (name) => document.querySelector(`meta[name="cco-${name}"]`)?.content;

// What the code cells gave arrives at the end of the page; each piece goes where it is waited for.
function ccoArrange() {
  for (const piece of document.querySelectorAll(".arrived")) {
    const place = byId(piece.dataset.place);
    for (const broken of piece.querySelectorAll("[data-went-wrong]")) {
      broken.replaceWith(byId("went-wrong").content.cloneNode(true));
    }
    place?.replaceChildren(...piece.children);
    piece.remove();
  }
}

// What has not arrived when the page has ended will not come; no place waits for ever.
function endWaiting() {
  const notice = byId("no-exercises");
  if (notice) document.querySelector(".lesson").prepend(notice);
  const waiting = document.querySelectorAll(".place .waiting");
  for (const each of waiting) each.textContent = "This part could not be prepared.";
  if (notice || waiting.length) showSaved("not ready", true);
}

function showSaved(text, unsaved) {
  const status = byId("saved");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("unsaved", unsaved);
}

function timeOf(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function showHere(slug) {
  const links = [...document.querySelectorAll(".rail a[data-section]")];
  links.forEach((link, index) => {
    const here = link.dataset.section === slug;
    if (here) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    if (here) {
      byId("rail-here").textContent =
        `${index + 1} of ${links.length} · ${link.firstElementChild.textContent}`;
    }
  });
}

// The section that fills the reading line is where the learner is.
function watchSections() {
  const sections = [...document.querySelectorAll("section[data-section]")];
  const lookup = () => {
    const line = window.innerHeight * 0.35;
    const here = sections.filter((each) => each.getBoundingClientRect().top <= line).pop();
    const slug = (here ?? sections[0])?.dataset.section;
    if (slug && slug !== document.body.dataset.here) {
      document.body.dataset.here = slug;
      showHere(slug);
      document.dispatchEvent(new CustomEvent("cco:section", { detail: { section: slug } }));
    }
  };
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; lookup(); });
  }, { passive: true });
  lookup();
}

// On a small screen the rail is one line that opens the list, and closes it again when used.
function foldRail() {
  const rail = document.querySelector(".rail details");
  const small = matchMedia("(max-width: 60rem)");
  const fold = () => { rail.open = !small.matches; };
  small.addEventListener("change", fold);
  fold();
  rail.addEventListener("click", (event) => {
    if (small.matches && event.target.closest("a")) rail.open = false;
  });
}

function showProgress(sections) {
  for (const { slug, done, total, complete } of sections) {
    const link = document.querySelector(`.rail a[data-section="${slug}"]`);
    if (!link) continue;
    const state = link.querySelector(".rail-state");
    const text = complete ? "✓" : total ? `${done}/${total}` : "";
    if (state.textContent !== text) state.textContent = text;
    const words = complete ? "done" : total ? `${done} of ${total} done` : "";
    if (words) state.setAttribute("aria-label", words);
    else state.removeAttribute("aria-label");
    if (words) state.setAttribute("role", "img");
  }
}

// Asks the lesson whether it is still awake; says so when it is not.
function offerReload(why) {
  if (byId("asleep")) return;
  const notice = document.createElement("div");
  notice.id = "asleep";
  notice.className = "page-notice";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `${why} What you entered is kept, and what is not yet sent stays in this browser. `;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button";
  again.textContent = "Open it again";
  again.addEventListener("click", () => location.reload());
  notice.append(text, again);
  document.querySelector(".lesson").prepend(notice);
}

let lost;
document.addEventListener("cco:asked", () => {
  clearTimeout(lost);
  lost = setTimeout(() => offerReload("This lesson went to sleep or lost its connection."), LOST_AFTER_MS);
});
document.addEventListener("cco:answered", () => {
  clearTimeout(lost);
  byId("asleep")?.remove();
});
document.addEventListener("cco:trouble", (event) => offerReload(event.detail.reason));
document.addEventListener("cco:ready", () => {
  if (byId("saved").textContent === "Getting ready") showSaved("ready", false);
});
// The page is saved when every one of its widgets is.
const unsaved = new Set();
document.addEventListener("cco:saved", ({ detail }) => {
  unsaved.delete(detail.key);
  if (!unsaved.size) showSaved(`saved ${timeOf(detail.at)} ✓`, false);
});
document.addEventListener("cco:unsaved", ({ detail }) => {
  unsaved.add(detail.key);
  showSaved("not saved yet, kept in this browser", true);
});
document.addEventListener("cco:progress", (event) => showProgress(event.detail.sections));

addEventListener("pagehide", (event) => {
  if (event.persisted) return;
  const goodbye = new URLSearchParams({ _xsrf: setting("xsrf") });
  navigator.sendBeacon(setting("visit-end"), goodbye);
});

document.addEventListener("DOMContentLoaded", () => {
  endWaiting();
  foldRail();
  watchSections();
});

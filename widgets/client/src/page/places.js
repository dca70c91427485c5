// The places in the text where the code cells' outputs stand.

import { apologise } from "../apology.js";
import { showSaved } from "./saved.js";

const PATIENCE_MS = 2000;
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

// In a page that was sent while its kernel ran, the outputs come last; each goes to its place.
export function arrange() {
  for (const piece of document.querySelectorAll(".arrived")) {
    const place = document.getElementById(piece.dataset.place);
    place?.replaceChildren(...piece.children);
    piece.remove();
  }
}

// What has not arrived when the page has ended will not come; no place waits for ever.
// Says whether the lesson has what it needs.
export function endWaiting() {
  const notice = document.getElementById("no-exercises");
  if (notice) document.querySelector(".lesson").prepend(notice);
  const waiting = document.querySelectorAll(".place > .waiting");
  for (const each of waiting) each.textContent = "This part could not be prepared.";
  if (notice || waiting.length) showSaved("not ready", true);
  return !notice;
}

export function viewsWanted() {
  return [...document.querySelectorAll(VIEW)].map((script) => ({
    modelId: JSON.parse(script.textContent).model_id, place: script.parentElement,
  }));
}

// Show the widgets: at once those that can be seen and the first, which is the lesson's frame;
// the others one by one, once the lesson answers; at last whatever has no view. One that fails
// says so in its place.
export async function showViews(manager) {
  const show = ({ modelId, place }) => manager.show(modelId, place).catch((problem) => {
    console.error(problem);
    apologise(place);
  });
  const views = viewsWanted();
  const now = views.filter(({ place }, index) => index === 0 || isNear(place));
  await Promise.all(now.map(show));
  performance.mark("cco:shown");
  await lessonAnswers;
  for (const view of views) {
    if (now.includes(view)) continue;
    await idle();
    await show(view);
  }
  await manager.makeOthers(idle);
  performance.mark("cco:all-shown");
}

// On the screen, or half a screen away.
function isNear(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > -innerHeight / 2 && top < innerHeight * 1.5;
}

// Not for long, where the way to the kernel is.
const lessonAnswers = new Promise((resolve) => {
  document.addEventListener("cco:ready", resolve, { once: true });
  setTimeout(resolve, PATIENCE_MS);
});

const idle = () => new Promise((resolve) => {
  if (window.requestIdleCallback) requestIdleCallback(resolve, { timeout: 50 });
  else setTimeout(resolve);
});

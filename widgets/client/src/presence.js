// Whether the learner is at the page: a forgotten tab must not take a place in the room.

const RECENTLY_MS = 5 * 60 * 1000;

let stirred = Date.now();
let waiting = [];

// Resolves at once, or when the learner comes back.
export function learnerIsHere() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    look();
  });
}

export function watchLearner() {
  for (const event of ["pointerdown", "keydown", "scroll"]) addEventListener(event, stir, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") stir();
  });
}

function stir() {
  stirred = Date.now();
  look();
}

function look() {
  if (document.visibilityState !== "visible" || Date.now() - stirred > RECENTLY_MS) return;
  for (const resolve of waiting.splice(0)) resolve();
}

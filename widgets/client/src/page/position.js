// The reader's place in the text. A page grows while its charts and exercises come alive: what
// the reader came for stays where it is until they move on themselves.

const BLOCKS = ".lesson-text > * > *";
const KEY = `cco-position ${location.pathname}`;
const RETURNS = ["reload", "back_forward"];
const MOVES = ["wheel", "touchmove", "pointerdown", "keydown"];

let held = null; // a block, and where its top edge belongs in the window

// After a reload the reader is where they were; else at the part that the address names.
export function keepPosition() {
  held = remembered() ?? named();
  putBack();
  new ResizeObserver(putBack).observe(document.body);
  addEventListener("hashchange", () => { held = named(); });
  for (const move of MOVES) addEventListener(move, () => { held = null; }, { passive: true });
  addEventListener("pagehide", remember);
}

function named() {
  const block = document.querySelector(":target");
  return block && { block, top: headroom() };
}

function remember() {
  const blocks = [...document.querySelectorAll(BLOCKS)];
  const index = blocks.findIndex((each) => each.getBoundingClientRect().bottom > headroom());
  const top = blocks[index]?.getBoundingClientRect().top;
  kept((storage) => storage.setItem(KEY, JSON.stringify(scrollY ? { index, top } : null)));
}

function remembered() {
  if (!RETURNS.includes(performance.getEntriesByType("navigation")[0]?.type)) return null;
  const { index, top } = JSON.parse(kept((storage) => storage.getItem(KEY)) ?? null) ?? {};
  const block = document.querySelectorAll(BLOCKS)[index];
  return block && { block, top };
}

// A browser that keeps nothing gives nothing back.
function kept(action) {
  try { return action(sessionStorage); } catch { return null; }
}

function putBack() {
  if (held) scrollBy({ top: held.block.getBoundingClientRect().top - held.top, behavior: "instant" });
}

const headroom = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;

// What a page tells of itself: when its text was painted, when its slider or its question answered.
//
// It looks once a frame; what it finds is reported with the time at which that frame was painted,
// in milliseconds since the visitor asked for the page. `wanted`:
//   text      the heading that stands for the page's text
//   act       "slider": the focus is put on the slider; the driver presses a key until the chart's
//             description has changed (it is told when the slider has moved). "question": an answer is chosen in the lesson's questions
//             until it is acknowledged as saved.
//   again     milliseconds between two tries

function ccoProbe({ text, act, again }) {
  if (window.top !== window) return;
  const reported = new Set();

  function* places(root) {
    yield root;
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) yield* places(each.shadowRoot);
  }

  function first(selector, good = () => true) {
    for (const root of places(document)) {
      for (const each of root.querySelectorAll(selector)) if (shown(each) && good(each)) return each;
    }
    return null;
  }

  function shown(element) {
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
  }

  function report(name) {
    if (reported.has(name)) return;
    reported.add(name);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.ccoReport(name, performance.now());
    channel.port2.postMessage(null);
  }

  // The chart's description is on the element that Vega draws into.
  function described() {
    return first('[role="graphics-document"][aria-label]')?.getAttribute("aria-label") ?? null;
  }

  let slider = null;
  let before = null;
  let stood = null;

  function place() {
    return slider.getAttribute("aria-valuenow") ?? slider.value;
  }

  function watchSlider() {
    if (!slider?.isConnected) slider = first('[role="slider"], input[type="range"]');
    before ??= described();
    if (!slider || !before) return;
    if (slider.getRootNode().activeElement !== slider) slider.focus({ preventScroll: true });
    stood ??= place();
    report("ready");
    if (place() !== stood) report("moved");
    const now = described();
    if (now && now !== before) report("interactive");
  }

  let chosen = null;
  let tried = -Infinity;

  function watchQuestion() {
    if (!chosen?.isConnected || chosen.matches(":disabled")) {
      chosen = first("#before-you-start fieldset:not([disabled]) input[type=radio]", (each) => !each.checked);
    }
    if (!chosen || chosen.checked || performance.now() - tried < again) return;
    tried = performance.now();
    report("ready");
    chosen.click();
  }

  let saved = false;
  document.addEventListener("cco:saved", ({ detail }) => {
    if (reported.has("ready") && detail.key === "before-you-start") saved = true;
  });

  function look() {
    if (document.body) {
      if (!reported.has("text") && first("h1, h2, h3", (each) => each.textContent.trim().startsWith(text))) report("text");
      if (!reported.has("interactive")) {
        if (act === "slider") watchSlider();
        else if (saved) report("interactive");
        else watchQuestion();
      }
    }
    if (!reported.has("text") || !reported.has("interactive")) requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
}

// Sees to it that every entry reaches the learner's record, and says so. Needs dom.js.
//
// An entry waits in localStorage until Python acknowledges it, so that a lost connection or a
// closed page loses nothing: what still waits is sent again, in this view or in the next.

const CCO_TYPING_PAUSE = 300;
const CCO_LATE_AFTER = 4000;
const CCO_AGAIN_AFTER = 5000;

// The outbox of one widget on this device; without localStorage it holds nothing.
function createOutbox(key) {
  const named = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "local";
  const prefix = ["cco-outbox", named("cco-learner-tag"), named("cco-lesson"), key]
    .map(encodeURIComponent).join(":") + ":";
  const guarded = (action, otherwise) => {
    try { return action(window.localStorage); } catch { return otherwise; }
  };
  const read = (store, name) => {
    try { return JSON.parse(store.getItem(name)); } catch { return null; }
  };
  return {
    put: (part, entry) => guarded((store) => {
      store.setItem(prefix + part, JSON.stringify(entry));
      return true;
    }, false),
    drop: (part, seq) => guarded((store) => {
      if (read(store, prefix + part)?.seq === seq) store.removeItem(prefix + part);
    }),
    leftovers: () => guarded((store) => Object.keys(store)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), read(store, name)])
      .filter(([, entry]) => Number.isInteger(entry?.seq)), []),
  };
}

// createKeeper(model, el) -> {
//   el                          the line that says what is saved; the view places it
//   enter(part, value, {debounce})  keep an entry: at once, or after a pause in typing
//   value(part, kept)           what to show: an entry still on its way, else what was kept
//   waits(part)                 whether an entry of this part is on its way
//   ready()                     whether Python can take entries
//   onChange(listener)          called when ready, and when an entry was kept or refused
//   flush()                     send what waits for a pause in typing
//   destroy()
// }
function createKeeper(model, el) {
  const key = model.get("key");
  const outbox = createOutbox(key);
  const waiting = new Map(); // part -> { seq, value, stored, typing, first, sent, reason, replaced }
  const listeners = new Set();
  let nextSeq = Date.now() * 1000 + Math.floor(Math.random() * 1000);
  let ticking = null;
  let savedAt = null;
  let refusal = "";
  let told = "";

  const quiet = node("span");
  const alarm = node("span", { role: "status" });
  const line = node("p", { class: "cco-saved" }, quiet, alarm);
  const ready = () => Boolean(model.get("ready"));

  function enter(part, value, { debounce = false } = {}) {
    const before = waiting.get(part);
    clearTimeout(before?.typing);
    const entry = { seq: (nextSeq += 1), value, first: before?.first ?? null };
    entry.replaced = before ? [...(before.replaced || []), before.seq].slice(-20) : [];
    entry.stored = outbox.put(part, { seq: entry.seq, value });
    waiting.set(part, entry);
    refusal = "";
    if (debounce) entry.typing = setTimeout(() => send(part), CCO_TYPING_PAUSE);
    else send(part);
    show();
  }

  function send(part) {
    const entry = waiting.get(part);
    if (!entry || !ready()) return;
    clearTimeout(entry.typing);
    entry.typing = null;
    entry.sent = Date.now();
    entry.first ??= entry.sent;
    ticking ??= setInterval(tick, 500);
    try {
      model.send({ type: "enter", part, value: entry.value, seq: entry.seq });
    } catch {
      // The connection is gone for now; the next tick tries again.
    }
  }

  function flush() {
    for (const [part, entry] of waiting) if (entry.typing) send(part);
  }

  function tick() {
    for (const [part, entry] of waiting) {
      if (!entry.typing && Date.now() - entry.sent >= CCO_AGAIN_AFTER) send(part);
    }
    show();
  }

  function received(message) {
    if (message.type !== "kept" && message.type !== "not_kept") return;
    const found = [...waiting].find(([, entry]) => entry.seq === message.seq);
    if (!found) {
      // An earlier version arrived: the connection lives, so the newer one is not late.
      for (const entry of waiting.values()) {
        if (entry.replaced?.includes(message.seq)) entry.first = entry.sent ?? null;
      }
      return;
    }
    const [part, entry] = found;
    if (message.type === "kept" || message.final) {
      waiting.delete(part);
      outbox.drop(part, entry.seq);
      if (message.type === "kept") savedAt = message.at;
      else refusal = message.reason;
      listeners.forEach((listener) => listener());
    } else {
      entry.reason = message.reason;
    }
    show();
  }

  function becameReady() {
    if (!ready()) return;
    for (const [part, entry] of waiting) if (!entry.sent) send(part);
    listeners.forEach((listener) => listener());
    show();
  }

  function late() {
    return [...waiting.values()].find(
      (entry) => entry.reason || (entry.first && Date.now() - entry.first >= CCO_LATE_AFTER));
  }

  function show() {
    if (!waiting.size) {
      clearInterval(ticking);
      ticking = null;
    }
    const problem = late();
    let trouble = "";
    if (refusal) trouble = `Not saved: ${refusal}`;
    else if (problem) {
      const cause = problem.reason ? `Not saved yet: ${problem.reason}` : "Not saved yet.";
      trouble = `${cause} ${problem.stored ? "Kept on this device; trying again." : "Trying again."}`;
    }
    let news = "";
    if (!ready()) news = "Getting ready";
    else if (waiting.size) news = "Saving";
    else if (savedAt) news = `Saved ${clock(savedAt)}`;
    setText(quiet, trouble ? "" : news);
    setText(alarm, trouble);
    line.classList.toggle("cco-saved-trouble", Boolean(trouble));
    tell(trouble, waiting.size ? "" : savedAt);
  }

  // The page's header listens to these two events.
  function tell(trouble, at) {
    const [name, detail] = trouble
      ? ["cco:unsaved", { key, reason: trouble }] : ["cco:saved", { key, at }];
    if (!trouble && !at) return;
    if (told === name + (trouble || at)) return;
    told = name + (trouble || at);
    document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  const hidden = () => { if (document.visibilityState === "hidden") flush(); };
  for (const [part, entry] of outbox.leftovers()) {
    waiting.set(part, { seq: entry.seq, value: entry.value, stored: true, first: null });
  }
  const unfollow = follow(model, ["ready"], becameReady);
  model.on("msg:custom", received);
  el.addEventListener("focusout", flush);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", hidden);
  becameReady();
  show();

  return {
    el: line,
    enter,
    flush,
    ready,
    value: (part, kept) => (waiting.has(part) ? waiting.get(part).value : kept),
    waits: (part) => waiting.has(part),
    waitingParts: () => [...waiting.keys()],
    onChange: (listener) => listeners.add(listener),
    destroy() {
      flush();
      clearInterval(ticking);
      unfollow();
      model.off("msg:custom", received);
      el.removeEventListener("focusout", flush);
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}

function clock(at) {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

// Elements, made without ever reading data as HTML.

let ccoCount = 0;

// An id or a group name that is unique on the page, however many views a model has.
function uid(name) {
  ccoCount += 1;
  return `cco-${name}-${Math.random().toString(36).slice(2, 8)}-${ccoCount}`;
}

// node("p", { class: "a", text: "Hello", on: { click } }, child, …): true and false set or leave
// out an attribute, null and undefined leave it out.
function node(tag, properties = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") el.textContent = value;
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value)) el.addEventListener(event, listener);
    } else put(el, name, value);
  }
  el.append(...children.filter((child) => child !== null && child !== undefined));
  return el;
}

function put(el, name, value) {
  if (value === null || value === undefined || value === false) el.removeAttribute(name);
  else el.setAttribute(name, value === true ? "" : value);
}

// Make a view's element the kit's own; JupyterLab's one-key commands stay out of it.
function frame(el, name) {
  el.classList.add("cco-widget", name);
  el.setAttribute("data-lm-suppress-shortcuts", "true");
}

// A text as paragraphs; an empty line parts them.
function paragraphs(text) {
  return String(text || "").split(/\n\s*\n/).filter((part) => part.trim())
    .map((part) => node("p", { text: part.trim() }));
}

function button(label, onClick, properties = {}) {
  return node("button", { type: "button", class: "cco-button", text: label, on: { click: onClick }, ...properties });
}

// Change a text only when it differs, so that live regions speak once.
function setText(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

// Listen to a model's traits for as long as the view lives; returns the cleanup.
function follow(model, traits, listener) {
  const events = traits.map((trait) => `change:${trait}`);
  events.forEach((event) => model.on(event, listener));
  return () => events.forEach((event) => model.off(event, listener));
}

// Leaves the caret alone when nothing changed.
function setValue(input, value) {
  if (input.value !== value) input.value = value;
}

// Paper shows what is folded away on the screen; returns the cleanup.
function unfoldForPrint(el) {
  let closed = [];
  const before = () => {
    closed = [...el.querySelectorAll("details:not([open])")];
    closed.forEach((each) => { each.open = true; });
  };
  const after = () => closed.forEach((each) => { each.open = false; });
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}

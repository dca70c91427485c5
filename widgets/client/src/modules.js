// A widget's own script, as anywidget asks for it: one module for each text, however many
// widgets share it, and none that fails in silence.

import { apologise } from "./apology.js";

const modules = new Map(); // text -> promise of what the module exports

// Making a module of a text keeps the whole page waiting for some milliseconds. A text that has
// nothing to do before its widget is shown is left alone until then.
export async function loadEsm(text) {
  const early = /\binitialize\b/.test(text);
  return { default: () => guarded(text, early) };
}

// One model's widget, whose errors become words in its place.
function guarded(text, early) {
  let made = null;
  const widget = () => (made ??= exportOf(text)
    .then((exported) => (typeof exported === "function" ? exported() : exported)));

  async function render(given) {
    try {
      return await (await widget()).render?.(given);
    } catch (problem) {
      console.error(problem);
      apologise(given.el);
      return undefined;
    }
  }

  async function initialize(given) {
    try {
      return await (await widget()).initialize?.(given);
    } catch (problem) {
      made = Promise.reject(problem);
      made.catch(() => {}); // told when the widget is shown
      return undefined;
    }
  }

  return early ? { initialize, render } : { render };
}

function exportOf(text) {
  if (!modules.has(text)) modules.set(text, evaluate(text));
  return modules.get(text);
}

async function evaluate(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const module = await import(address);
    return module.default ?? module;
  } finally {
    URL.revokeObjectURL(address);
  }
}

// Where the classes of models and views come from. What few pages need comes when it is needed.

import * as base from "@jupyter-widgets/base";
import * as boxes from "@jupyter-widgets/controls/lib/widget_box.js";
import { anywidget } from "./anywidget.js";

let controls = null; // the lazy part, once it has come

const MODULES = {
  anywidget: async () => anywidget,
  "@jupyter-widgets/base": async () => base,
  "@jupyter-widgets/controls": async (name) => (name in boxes ? boxes : (await needControls()).controls),
  "@jupyter-widgets/output": async () => (await needControls()).output,
};

export async function findClass(module, name) {
  const found = (await MODULES[module]?.(name))?.[name];
  if (!found) throw new Error(`the page's client has no class ${name} of ${module}`);
  return found;
}

async function needControls() {
  controls ??= await (await import("./lazy/controls.js")).ready;
  return controls;
}

// Descriptions of controls may hold some HTML; only controls ask for this.
export const cleanInline = (source) => controls.cleanInline(source);

// How the libraries go into the bundle: only the parts that a page runs.

import { readFileSync } from "node:fs";
import path from "node:path";

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const exactly = (name) => new RegExp(`^${escaped(name)}$`);

// Underscore's modules that put something on `_`; the others only export.
const ASSIGN = /\/(?:iteratee|toPath)\.js$/;

// Changes to anywidget's npm file; each must be found, or the package is no longer the one we know.
const ANYWIDGET = [
  // It is an AMD module: we call its factory ourselves.
  ['define(["@jupyter-widgets/base"], widget_default);', "export default widget_default;"],
  // It makes one module a widget: ours makes one a text, and shows its errors.
  ["async function loadEsm(esm) {", 'import { loadEsm } from "cco:modules";\nasync function loadOneEsm(esm) {'],
  // After two seconds it gives a widget up, and never hears its messages; slow machines need more.
  ["AbortSignal.timeout(2e3)", "AbortSignal.timeout(6e4)"],
];

export function libraries(root, sheetName) {
  const installed = (...parts) => path.join(root, "node_modules", ...parts);
  const own = (name) => path.join(root, "src", name);
  const replaced = {
    jquery: own("libraries/jquery.js"),
    underscore: own("libraries/underscore.js"),
    "lodash/isEqual": own("libraries/is_equal.js"),
    "sanitize-html": own("libraries/no_sanitizer.js"),
    "cco:modules": own("modules.js"),
  };
  return {
    name: "libraries",
    setup(build) {
      for (const [name, file] of Object.entries(replaced)) {
        build.onResolve({ filter: exactly(name) }, () => ({ path: file, sideEffects: false }));
      }
      // Lumino's published sources, one file a class: the bundle of its package comes whole.
      build.onResolve({ filter: /^@lumino\/[a-z]+$/ }, ({ path: name }) => (
        { path: installed(name, "src", "index.ts"), sideEffects: false }));
      build.onResolve({ filter: /^underscore\/modules\// }, ({ path: name }) => (
        { path: installed(name), sideEffects: false }));
      build.onResolve({ filter: /^\.\// }, ({ path: name, resolveDir }) => (
        resolveDir === installed("underscore", "modules")
          ? { path: path.join(resolveDir, name), sideEffects: ASSIGN.test(name) } : undefined));
      build.onResolve({ filter: exactly("cco:controls.css") }, ({ path: name }) => (
        { path: name, namespace: "sheet" }));
      build.onLoad({ filter: /./, namespace: "sheet" }, () => (
        { contents: `export default ${JSON.stringify(`./${sheetName}`)};` }));
      build.onLoad({ filter: /anywidget[\\/]dist[\\/]index\.js$/ }, ({ path: file }) => (
        { contents: changed(readFileSync(file, "utf8")), resolveDir: root }));
    },
  };
}

function changed(text) {
  for (const [before, after] of ANYWIDGET) {
    if (text.split(before).length !== 2) throw new Error(`anywidget has changed: where is ${before}`);
    text = text.replace(before, () => after);
  }
  return text;
}

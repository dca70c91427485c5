// The licences of all packages that have a part in the bundle, as their authors ask for.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const INSIDE_ANYWIDGET = ["@lukeed/uuid", "solid-js"]; // its file comes with these in it
const here = path.dirname(fileURLToPath(import.meta.url));

export function licences(root, inputs) {
  const names = inputs.map((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const texts = new Map(); // text -> the packages it is for
  for (const name of [...new Set([...names, ...INSIDE_ANYWIDGET])].filter(Boolean).sort()) {
    const folder = path.join(root, "node_modules", name);
    const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const text = licenceOf(name, folder);
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  return [...texts].map(([text, packages]) => `${packages.join("\n")}\n\n${text}\n`).join(`\n${"-".repeat(80)}\n\n`);
}

// The packages of these two groups are published without their licence; it is kept beside this.
function licenceOf(name, folder) {
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const group = name.match(/^@(jupyter-widgets|lumino)\//)?.[1];
  if (!file && !group) throw new Error(`${name} comes without a licence`);
  return readFileSync(file ? path.join(folder, file) : path.join(here, "licences", `${group}.txt`), "utf8").trim();
}

// Builds the page's client into built/; with --check, compares built/ with a new build instead.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { differences, hashed, write } from "./tools/files.mjs";
import { libraries } from "./tools/libraries.mjs";
import { licences } from "./tools/licences.mjs";

const root = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(root, "built");
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  charset: "utf8",
  legalComments: "none",
  target: ["es2022"],
  outdir: "built",
};

async function sheet(name) {
  const { outputFiles, metafile } = await build({ ...common, entryPoints: [name], loader: { ".svg": "dataurl" } });
  const content = Buffer.from(outputFiles[0].contents);
  return { name: hashed(path.basename(name), content), content, inputs: inputsOf(metafile) };
}

// The first part is what every page runs. esbuild puts it into a shared chunk, as the lazy part
// needs it too; the entry that only imports that chunk is left out.
async function scripts(sheetName) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: ["src/main.js"],
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    loader: { ".css": "empty" },
    mainFields: ["module", "browser", "main"],
    plugins: [libraries(root, sheetName)],
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const chunks = outputFiles.map(({ path: file, text }) => ({ name: path.basename(file), text }))
    .filter(({ name }) => name !== "main.js");
  const [first, lazy] = ["chunk-", "controls-"].map(
    (prefix) => chunks.find(({ name }) => name.startsWith(prefix)));
  if (chunks.length !== 2 || !first || !lazy) {
    throw new Error(`two parts were expected, not ${chunks.map(({ name }) => name)}`);
  }
  const renamed = first.name.replace("chunk-", "client-");
  return {
    client: { name: renamed, content: Buffer.from(first.text) },
    controls: { name: lazy.name, content: Buffer.from(lazy.text.replaceAll(first.name, renamed)) },
    inputs: inputsOf(metafile),
  };
}

// The files that have a part in the output.
function inputsOf({ outputs }) {
  return Object.values(outputs).flatMap(({ inputs }) => (
    Object.keys(inputs).filter((name) => inputs[name].bytesInOutput)));
}

async function client() {
  const clientSheet = await sheet("src/client.css");
  const controlsSheet = await sheet("src/lazy/controls.css");
  const { client, controls, inputs } = await scripts(controlsSheet.name);
  const texts = Buffer.from(licences(root, [...inputs, ...controlsSheet.inputs]));
  const named = {
    "client.js": client,
    "client.css": clientSheet,
    "controls.js": controls,
    "controls.css": controlsSheet,
    "licences.txt": { name: hashed("licences.txt", texts), content: texts },
  };
  const manifest = Object.fromEntries(Object.entries(named).map(([key, { name }]) => [key, name]));
  const files = new Map(Object.values(named).map(({ name, content }) => [name, content]));
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  return files;
}

const files = await client();
if (process.argv.includes("--check")) {
  const problems = differences(built, files);
  for (const problem of problems) console.error(`widgets/client/built: ${problem}`);
  if (problems.length) {
    console.error("Build the page's client anew: npm ci && npm run build in widgets/client.");
    process.exit(1);
  }
} else {
  write(built, files);
}

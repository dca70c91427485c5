// Writing the built files, and comparing them with what a new build gives.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from "node:zlib";

const COMPRESSED = [".js", ".css", ".txt"];

export function hashed(name, content) {
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}${ext}`;
}

// `files` maps names to contents.
export function write(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    writeFileSync(path.join(folder, name), content);
    if (!COMPRESSED.includes(path.extname(name))) continue;
    writeFileSync(path.join(folder, `${name}.br`), brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }));
    writeFileSync(path.join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

// What differs between a folder and the files of a build, as sentences. Files are compared bit
// for bit, their compressed forms by what they hold: these differ between versions of zlib.
export function differences(folder, files) {
  const found = new Set(readdirSync(folder));
  const problems = [];
  const compare = (name, content, read) => {
    if (!found.delete(name)) problems.push(`${name} is missing`);
    else if (!read(readFileSync(path.join(folder, name))).equals(content)) problems.push(`${name} differs`);
  };
  for (const [name, content] of files) {
    compare(name, content, (bytes) => bytes);
    if (!COMPRESSED.includes(path.extname(name))) continue;
    compare(`${name}.br`, content, brotliDecompressSync);
    compare(`${name}.gz`, content, gunzipSync);
  }
  return [...problems, ...[...found].map((name) => `${name} is not part of the build`)];
}

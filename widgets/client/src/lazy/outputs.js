// One output of the kernel as an element, in the best form that the page can show.

import { apologise } from "../apology.js";
import { cleanBlock } from "./clean.js";

const WIDGET = "application/vnd.jupyter.widget-view+json";
const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const COLOUR = /\u001b\[[0-9;]*m/g;

export function showOutput(output, el, manager) {
  const { output_type: type, data = {} } = output;
  if (type === "stream") {
    el.append(printed(output.text, output.name === "stderr"));
  } else if (type === "error") {
    el.append(printed(`${output.ename}: ${output.evalue}`, true));
  } else if (data[WIDGET]) {
    manager.show(data[WIDGET].model_id, el).catch((problem) => {
      console.error(problem);
      apologise(el);
    });
  } else {
    el.append(...content(data));
  }
}

function content(data) {
  if (data["text/html"]) return [cleanBlock(joined(data["text/html"]))];
  if (data["image/svg+xml"]) return [cleanBlock(joined(data["image/svg+xml"]))];
  const kind = IMAGES.find((each) => data[each]);
  if (kind) {
    const image = new Image();
    image.alt = joined(data["text/plain"]);
    image.src = `data:${kind};base64,${joined(data[kind]).replaceAll(/\s/g, "")}`;
    return [image];
  }
  return [printed(joined(data["text/plain"]), false)];
}

function printed(text, alarming) {
  const el = document.createElement("pre");
  el.className = alarming ? "printed printed-error" : "printed";
  el.textContent = joined(text).replaceAll(COLOUR, "");
  return el;
}

// nbformat allows a text to be a list of its lines.
const joined = (text) => (Array.isArray(text) ? text.join("") : text ?? "");

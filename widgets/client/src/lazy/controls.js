// The part that few pages need: all other ipywidgets controls, and the Output widget.

import "../main.js"; // so that what both parts need is in the first one
import * as controls from "@jupyter-widgets/controls";
import * as output from "./output_widget.js";
import { cleanInline } from "./clean.js";
import sheet from "cco:controls.css";

// The controls are laid out only once their style sheet is there.
const styled = new Promise((done) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(sheet, import.meta.url).href;
  link.onload = done;
  link.onerror = done;
  document.head.append(link);
});

export const ready = styled.then(() => ({ controls, output, cleanInline }));

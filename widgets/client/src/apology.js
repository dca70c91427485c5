// What stands in the place of a widget that could not be shown.

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

export function apologise(el) {
  const words = document.createElement("p");
  words.className = "page-notice";
  words.textContent = "This part could not be shown. The rest of the lesson works; what you entered is kept.";
  el.replaceChildren(words);
}

export class SorryModel extends DOMWidgetModel {}

export class SorryView extends DOMWidgetView {
  render() {
    apologise(this.el);
  }
}

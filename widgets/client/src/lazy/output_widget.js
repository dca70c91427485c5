// The Output widget: what the kernel prints and displays while it is in use.

import { DOMWidgetView } from "@jupyter-widgets/base";
import { OutputModel as Base } from "@jupyter-widgets/output";
import { showOutput } from "./outputs.js";

export class OutputModel extends Base {
  defaults() {
    return { ...super.defaults(), msg_id: "", outputs: [] };
  }

  initialize(...given) {
    super.initialize(...given);
    this.listenTo(this, "change:msg_id", this.follow);
    this.follow();
  }

  // `msg_id` names the message whose outputs are this widget's; an empty one ends it.
  follow() {
    const { kernel } = this.widget_manager;
    const before = this.previous("msg_id");
    const now = this.get("msg_id");
    if (before && before !== now) kernel.takeOutput(before, null);
    if (now) kernel.takeOutput(now, (message) => this.add(message));
  }

  add({ header, content }) {
    const { msg_type: type } = header;
    if (type === "clear_output") {
      this.clearWithNext = content.wait;
      if (!content.wait) this.put([]);
      return;
    }
    if (type === "update_display_data") return;
    const before = this.clearWithNext ? [] : this.get("outputs");
    this.clearWithNext = false;
    const last = before.at(-1);
    if (type === "stream" && last?.output_type === "stream" && last.name === content.name) {
      this.put([...before.slice(0, -1), { ...last, text: last.text + content.text }]);
    } else {
      this.put([...before, { output_type: type, ...content }]);
    }
  }

  put(outputs) {
    this.set("outputs", outputs);
    this.save_changes();
  }
}

export class OutputView extends DOMWidgetView {
  render() {
    super.render();
    this.el.classList.add("jupyter-widgets", "widget-output");
    this.listenTo(this.model, "change:outputs", this.draw);
    this.draw();
  }

  // Outputs that stay are left as they are, so that a widget among them keeps its state.
  draw() {
    const outputs = this.model.get("outputs");
    this.drawn ??= [];
    outputs.forEach((output, index) => {
      const words = JSON.stringify(output);
      if (this.drawn[index]?.words === words) return;
      const el = document.createElement("div");
      el.className = "output";
      if (this.drawn[index]) this.drawn[index].el.replaceWith(el);
      else this.el.append(el);
      this.drawn[index] = { words, el };
      showOutput(output, el, this.model.widget_manager);
    });
    for (const { el } of this.drawn.splice(outputs.length)) el.remove();
  }
}

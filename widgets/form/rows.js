// A form whose set of fields is repeated, once for each row.

export default {
  render({ model, el }) {
    frame(el, "cco-form");
    put(el, "data-cco-form", model.get("key"));
    const keeper = createKeeper(model, el);
    const legend = node("legend", { class: "cco-legend" });
    const list = node("ol", { class: "cco-rows" });
    const undo = node("div", { class: "cco-undo", role: "status" });
    const limit = node("p", { class: "cco-note", id: uid("limit") });
    const add = button("", addRow);
    const group = node("fieldset", {}, legend, list, undo, node("div", { class: "cco-actions" }, add, limit));
    const editors = new Map(); // id -> row editor

    // What is on its way to Python counts as if it had arrived.
    const keptTexts = () => new Map(model.get("shown").map((row) => [row.id, row.texts]));
    const problems = (id) => (keeper.waits(`row:${id}`)
      ? {} : model.get("shown").find((row) => row.id === id)?.problems || {});
    function rows() {
      const kept = keptTexts();
      const sent = keeper.waitingParts().filter((part) => part.startsWith("row:"))
        .map((part) => part.slice(4));
      const order = keeper.value("order", [...kept.keys()]);
      const ids = [...new Set([...order, ...kept.keys(), ...sent])];
      return new Map(ids.map((id) => [id, keeper.value(`row:${id}`, kept.get(id))])
        .filter(([, texts]) => texts));
    }
    const titleOf = (texts, position) => {
      const noun = model.get("noun");
      return String(texts[model.get("summary_field")] || "").trim()
        || `${noun[0].toUpperCase()}${noun.slice(1)} ${position}, not named yet`;
    };

    function addRow() {
      const id = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
      const order = [...rows().keys(), id];
      keeper.enter(`row:${id}`, {});
      keeper.enter("order", order);
      undo.replaceChildren();
      show();
      editors.get(id).open();
      editors.get(id).focus();
    }

    function remove(id) {
      const before = rows();
      const texts = before.get(id);
      const order = [...before.keys()];
      keeper.enter(`row:${id}`, null);
      keeper.enter("order", order.filter((each) => each !== id));
      const back = button("Undo", () => {
        keeper.enter(`row:${id}`, texts);
        const now = [...rows().keys()].filter((each) => each !== id);
        now.splice(order.indexOf(id), 0, id);
        keeper.enter("order", now);
        undo.replaceChildren();
        show();
        editors.get(id).summary.focus();
      });
      undo.replaceChildren(
        node("p", { text: `“${titleOf(texts, order.indexOf(id) + 1)}” was removed.` }), back);
      show();
      back.focus();
    }

    function move(id, step, pressed) {
      const order = [...rows().keys()];
      const at = order.indexOf(id);
      order.splice(at, 1);
      order.splice(at + step, 0, id);
      keeper.enter("order", order);
      show();
      if (pressed.disabled) editors.get(id).summary.focus();
      else pressed.focus();
    }

    function rowEditor(id) {
      const title = node("span", { class: "cco-row-title" });
      const toCheck = node("span", { class: "cco-row-check" });
      const summary = node("summary", {}, title, toCheck);
      const up = button("Move up", () => move(id, -1, up));
      const down = button("Move down", () => move(id, 1, down));
      const out = button("Remove", () => remove(id));
      const actions = node("div", { class: "cco-actions" }, up, down, out);
      const body = node("div", { class: "cco-row-body" }, actions);
      const details = node("details", { class: "cco-row" }, summary, body);
      const entries = new Map();
      return {
        el: node("li", { "data-row": id }, details),
        details,
        summary,
        open: () => { details.open = true; },
        focus: () => entries.values().next().value?.focus(),
        show(texts, position, count) {
          const name = titleOf(texts, position);
          const found = problems(id);
          setText(title, name);
          const number = Object.keys(found).length;
          setText(toCheck, number ? `${number} to check` : "");
          for (const spec of model.get("fields")) {
            if (!entries.has(spec.name)) {
              entries.set(spec.name, entryField(spec, {
                onType: (text) => {
                  const row = { ...rows().get(id), [spec.name]: text };
                  keeper.enter(`row:${id}`, row, { debounce: spec.kind !== "choice" });
                  show();
                },
              }));
              body.insertBefore(entries.get(spec.name).el, actions);
            }
            entries.get(spec.name).show(spec, {
              text: texts[spec.name], problem: found[spec.name], disabled: !keeper.ready(),
            });
          }
          for (const [control, label] of [[up, "Move up"], [down, "Move down"], [out, "Remove"]]) {
            put(control, "aria-label", `${label}: ${name}`);
          }
          up.disabled = !keeper.ready() || position === 1;
          down.disabled = !keeper.ready() || position === count;
          out.disabled = !keeper.ready();
        },
      };
    }

    function show() {
      const now = rows();
      setText(legend, model.get("title"));
      legend.hidden = !model.get("title");
      for (const [id, editor] of editors) {
        if (!now.has(id)) {
          editor.el.remove();
          editors.delete(id);
        }
      }
      [...now].forEach(([id, texts], index) => {
        if (!editors.has(id)) editors.set(id, rowEditor(id));
        const editor = editors.get(id);
        if (list.children[index] !== editor.el) list.insertBefore(editor.el, list.children[index] || null);
        editor.show(texts, index + 1, now.size);
      });
      const full = now.size >= model.get("most");
      setText(add, now.size ? `Add another ${model.get("noun")}` : `Add a ${model.get("noun")}`);
      add.disabled = !keeper.ready() || full;
      put(add, "aria-describedby", full ? limit.id : null);
      setText(limit, full ? model.get("limit") : "");
    }

    el.replaceChildren(group, keeper.el);
    keeper.onChange(show);
    const fold = unfoldForPrint(el);
    const unfollow = follow(model, ["title", "fields", "shown", "noun", "limit", "most", "summary_field"], show);
    show();
    return () => { unfollow(); fold(); keeper.destroy(); };
  },
};

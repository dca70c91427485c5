// A form with one set of fields.

export default {
  render({ model, el }) {
    frame(el, "cco-form");
    put(el, "data-cco-form", model.get("key"));
    const keeper = createKeeper(model, el);
    const legend = node("legend", { class: "cco-legend" });
    const group = node("fieldset", {}, legend);
    const editors = new Map();

    function editor(spec) {
      if (!editors.has(spec.name)) {
        const made = entryField(spec, {
          onType: (text) => keeper.enter(spec.name, text, { debounce: spec.kind !== "choice" }),
        });
        editors.set(spec.name, made);
        group.append(made.el);
      }
      return editors.get(spec.name);
    }

    function show() {
      setText(legend, model.get("title"));
      legend.hidden = !model.get("title");
      for (const spec of model.get("fields")) {
        editor(spec).show(spec, {
          text: keeper.value(spec.name, model.get("texts")[spec.name]),
          problem: keeper.waits(spec.name) ? "" : model.get("problems")[spec.name],
          disabled: !keeper.ready(),
        });
      }
    }

    el.replaceChildren(group, keeper.el);
    keeper.onChange(show);
    const unfollow = follow(model, ["title", "fields", "texts", "problems"], show);
    show();
    return () => { unfollow(); keeper.destroy(); };
  },
};

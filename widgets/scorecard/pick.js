// A starter measure to pick. Needs dom.js.

function render({ model, el }) {
  frame(el, "cco-pick");
  const id = uid("pick");
  const groups = new Map();
  for (const { key, name, layer } of model.get("templates")) {
    if (!groups.has(layer)) groups.set(layer, node("optgroup", { label: layer }));
    groups.get(layer).append(node("option", { value: key, text: name }));
  }
  const select = node("select", { class: "cco-input", id }, ...groups.values());
  const add = button("Add it", () => model.send({ type: "pick", template: select.value }),
    { style: "white-space: nowrap" });
  const said = node("p", { class: "cco-note", role: "status" });
  el.append(
    node("label", { class: "cco-label", for: id, text: "Begin with a common measure" }),
    node("div", { class: "cco-with-unit" }, select, add), said);

  function show() {
    select.disabled = add.disabled = !model.get("ready");
    setText(said, model.get("said"));
  }

  const unfollow = follow(model, ["ready", "said"], show);
  show();
  return unfollow;
}

export default { render };
